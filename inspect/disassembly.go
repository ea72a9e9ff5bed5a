package inspect

import (
	"encoding/hex"
	"io"
	"runtime"
	"strings"

	"cshell/objfile"
)

// Disassembly is machine code (:disas).
type Disassembly struct {
	View         string        `json:"view"`
	Function     string        `json:"function,omitempty"`
	Start        Address       `json:"start"`          // of the function, or of what is shown
	Size         int64         `json:"size,omitempty"` // of the function, 0 where it is not known
	Instructions []Instruction `json:"instructions"`
	More         int64         `json:"more,omitempty"` // bytes of the function that are not shown
	Unreadable   *Address      `json:"unreadable,omitempty"`
}

// Instruction is one instruction with what it refers to.
type Instruction struct {
	Address Address `json:"address"`
	Offset  int64   `json:"offset"` // from Start
	Hex     string  `json:"bytes"`
	Text    string  `json:"text"`
	// Refers is the address of a call, jump or operand relative to the
	// instruction, Name what it is called.
	Refers *Address `json:"refers,omitempty"`
	Name   string   `json:"name,omitempty"`
}

// Code is a function, or a place in it, to disassemble.
type Code struct {
	Name  string  // "" where none is known
	Start uintptr // of the function
	Size  int64   // 0 where it is not known
	Count int     // instructions that are wanted, 0: all of the function
	Stub  bool    // ends with its first jump
}

// unboundedCode is where the search for the end of a function gives up, bytes.
const unboundedCode = 1 << 16

// Disassemble decodes from addr to the end of the function. Where its size is
// not known the function ends behind what leaves it, unless a branch leads
// farther.
func (p *Printer) Disassemble(addr uintptr, c Code) *Disassembly {
	if c.Start == 0 {
		c.Start = addr
	}
	d := &Disassembly{View: "disas", Function: c.Name, Start: Address(c.Start), Size: c.Size, Instructions: []Instruction{}}
	limit := c.Count
	if limit == 0 {
		limit = p.Limit
	}
	end, farthest := c.Start+uintptr(c.Size), uint64(0)
	if c.Size == 0 || c.Count > 0 {
		end = addr + unboundedCode
	}
	for addr < end {
		if limit > 0 && len(d.Instructions) == limit {
			d.cut(addr, c)
			break
		}
		code, i := p.decode(addr)
		if i.Len == 0 {
			at := Address(addr)
			d.Unreadable = &at
			break
		}
		d.Instructions = append(d.Instructions, p.instruction(addr, c.Start, code, i))
		addr += uintptr(i.Len)
		if i.Flow == objfile.Branch || i.Flow == objfile.Jump && !c.Stub && i.Target < uint64(addr)+unboundedCode {
			farthest = max(farthest, i.Target)
		}
		leaves := i.Flow == objfile.Leave || i.Flow == objfile.Jump
		if c.Size == 0 && c.Count == 0 && leaves && farthest < uint64(addr) {
			break
		}
	}
	return d
}

// cut notes what is left of a function that was to be shown as a whole.
func (d *Disassembly) cut(addr uintptr, c Code) {
	if c.Size > 0 && c.Count == 0 {
		d.More = int64(c.Start) + c.Size - int64(addr)
	}
}

// decode reads one instruction; its length is 0 where memory cannot be read.
func (p *Printer) decode(addr uintptr) (code []byte, i objfile.Instruction) {
	code = make([]byte, objfile.LongestInstruction)
	n := p.Memory.Read(addr, code)
	if n == 0 {
		return nil, i
	}
	i = objfile.Decode(runtime.GOARCH, code[:n], uint64(addr))
	return code[:i.Len], i
}

func (p *Printer) instruction(addr, start uintptr, code []byte, i objfile.Instruction) Instruction {
	line := Instruction{
		Address: Address(addr), Offset: int64(addr) - int64(start),
		Hex: hex.EncodeToString(code), Text: i.Text,
	}
	refers := i.Target
	if refers == 0 {
		refers = i.Data
	}
	if refers == 0 {
		return line
	}
	a := Address(refers)
	line.Refers, line.Name = &a, p.where(uintptr(refers))
	if i.Target != 0 {
		if stub := p.stub(uintptr(i.Target)); stub != "" {
			line.Name = stub
		}
	} else if slot := p.slot(uintptr(i.Data)); slot != "" && line.Name == "" {
		line.Name = slot
	}
	return line
}

// stub is the function that a stub of the procedure linkage table leads to:
// `<puts@plt in libc.so.6>`; "" for any other code.
func (p *Printer) stub(addr uintptr) string {
	_, i := p.decode(addr)
	if i.Text == "endbr64" {
		_, i = p.decode(addr + uintptr(i.Len))
	}
	if i.Flow != objfile.Jump || i.Data == 0 {
		return ""
	}
	return p.slotName(uintptr(i.Data), "", "@plt")
}

// slot is what a slot of the global offset table holds: `<&stdout in libc.so.6>`.
func (p *Printer) slot(addr uintptr) string { return p.slotName(addr, "&", "") }

// slotName names what the pointer at an address points to, with something
// before and behind the name proper.
func (p *Printer) slotName(addr uintptr, before, behind string) string {
	word := make([]byte, pointerSize)
	if p.Memory.Read(addr, word) < pointerSize {
		return ""
	}
	name := p.where(addressIn(word))
	if len(name) < 2 {
		return ""
	}
	name, library, _ := strings.Cut(name[1:len(name)-1], " in ")
	if library != "" {
		library = " in " + library
	}
	return "<" + before + name + behind + library + ">"
}

// line is the text with what it refers to, as gdb has it: behind # for an
// operand.
func (i Instruction) line() string {
	switch {
	case i.Refers == nil:
		return i.Text
	case i.isBranch():
		return joinBlank(i.Text, i.Name)
	}
	return i.Text + "        # " + joinBlank(i.Refers.String(), i.Name)
}

// isBranch says that the address is in the text already.
func (i Instruction) isBranch() bool {
	tail := i.Refers.String()
	return len(i.Text) >= len(tail) && i.Text[len(i.Text)-len(tail):] == tail
}

func joinBlank(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

// Text has the form of gdb's disassemble /r.
func (d *Disassembly) Text(w io.Writer, _ int) error {
	t := textWriter{w: w}
	if d.Function != "" {
		t.printf("%s:\n", d.Function)
	}
	for _, i := range d.Instructions {
		t.printf("   %s <+%d>:\t%-21s\t%s\n", i.Address, i.Offset, spacedPairs(i.Hex), i.line())
	}
	if d.Unreadable != nil {
		t.printf("   %s\n", unreadableAt(uintptr(*d.Unreadable)))
	}
	if d.More > 0 {
		t.printf("… %s more\n", countBytes(d.More))
	}
	return t.err
}

// spacedPairs puts blanks between the bytes of hex digits.
func spacedPairs(digits string) string {
	b, _ := hex.DecodeString(digits) // made by EncodeToString
	return spacedHex(b)
}
