package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// View is what a command shows: a struct whose JSON tags are its machine form
// (the first key is "view") and which can write itself as text.
type View interface {
	// Text writes lines for a terminal width columns wide; 0 is no limit.
	Text(w io.Writer, width int) error
}

// WriteJSON writes a view as one line.
func WriteJSON(w io.Writer, v View) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// marshal is json.Marshal that leaves < > & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// textWriter writes until the first error.
type textWriter struct {
	w   io.Writer
	err error
}

func (t *textWriter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// Address is an address that JSON has as "0x…".
type Address uintptr

func (a Address) String() string { return hexAddress(uintptr(a)) }

// MarshalJSON is the address as a string.
func (a Address) MarshalJSON() ([]byte, error) { return []byte(`"` + a.String() + `"`), nil }

// Glob compiles a pattern of * ? [ ] that must match all of a name. Slashes
// are ordinary characters.
func Glob(pattern string) (match func(name string) bool, err error) {
	var re strings.Builder
	re.WriteString("(?s)^")
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '*':
			re.WriteString(".*")
		case '?':
			re.WriteByte('.')
		case '[':
			set, length := globSet(pattern[i:])
			re.WriteString(set)
			i += length - 1
		default:
			re.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	re.WriteByte('$')
	compiled, err := regexp.Compile(re.String())
	if err != nil {
		return nil, &PatternError{pattern}
	}
	return compiled.MatchString, nil
}

// globSet is the regular expression for the [set] at the head of a pattern and
// the set's length; a [ without its ] stands for itself.
func globSet(pattern string) (re string, length int) {
	end := strings.IndexByte(pattern[min(2, len(pattern)):], ']')
	if end < 0 {
		return `\[`, 1
	}
	end += 2
	set := pattern[1:end]
	negated := set[0] == '!' || set[0] == '^'
	if negated {
		set = set[1:]
	}
	set = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `^`, `\^`, `]`, `\]`).Replace(set)
	if negated {
		set = "^" + set
	}
	return "[" + set + "]", end + 1
}

// PatternError says that a glob pattern cannot be read.
type PatternError struct{ Pattern string }

func (e *PatternError) Error() string { return "cannot read the pattern " + e.Pattern }
