package syntax

import (
	"errors"
	"io"
	"strings"

	"cshell/cdecl"
	"cshell/diag"
)

// Incomplete says whether src, an entry at the prompt, could become valid with
// more lines. Statements are only read, but what they declare counts for those
// behind them.
//
// It is asked again for each line of a growing entry. So that the work stays
// linear in the lines, an entry with open brackets is parsed only when it has
// few lines, or twice as many as at the last time.
func Incomplete(src *diag.Source, names Names) bool {
	lines := strings.Count(src.Text, "\n")
	if lines > 16 && lines&(lines-1) != 0 && openBrackets(src) {
		return true
	}
	r := newReader(src, 0, names, true)
	for {
		_, err := r.Next()
		if errors.Is(err, io.EOF) {
			return false
		}
		var e *diag.Error
		if errors.As(err, &e) {
			return e.Incomplete
		}
	}
}

// TakesBody says whether src, an entry at the prompt, ends with the header of a
// function: a prototype without its semicolon, so that the next entry may be the
// body.
func TakesBody(src *diag.Source, names Names) bool {
	if !strings.HasSuffix(strings.TrimRight(src.Text, " \t\r\n"), ")") {
		return false
	}
	r := newReader(src, 0, names, true)
	var last Stmt
	for {
		s, err := r.Next()
		if err != nil {
			return errors.Is(err, io.EOF) && isPrototype(last)
		}
		last = s
	}
}

// openBrackets says whether more brackets open than close in src.
func openBrackets(src *diag.Source) bool {
	s := cdecl.NewScanner(src)
	for depth := 0; ; {
		t := s.Next()
		if t.Kind == cdecl.EOF {
			return depth > 0
		}
		depth = max(depth+nesting(t), 0)
	}
}
