package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cshell/display"
)

// Kind is what e.kind shows in a catch block. There are no others.
type Kind string

// The kinds of error.
const (
	Syntax     Kind = "syntax"
	Name       Kind = "name"       // unknown name
	Type       Kind = "type"       // wrong type, number of arguments, constant or format
	Bounds     Kind = "bounds"     // outside owned memory
	Memory     Kind = "memory"     // unreadable address, use after del or free
	Arithmetic Kind = "arithmetic" // division by zero, shift out of range
	Fault      Kind = "fault"      // a signal in foreign code
	Exit       Kind = "exit"       // foreign code called exit
	Interrupt  Kind = "interrupt"
	Load       Kind = "load"   // library or header
	Symbol     Kind = "symbol" // lib.name: no such export
	Assert     Kind = "assert"
	Limit      Kind = "limit" // nesting, recursion
	IO         Kind = "io"    // script or file
)

// Error is the one error that users see. Message is lower case, without a
// full stop, and says what was found and what was wanted, types in C spelling.
type Error struct {
	Span    Span
	Kind    Kind
	Message string
	Hint    string // a line of help: `did you mean "strlen"?`

	// Incomplete marks a syntax error that more text could cure.
	Incomplete bool

	Cause error // what a lower room knows about it, for who can say more; or nil

	// What a fault or exit adds; see language.md, section 7.
	Signal   string // "SIGSEGV", empty where it does not apply
	Address  *uint64
	Function string
	Block    string // what the address belongs to: char[16] 'buf'
	Status   *int
	Calls    []string // the calls that led to it in C, the innermost first
}

// Errorf makes an error of a kind at a place.
func Errorf(at Span, kind Kind, format string, args ...any) *Error {
	return &Error{Span: at, Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// WithHint adds a line of help and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Error is the message with its place, on one line.
func (e *Error) Error() string {
	if e.Span.Src == nil {
		return "error: " + e.Message
	}
	return e.Span.String() + ": error: " + e.Message
}

// Render is what a terminal shows: the message, the source line, a caret under
// the span and the hint, each line ended.
func (e *Error) Render() string {
	var b strings.Builder
	b.WriteString(e.Error() + "\n")
	if e.Span.Src != nil {
		line, offset := around(e.Span.Line())
		fmt.Fprintf(&b, "  %s\n  %s\n", line, underline(line, offset, e.Span.End-e.Span.Start))
	}
	for _, call := range e.Calls {
		b.WriteString("  called by " + call + "\n")
	}
	if e.Hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", e.Hint)
	}
	return b.String()
}

// shownLine is how many bytes of a source line stand in an error: of a longer
// one (a table, generated code) only what is around the caret helps.
const shownLine = 400

// around cuts a line down to shownLine bytes around an offset, with … for what
// is left out.
func around(line string, offset int) (string, int) {
	if len(line) <= shownLine {
		return line, offset
	}
	from := max(0, min(offset-shownLine/2, len(line)-shownLine))
	to := from + shownLine
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	cut, offset := line[from:to], offset-from
	if from > 0 {
		cut, offset = "…"+cut, offset+len("…")
	}
	if to < len(line) {
		cut += "…"
	}
	return cut, offset
}

// underline puts ^~~~ under length bytes at offset, as wide as a terminal shows
// them: a Chinese character takes two columns, an accent none. Tabs before the
// caret are kept, since where they stop is the terminal's to say.
func underline(line string, offset, length int) string {
	offset = min(offset, len(line))
	marked := line[offset:min(offset+max(length, 1), len(line))]
	var b strings.Builder
	for i, part := range strings.Split(line[:offset], "\t") {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(strings.Repeat(" ", display.Width(part)))
	}
	b.WriteByte('^')
	b.WriteString(strings.Repeat("~", max(display.Width(marked)-1, 0)))
	return b.String()
}
