package inspect

import (
	"strings"

	"cshell/ctypes"
	"cshell/display"
)

// At a terminal a value that is too wide for it is broken into rows, as gdb's
// `set print pretty` does: a row for each member of a struct and each element
// that has braces of its own. Parts that fit stay on one row.

// rowIndent is how far braces move what is in them.
const rowIndent = "  "

// fitted writes an aggregate in one row, if it fits; what is to be written
// afterwards behind it, a comma or brace, has room too.
func (w *valueWriter) fitted(o Object) bool {
	trial := &valueWriter{p: w.p, limit: w.limit, left: w.left, arrays: w.arrays, depth: w.depth}
	trial.value(o)
	text := trial.b.String()
	if w.column()+display.Width(text)+1 > w.width {
		return false
	}
	w.b.WriteString(text)
	w.left = trial.left
	return true
}

// column is how much of the row has been written.
func (w *valueWriter) column() int {
	text := w.b.String()
	if at := strings.LastIndexByte(text, '\n'); at >= 0 {
		return display.Width(text[at+1:])
	}
	return w.start + display.Width(text)
}

// hasRows says whether a value of the type is broken into rows: a struct, a
// union, and an array of what has braces.
func hasRows(t ctypes.Type) bool {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		return t.Complete()
	case *ctypes.Array:
		return hasBraces(t.Elem)
	}
	return false
}

func hasBraces(t ctypes.Type) bool {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Record, *ctypes.Vector:
		return true
	case *ctypes.Array:
		return !isTextArray(t)
	}
	return false
}

// row begins a row for a member or element.
func (w *valueWriter) row() { w.b.WriteString("\n" + strings.Repeat(rowIndent, w.depth)) }
