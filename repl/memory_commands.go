package repl

import (
	"os"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
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
	return 0, 0, call.errorf(diag.Type, "%s has no address", described(v))
}

// noValue is the error of a type, library or list in the place of a C value.
func (i *invocation) noValue(v eval.Value) error {
	e := i.errorf(diag.Type, "expected a C value, found %s", described(v))
	switch described(v) {
	case "a type":
		return e.WithHint("`:layout %s` shows a type", i.text)
	case "a library":
		return e.WithHint("`:info %s` shows a library", i.text)
	}
	return e
}

// described is what kind of thing a value is that is not of C.
func described(v eval.Value) string {
	switch {
	case v.IsVoid():
		return "void"
	case v.Object != nil:
		return "a " + v.Type.String()
	}
	return v.Type.String()
}

// dump is :dump EXPR [LEN].
func (s *Shell) dump(call *invocation) error {
	at, lenAt := s.splitLast(call.at)
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
	view := inspect.NewDump(s.memory(), addr, size)
	view.Color = s.Color
	if s.Color || s.JSON {
		maps, err := s.mappings(call)
		if err != nil {
			return err
		}
		view.MarkPointers(s.Session.Places(maps), s.Session.Printer().Symbol)
	}
	return s.show(view)
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

func (s *Shell) mem(*invocation) error {
	view := inspect.NewOwned(s.Session.Blocks())
	view.Plain = plainTerminal()
	return s.show(view)
}

// time is :time EXPR [--once] [--repeat].
func (s *Shell) time(call *invocation) error {
	given, err := call.takeOptions("once", "repeat")
	if err != nil {
		return err
	}
	often := lang.AsSafe
	if _, ok := given["repeat"]; ok {
		often = lang.Often
	}
	if _, ok := given["once"]; ok {
		often = lang.Once
	}
	view, err := s.Session.Time(call.at, often)
	if err != nil {
		return err
	}
	return s.show(view)
}

// examined is where the last :x ended, and how it read.
type examined struct {
	spec inspect.ExamineSpec
	next uintptr
	elem ctypes.Type
	any  bool // there was one
}

// examine is :x/NFU EXPR; without EXPR it goes on where the last one stopped.
func (s *Shell) examine(call *invocation) error {
	spec, err := inspect.ParseExamineSpec(call.format)
	if err != nil {
		return call.errorf(diag.Syntax, "%s", err)
	}
	if call.text == "" {
		if !s.examined.any {
			return call.usageError()
		}
		return s.examineAt(s.examined.next, s.examined.spec.Again(call.format, spec), s.examined.elem)
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
	return s.examineAt(addr, spec, elementOf(v.Type))
}

func (s *Shell) examineAt(addr uintptr, spec inspect.ExamineSpec, elem ctypes.Type) error {
	view := s.printer().Examine(addr, spec, elem)
	s.examined = examined{spec, uintptr(view.Next), elem, true}
	return s.show(view)
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

// mappings is the process's memory map, with all libraries in it.
func (s *Shell) mappings(call *invocation) ([]inspect.Mapping, error) {
	if err := s.Session.Ready(); err != nil {
		return nil, err
	}
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
	match, err := s.mappingMatch(call, call.text)
	if err != nil {
		return err
	}
	return s.show(inspect.NewMaps(maps, match))
}

// mappingMatch is a glob of mappings. [stack] is a name.
func (s *Shell) mappingMatch(call *invocation, pattern string) (func(string) bool, error) {
	if strings.HasPrefix(pattern, "[") && strings.HasSuffix(pattern, "]") {
		return func(name string) bool { return name == pattern }, nil
	}
	return s.glob(call, pattern)
}

// glob is the match of a pattern; nil, which matches all, for none.
func (s *Shell) glob(call *invocation, pattern string) (func(string) bool, error) {
	match, err := namesMatching(call, pattern)
	if match == nil || err != nil {
		return nil, err
	}
	return stepping(s.checkStopped, match), nil
}

// namesMatching is the match for what outlives the command.
func namesMatching(call *invocation, pattern string) (func(string) bool, error) {
	if pattern == "" {
		return nil, nil
	}
	match, err := inspect.Glob(pattern)
	if err != nil {
		return nil, call.errorf(diag.Syntax, "%s", err)
	}
	return match, nil
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
		return call.noValue(v)
	}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	return s.show(s.printer().Inspect(object, s.Session.Places(maps)))
}
