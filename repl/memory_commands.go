package repl

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/eval"
)

// dumpLength is what :dump shows of memory whose extent is not known.
const dumpLength = 128

// target is the memory that a value stands for: a pointer or function what it
// points to, an object in memory itself, any other integer the address that it
// is. size is -1 where the extent is not known.
func (s *Shell) target(call *invocation, v eval.Value, place uintptr) (addr uintptr, size int64, err error) {
	if addr, size, ok := v.Memory(); ok {
		return addr, size, nil
	}
	switch {
	case v.IsVoid():
	case ctypes.IsFunc(v.Type):
		return uintptr(v.Uint()), -1, nil
	case ctypes.IsPointer(v.Type):
		addr = uintptr(v.Uint())
		return addr, s.Session.RestOfBlock(addr), nil
	case place != 0:
		return place, v.Type.Size(), nil
	case ctypes.IsInteger(v.Type):
		return uintptr(v.Uint()), -1, nil
	}
	return 0, 0, call.errorf(diag.Type, "the value has no address")
}

// dump is :dump EXPR [LEN].
func (s *Shell) dump(call *invocation) error {
	at, lenAt := s.splitLength(call.at)
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return err
	}
	addr, size, err := s.target(call, v, place)
	if err != nil {
		return err
	}
	if size < 0 {
		size = dumpLength
	}
	if lenAt.Src != nil {
		if size, err = s.number(lenAt, "the length must be a number of bytes"); err != nil {
			return err
		}
	}
	return s.show(inspect.NewDump(s.memory(), addr, size))
}

// number evaluates an argument that must not be negative.
func (s *Shell) number(at diag.Span, otherwise string) (int64, error) {
	n, _, err := s.Session.Eval(at)
	if err != nil {
		return 0, err
	}
	if n.IsVoid() || !ctypes.IsInteger(n.Type) || n.Int() < 0 {
		return 0, diag.Errorf(at, diag.Type, "%s", otherwise)
	}
	return n.Int(), nil
}

// splitLength splits "EXPR LEN" at the last blank where both sides can be
// parsed, unless the whole is an expression.
func (s *Shell) splitLength(at diag.Span) (expr, length diag.Span) {
	if s.parses(at) {
		return at, diag.Span{}
	}
	text := at.Text()
	for i := strings.LastIndexAny(text, " \t"); i > 0; i = strings.LastIndexAny(text[:i], " \t") {
		expr, length = at, at
		expr.End = at.Start + len(strings.TrimRight(text[:i], " \t"))
		length.Start = at.Start + i + 1
		if s.parses(expr) && s.parses(length) {
			return expr, length
		}
	}
	return at, diag.Span{}
}

func (s *Shell) parses(at diag.Span) bool {
	_, err := s.Session.Parse(at)
	return err == nil
}

func (s *Shell) mem(*invocation) error {
	return s.show(inspect.NewOwned(s.Session.Blocks()))
}

// timing is the view of :time.
type timing struct {
	View        string        `json:"view"`
	Nanoseconds time.Duration `json:"nanoseconds"`
}

// Text writes the time with a fitting unit.
func (t *timing) Text(w io.Writer, _ int) error {
	_, err := fmt.Fprintln(w, t.Nanoseconds)
	return err
}

func (s *Shell) time(call *invocation) error {
	took, err := s.Session.Time(call.at)
	if err != nil {
		return err
	}
	return s.show(&timing{"time", took})
}

// examine is :x/NFU EXPR.
func (s *Shell) examine(call *invocation) error {
	spec, err := inspect.ParseExamineSpec(call.format)
	if err != nil {
		return call.errorf(diag.Syntax, "%s", err)
	}
	v, place, err := s.Session.Eval(call.at)
	if err != nil {
		return err
	}
	if place != 0 && ctypes.IsInteger(v.Type) {
		place = 0 // as in gdb, an integer is the address
	}
	addr, _, err := s.target(call, v, place)
	if err != nil {
		return err
	}
	return s.show(s.printer().Examine(addr, spec, elementOf(v.Type)))
}

// elementOf is what a pointer or array has in it, or nil.
func elementOf(t ctypes.Type) ctypes.Type {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Pointer:
		return t.Elem
	case *ctypes.Array:
		return t.Elem
	}
	return nil
}

// mappings is the process's memory map.
func (s *Shell) mappings(call *invocation) ([]inspect.Mapping, error) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return nil, call.errorf(diag.IO, "the memory map cannot be read: %s", cause(err))
	}
	defer f.Close()
	return inspect.ParseMaps(f)
}

func (s *Shell) maps(call *invocation) error {
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	match, err := s.glob(call, call.text)
	if err != nil {
		return err
	}
	if strings.HasPrefix(call.text, "[") && strings.HasSuffix(call.text, "]") { // [stack] is a name
		match = func(name string) bool { return name == call.text }
	}
	return s.show(inspect.NewMaps(maps, match))
}

// glob is the match of a pattern; nil, which matches all, for none.
func (s *Shell) glob(call *invocation, pattern string) (func(string) bool, error) {
	if pattern == "" {
		return nil, nil
	}
	match, err := inspect.Glob(pattern)
	if err != nil {
		return nil, call.errorf(diag.Syntax, "%s", err)
	}
	return stoppable(s, match), nil
}

// where is :where EXPR.
func (s *Shell) where(call *invocation) error {
	v, place, err := s.Session.Eval(call.at)
	if err != nil {
		return err
	}
	addr, _, err := s.target(call, v, place)
	if err != nil {
		return err
	}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	return s.show(s.Session.Places(maps).Where(addr))
}

// inspect is :inspect EXPR.
func (s *Shell) inspect(call *invocation) error {
	v, place, err := s.Session.Eval(call.at)
	if err != nil {
		return err
	}
	object, ok := s.Session.Inspectable(v, place)
	if !ok {
		return call.errorf(diag.Type, "this is no C value")
	}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	return s.show(s.printer().Inspect(object, s.Session.Places(maps)))
}
