package repl

import (
	"encoding/hex"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
)

// findBytes is :find-bytes RANGE PATTERN.
func (s *Shell) findBytes(call *invocation) error {
	place, what, ok := split(sides(call.at, " \t"), s.isRange, s.isPattern)
	if !ok {
		return call.usageError()
	}
	pattern, err := s.pattern(what)
	if err != nil {
		return err
	}
	ranges, err := s.ranges(call, place)
	if err != nil {
		return err
	}
	return s.search(call, ranges, pattern)
}

func (s *Shell) isRange(at diag.Span) bool { return s.parses(at) || s.namesMemory(at.Text()) }

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
