package inspect

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
)

// ByteSearch is where a pattern lies in memory (:find-bytes).
type ByteSearch struct {
	View     string      `json:"view"`
	Pattern  string      `json:"pattern"`  // hex
	Searched int64       `json:"searched"` // bytes that could be read
	Matches  []ByteMatch `json:"matches"`
	Total    int64       `json:"total"` // matches, also those that Matches leaves out
}

// ByteMatch is one place; Offset counts from the start of its range.
type ByteMatch struct {
	Address Address `json:"address"`
	Offset  int64   `json:"offset"`
	Where   string  `json:"where,omitempty"`
	Bytes   string  `json:"bytes"` // from there on, hex
}

// Range is memory from Start up to End.
type Range struct{ Start, End uintptr }

// matchBytes is how many bytes of a match are shown.
const matchBytes = 16

// FindBytes searches ranges, listing at most Limit matches; matches may overlap.
// What cannot be read is skipped. It ends early when stop says so.
func (p *Printer) FindBytes(ranges []Range, pattern []byte, stop func() bool) *ByteSearch {
	v := &ByteSearch{View: "find-bytes", Pattern: hex.EncodeToString(pattern), Matches: []ByteMatch{}}
	if len(pattern) == 0 {
		return v
	}
	buffer := make([]byte, max(largeRead, 2*len(pattern)))
	for _, r := range ranges {
		v.search(p, r, pattern, buffer, stop)
	}
	return v
}

func (v *ByteSearch) search(p *Printer, r Range, pattern, buffer []byte, stop func() bool) {
	kept := 0 // bytes at the start of the buffer that lie before at
	for at := r.Start; at < r.End && !stop(); {
		want := min(uintptr(len(buffer)-kept), r.End-at)
		n := p.Memory.Read(at, buffer[kept:kept+int(want)])
		if n <= 0 {
			kept = 0
			next := (at/pageSize + 1) * pageSize
			if next < at {
				return
			}
			at = next
			continue
		}
		v.Searched += int64(n)
		have := buffer[:kept+n]
		v.matches(p, have, pattern, at-uintptr(kept), r.Start, stop)
		at += uintptr(n)
		kept = copy(buffer, have[max(len(have)-len(pattern)+1, 0):])
	}
}

// matches notes those in text, which lies at addr.
func (v *ByteSearch) matches(p *Printer, text, pattern []byte, addr, start uintptr, stop func() bool) {
	for at := 0; !stop(); at++ {
		next := bytes.Index(text[at:], pattern)
		if next < 0 {
			return
		}
		at += next
		v.Total++
		if p.Limit > 0 && len(v.Matches) >= p.Limit {
			continue
		}
		here := addr + uintptr(at)
		shown := make([]byte, max(matchBytes, min(len(pattern), 2*matchBytes)))
		shown = shown[:max(p.Memory.Read(here, shown), 0)]
		v.Matches = append(v.Matches, ByteMatch{Address(here), int64(here - start), p.where(here), hex.EncodeToString(shown)})
	}
}

// Text has a line for each match.
func (v *ByteSearch) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, m := range v.Matches {
		raw, _ := hex.DecodeString(m.Bytes) // made by EncodeToString
		rows = append(rows, []string{m.Address.String(), fmt.Sprintf("+0x%x", m.Offset), m.Where, spacedHex(raw), "|" + printable(raw) + "|"})
	}
	if err := table(w, width, rows, 1); err != nil {
		return err
	}
	t := textWriter{w: w}
	if more := v.Total - int64(len(v.Matches)); more > 0 {
		t.printf("… %d more\n", more)
	}
	matches := "1 match"
	if v.Total != 1 {
		matches = fmt.Sprintf("%d matches", v.Total)
	}
	t.printf("%s in %s\n", matches, countBytes(v.Searched))
	return t.err
}
