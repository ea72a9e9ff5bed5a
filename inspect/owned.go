package inspect

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"cshell/native/mem"
)

// Owned is the memory that the shell owns (:mem).
type Owned struct {
	View   string       `json:"view"`
	Blocks []OwnedBlock `json:"blocks"`
	Total  int64        `json:"total"` // bytes
	Plain  bool         `json:"-"`     // draw the bars with what any terminal has
}

// OwnedBlock is one block that is not freed.
type OwnedBlock struct {
	Address Address `json:"address"`
	Size    int64   `json:"size"`
	Type    string  `json:"type"`
	Name    string  `json:"name,omitempty"`
	Text    string  `json:"text,omitempty"` // of a string literal
	Born    string  `json:"born,omitempty"` // where it was made: "<stdin>:3"
	Guarded bool    `json:"guarded"`        // a guard page follows
}

// NewOwned lists the blocks that are alive.
func NewOwned(blocks iter.Seq[*mem.Block]) *Owned {
	v := &Owned{View: "mem", Blocks: []OwnedBlock{}}
	for b := range blocks {
		if b.Freed {
			continue
		}
		v.Blocks = append(v.Blocks, OwnedBlock{Address(b.Addr), b.Size, b.Type, b.Name, literalText(b), b.Born, b.Guarded})
		v.Total += b.Size
	}
	return v
}

// barWidth is the length, in characters, of the bar of a block that is all.
const barWidth = 24

// bar draws a share of the total in eighths of a character.
func (v *Owned) bar(size int64) string {
	eighths := int(8 * barWidth * float64(size) / float64(max(v.Total, 1)))
	if v.Plain {
		return strings.Repeat("#", max(eighths/8, min(1, int(size))))
	}
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 || eighths == 0 && size > 0 {
		bar += string([]rune("▏▎▍▌▋▊▉")[max(rest-1, 0)])
	}
	return bar
}

// Text has a line for each block, with a bar for its share, and one for the
// total.
func (v *Owned) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, b := range v.Blocks {
		name := b.Name
		if b.Text != "" {
			name = Literal(b.Text)
		}
		rows = append(rows, []string{b.Address.String(), countBytes(b.Size), v.bar(b.Size), b.Type, name, b.Born})
	}
	if err := table(w, width, rows, 1); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s, %s\n", countOf(int64(len(v.Blocks)), "block"), countBytes(v.Total))
	return err
}
