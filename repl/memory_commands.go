package repl

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
	"cshell/lang/check"
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

// findBytes is :find-bytes RANGE PATTERN.
func (s *Shell) findBytes(call *invocation) error {
	for _, i := range blanksIn(call.text) {
		left, right := call.at, call.at
		left.End = left.Start + len(strings.TrimRight(call.text[:i], " \t"))
		right.Start = right.End - len(strings.TrimLeft(call.text[i:], " \t"))
		if !s.isPattern(right) {
			continue
		}
		if !s.parses(left) && !s.namesMemory(left.Text()) {
			continue
		}
		pattern, err := s.pattern(right)
		if err != nil {
			return err
		}
		ranges, err := s.ranges(call, left)
		if err != nil {
			return err
		}
		return s.search(call, ranges, pattern)
	}
	return call.usageError()
}

// blanksIn are the places of blanks in a text.
func blanksIn(text string) (list []int) {
	for i := range len(text) {
		if text[i] == ' ' || text[i] == '\t' {
			list = append(list, i)
		}
	}
	return list
}

func (s *Shell) search(call *invocation, ranges []inspect.Range, pattern []byte) error {
	host, stopped := s.Session.Host(), false
	view := s.Session.Printer().FindBytes(ranges, pattern, func() bool {
		stopped = stopped || host.Interrupted()
		return stopped
	})
	if !stopped {
		return s.show(view)
	}
	host.ClearInterrupt() // so that what was found can be shown
	if err := s.show(view); err != nil {
		return err
	}
	return call.errorf(diag.Interrupt, "interrupted")
}

// hexBytes is a pattern of two digits a byte: 78 9c.
var hexBytes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9a-fA-F]{2}([ \t]+[0-9a-fA-F]{2})*$`)
})

func (s *Shell) isPattern(at diag.Span) bool {
	return hexBytes().MatchString(at.Text()) || s.parses(at)
}

// pattern is the bytes that are looked for: as written, or those of a value; of
// a string literal without its NUL.
func (s *Shell) pattern(at diag.Span) ([]byte, error) {
	if hexBytes().MatchString(at.Text()) {
		return hex.DecodeString(strings.Join(strings.Fields(at.Text()), ""))
	}
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return nil, err
	}
	o, ok := s.Session.Inspectable(v, place)
	if !ok || len(o.Bytes) == 0 {
		return nil, diag.Errorf(at, diag.Type, "this is no value to look for").
			WithHint(`bytes (78 9c), a "text" or a C value such as (short)42`)
	}
	if strings.HasSuffix(at.Text(), `"`) && len(o.Bytes) > int(elementOf(o.Type).Size()) {
		o.Bytes = o.Bytes[:len(o.Bytes)-int(elementOf(o.Type).Size())]
	}
	return o.Bytes, nil
}

// mappingName is what a mapping without a file is called: [heap].
var mappingName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\[[a-z_]+(:[^\]]*)?\]$`)
})

// namesMemory says whether a text that may be no expression means mappings:
// those of a library, or a glob of :maps.
func (s *Shell) namesMemory(text string) bool {
	return s.Session.Library(text) != nil || mappingName().MatchString(text) || strings.ContainsAny(text, "*?/")
}

// ranges is the memory to search: an object, a block from a pointer on, else
// the mapping that a pointer leads into; a library; mappings by their name.
func (s *Shell) ranges(call *invocation, at diag.Span) ([]inspect.Range, error) {
	maps, err := s.mappings(call)
	if err != nil {
		return nil, err
	}
	if mappingName().MatchString(at.Text()) || !s.parses(at) {
		return s.mappingRanges(call, maps, at.Text())
	}
	v, place, err := s.Session.Eval(at)
	if lib := s.Session.Library(at.Text()); err != nil && lib != nil {
		return rangesOf(maps, s.Session.PathOf(lib)), nil
	}
	if err != nil {
		return nil, err
	}
	if lib, ok := v.Object.(*check.Library); ok {
		return rangesOf(maps, s.Session.PathOf(lib)), nil
	}
	addr, size, err := s.target(call, v, place)
	if err != nil {
		return nil, err
	}
	if size < 0 {
		m, ok := inspect.MappingAt(maps, addr)
		if !ok {
			return nil, diag.Errorf(at, diag.Memory, "cannot read memory at 0x%x", addr)
		}
		size = int64(uintptr(m.End) - addr)
	}
	return []inspect.Range{{Start: addr, End: addr + uintptr(size)}}, nil
}

// rangesOf is the readable mappings of a file, and what follows the last one
// without a file: data that begins as zeros.
func rangesOf(maps []inspect.Mapping, path string) (list []inspect.Range) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for i, m := range maps {
		bss := i > 0 && m.Path == "" && maps[i-1].Path == path && maps[i-1].End == m.Start
		if (m.Path == path || bss) && strings.HasPrefix(m.Perms, "r") {
			list = append(list, inspect.Range{Start: uintptr(m.Start), End: uintptr(m.End)})
		}
	}
	return list
}

func (s *Shell) mappingRanges(call *invocation, maps []inspect.Mapping, pattern string) (list []inspect.Range, err error) {
	match, err := s.mappingMatch(call, pattern)
	if err != nil {
		return nil, err
	}
	for _, m := range inspect.NewMaps(maps, match).Mappings {
		if strings.HasPrefix(m.Perms, "r") {
			list = append(list, inspect.Range{Start: uintptr(m.Start), End: uintptr(m.End)})
		}
	}
	if len(list) == 0 {
		return nil, call.errorf(diag.Name, "no readable mapping is named %s", pattern)
	}
	return list, nil
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
