package inspect

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"cshell/native/mem"
)

// Maps is the process's memory map (:maps).
type Maps struct {
	View     string    `json:"view"`
	Mappings []Mapping `json:"mappings"`
}

// Mapping is one line of /proc/self/maps.
type Mapping struct {
	Start  Address `json:"start"`
	End    Address `json:"end"` // exclusive
	Perms  string  `json:"perms"`
	Offset Address `json:"offset"` // in the file
	Path   string  `json:"path"`   // or [heap], [stack] …; "" for anonymous memory
}

// Size is in bytes.
func (m Mapping) Size() uint64 { return uint64(m.End - m.Start) }

// ParseMaps reads the form of /proc/self/maps; lines that it does not
// understand are left out.
func ParseMaps(r io.Reader) ([]Mapping, error) {
	var maps []Mapping
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if m, ok := parseMapping(lines.Text()); ok {
			maps = append(maps, m)
		}
	}
	return maps, lines.Err()
}

// OwnMapping is the mapping of this process that covers addr.
func OwnMapping(addr uintptr) (Mapping, bool) {
	if !mem.Mapped(addr) {
		return Mapping{}, false
	}
	m, ok, err := mem.FindMapping(addr, false)
	if err != nil {
		return readMapping(addr)
	}
	return Mapping{Address(m.Start), Address(m.End), permissions(m), Address(m.Offset), m.Path}, ok
}

func permissions(m mem.Mapping) string {
	perms := []byte("---p")
	for i, set := range [...]bool{m.Read, m.Write, m.Execute, m.Share} {
		if set {
			perms[i] = "rwxs"[i]
		}
	}
	return string(perms)
}

// readMapping is OwnMapping where the kernel has no quicker way: with thousands of
// mappings it takes milliseconds.
func readMapping(addr uintptr) (Mapping, bool) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return Mapping{}, false
	}
	defer f.Close()
	maps, _ := ParseMaps(f)
	return MappingAt(maps, addr)
}

// BesideMapping is the accessible mapping of this process that is closest to addr,
// where nobody can access anything, and less than 64 KB away.
func BesideMapping(addr uintptr) (Mapping, bool) {
	if addr>>47 != 0 {
		return Mapping{}, false
	}
	start, end := hole(addr)
	toBelow, toAbove := addr-start, end-addr
	if toBelow < nearby && toBelow <= toAbove {
		if m, ok := accessible(start - 1); ok {
			return m, true
		}
	}
	if toAbove < nearby {
		if m, ok := accessible(end); ok {
			return m, true
		}
	}
	if toBelow < nearby {
		return accessible(start - 1)
	}
	return Mapping{}, false
}

const nearby = 64 << 10

// hole is the surroundings of addr without access: its mapping, or what lies between
// two, as far as they are nearby.
func hole(addr uintptr) (start, end uintptr) {
	start, end = addr-min(addr, nearby), addr+nearby
	for from := start; ; from = start {
		m, ok, err := mem.FindMapping(from, true)
		switch {
		case err != nil:
			return probeHole(addr)
		case !ok:
			return start, end
		case m.Start > addr:
			return start, min(end, m.Start)
		case m.End > addr:
			return m.Start, m.End
		}
		start = m.End
	}
}

// probeHole is hole where the kernel cannot tell, a page at a time.
func probeHole(addr uintptr) (start, end uintptr) {
	if m, ok := OwnMapping(addr); ok {
		return uintptr(m.Start), uintptr(m.End)
	}
	start = addr &^ (pageSize - 1)
	end = start + pageSize
	for addr-start < nearby && start > 0 && !mem.Mapped(start-1) {
		start -= pageSize
	}
	for end-addr < nearby && !mem.Mapped(end) {
		end += pageSize
	}
	return start, end
}

func accessible(addr uintptr) (m Mapping, ok bool) {
	m, ok = OwnMapping(addr)
	return m, ok && !strings.HasPrefix(m.Perms, "---")
}

// parseMapping reads `start-end perms offset device inode path`.
func parseMapping(line string) (m Mapping, ok bool) {
	var words [5]string
	for i := range words {
		words[i], line, _ = strings.Cut(strings.TrimLeft(line, " "), " ")
	}
	from, to, ok := strings.Cut(words[0], "-")
	if !ok {
		return m, false
	}
	start, err1 := strconv.ParseUint(from, 16, 64)
	end, err2 := strconv.ParseUint(to, 16, 64)
	offset, err3 := strconv.ParseUint(words[2], 16, 64)
	if err1 != nil || err2 != nil || err3 != nil || end < start {
		return m, false
	}
	return Mapping{Address(start), Address(end), words[1], Address(offset), strings.TrimLeft(line, " ")}, true
}

// NewMaps shows the mappings whose path, or its last element, matches; nil
// matches all.
func NewMaps(maps []Mapping, match func(string) bool) *Maps {
	v := &Maps{View: "maps", Mappings: []Mapping{}}
	for _, m := range maps {
		if match == nil || match(m.Path) || match(path.Base(m.Path)) {
			v.Mappings = append(v.Mappings, m)
		}
	}
	return v
}

// MappingAt is the mapping that an address lies in; maps are sorted, as the
// kernel lists them.
func MappingAt(maps []Mapping, addr uintptr) (Mapping, bool) {
	i, ok := slices.BinarySearchFunc(maps, Address(addr), func(m Mapping, a Address) int {
		switch {
		case m.End <= a:
			return -1
		case m.Start > a:
			return 1
		}
		return 0
	})
	if !ok {
		return Mapping{}, false
	}
	return maps[i], true
}

// Text has a line for each mapping: range, permissions, size, offset and path.
func (v *Maps) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, m := range v.Mappings {
		rows = append(rows, []string{m.Start.String() + "-" + m.End.String(), m.Perms, sizeText(m.Size()), m.Offset.String(), m.Path})
	}
	return table(w, width, rows, 2, 3)
}

// sizeText is a size for people: 4K, 1.9M.
func sizeText(n uint64) string {
	if n < 1<<10 {
		return fmt.Sprintf("%dB", n)
	}
	units := "KMGTPE"
	f := float64(n) / 1024
	for f >= 1024 && len(units) > 1 {
		f, units = f/1024, units[1:]
	}
	text := strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
	return text + units[:1]
}
