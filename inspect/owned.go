package inspect

import (
	"fmt"
	"io"
	"iter"

	"cshell/native/mem"
)

// Owned is the memory that the shell owns (:mem).
type Owned struct {
	View   string       `json:"view"`
	Blocks []OwnedBlock `json:"blocks"`
	Total  int64        `json:"total"` // bytes
}

// OwnedBlock is one block that is not freed.
type OwnedBlock struct {
	Address Address `json:"address"`
	Size    int64   `json:"size"`
	Type    string  `json:"type"`
	Name    string  `json:"name,omitempty"`
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
		v.Blocks = append(v.Blocks, OwnedBlock{Address(b.Addr), b.Size, b.Type, b.Name, b.Born, b.Guarded})
		v.Total += b.Size
	}
	return v
}

// Text has a line for each block and one for the total.
func (v *Owned) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, b := range v.Blocks {
		rows = append(rows, []string{b.Address.String(), countBytes(b.Size), b.Type, b.Name, b.Born})
	}
	if err := table(w, width, rows, 1); err != nil {
		return err
	}
	blocks := "1 block"
	if n := len(v.Blocks); n != 1 {
		blocks = fmt.Sprintf("%d blocks", n)
	}
	_, err := fmt.Fprintf(w, "%s, %s\n", blocks, countBytes(v.Total))
	return err
}
