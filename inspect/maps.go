package inspect

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
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
