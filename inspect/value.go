// Package inspect shows what there is: values, types, memory, symbols. Every
// view is data first (a struct with JSON tags) and text second; nothing here
// writes to a terminal or changes what it shows.
package inspect

import (
	"io"

	"cshell/ctypes"
)

// Memory reads memory that may be unmapped.
type Memory interface {
	// Read copies from addr into the buffer; n is how much was readable.
	Read(addr uintptr, into []byte) (n int)
}

// Object is a value to show: its type and object bytes. Addr is where it lies,
// 0 for nowhere; of a function it is the function. Bytes may be shorter than
// the type is: the rest counts as unreadable.
type Object struct {
	Type  ctypes.Type
	Bytes []byte
	Addr  uintptr
}

// Printer spells values as language.md, section 10, has it.
type Printer struct {
	// Memory is what char * and wide strings are read from; nil follows none.
	Memory Memory
	// Symbol says what an address is called, brackets included:
	// "<puts in libc.so.6>", "<arr+4>"; "" for nothing. May be nil.
	Symbol func(addr uintptr) string
	// Limit is how many elements or characters an echo shows; 0 is all.
	Limit int
}

// TypeName is what stands in the parentheses of an echo. A function shows as
// the pointer that it decays to.
func TypeName(t ctypes.Type) string {
	return t.String()
}

// Echo is the VALUE part of `$N = (TYPE) VALUE`, cut at Limit.
func (p *Printer) Echo(o Object) string { return "" }

// Plain is what print shows, never cut. Bytes (unsigned char[n]) differ when
// they are all that is printed: alone gives `78 79`, else `{0x78, 0x79}`.
func (p *Printer) Plain(o Object, alone bool) string { return "" }

// JSON writes the value: integers exact, structs objects, arrays arrays, text
// arrays strings, pointers "0x…", null pointers null. Nothing is cut.
func (p *Printer) JSON(w io.Writer, o Object) {}

// Text is what a char * or wide string pointer points to, for the "text" that
// JSON adds beside "value"; ok is false for any other object and for NULL.
func (p *Printer) Text(o Object) (text string, ok bool) { return "", false }
