package lang

import (
	"slices"
	"strings"

	"cshell/lang/check"
	"cshell/objfile"
)

// cppSymbol is a symbol with its names in C++, without blanks.
type cppSymbol struct {
	symbol string
	full   string // intgeo::twice<int>(int)
	name   string // geo::twice<int>
	params string // (int), with const behind it; "" for data
}

// cppSymbols are those of a library, and what names were found to mean.
type cppSymbols struct {
	all   []cppSymbol
	found map[string][]check.CppName
}

// cppNamed are the symbols of a library, or of the first that has any if it is
// nil, that a name in C++ spelling stands for. Blanks do not count.
func (l *libraries) cppNamed(lib *check.Library, name string) []check.CppName {
	for _, e := range l.list {
		if lib != nil && lib != l.program && e.Library != lib {
			continue
		}
		if c := l.cplusplus(e); c != nil {
			if names := c.named(squeeze(name)); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// cplusplus are the C++ symbols of a library, nil where they are not known yet.
func (l *libraries) cplusplus(e *loaded) *cppSymbols {
	f := l.fileOf(e)
	if f == nil {
		return nil
	}
	if e.cpp == nil {
		e.cpp = begin(l.session, "reading the C++ names of "+e.Soname, func() *cppSymbols { return readCplusplus(f) })
	}
	if l.session.quiet && !e.cpp.isDone() {
		return nil
	}
	return await(l.session, e.cpp)
}

func readCplusplus(f *objfile.File) *cppSymbols {
	c := &cppSymbols{found: map[string][]check.CppName{}}
	symbols := slices.Collect(f.Names())
	full := objfile.DemangleAll(symbols)
	for i, symbol := range symbols {
		if full[i] == "" {
			continue
		}
		s := cppSymbol{symbol: symbol, full: squeeze(full[i]), name: squeeze(objfile.DemangleName(symbol))}
		if _, behind, ok := strings.Cut(s.full, s.name); ok && strings.HasPrefix(behind, "(") {
			s.params = behind
		}
		c.all = append(c.all, s)
	}
	return c
}

// named are the symbols that fit a name best.
func (c *cppSymbols) named(name string) []check.CppName {
	if names, ok := c.found[name]; ok {
		return names
	}
	best, fitting := noFit, []cppSymbol(nil)
	for _, s := range c.all {
		switch fit := s.fit(name); {
		case fit == noFit || fit > best:
		case fit < best:
			best, fitting = fit, []cppSymbol{s}
		default:
			fitting = append(fitting, s)
		}
	}
	var names []check.CppName
	for _, s := range oneOfEach(fitting) {
		names = append(names, check.CppName{Symbol: s.symbol, Name: objfile.DemangleName(s.symbol), Full: objfile.Demangle(s.symbol)})
	}
	c.found[name] = names
	return names
}

// How well a name fits, the best first.
const (
	fitsWhole     = iota
	fitsNoResult  // geo::twice<int>(int)
	fitsNoParams  // geo::twice<int>
	fitsTemplate  // geo::twice
	fitsInside    // twice<int>, in whatever name space
	fitsAnyInside // twice
	noFit
)

// fit is how well a name without blanks fits. Its parameters may be left out, its
// const, the arguments of a template, and the name spaces and classes around it.
func (s *cppSymbol) fit(name string) int {
	if name == s.full {
		return fitsWhole
	}
	if s.isSpecial() {
		return noFit
	}
	bare, hasParams := name, false
	for _, params := range []string{s.params, strings.TrimSuffix(s.params, "const")} {
		if head, ok := strings.CutSuffix(name, params); ok && params != "" && head != "" && head != s.name+"operator" {
			bare, hasParams = head, true
			break
		}
	}
	template := withoutArguments(s.name)
	switch {
	case bare == s.name && hasParams:
		return fitsNoResult
	case bare == s.name || name == s.name:
		return fitsNoParams
	case bare == template:
		return fitsTemplate
	case strings.HasSuffix(s.name, "::"+bare):
		return fitsInside
	case strings.HasSuffix(template, "::"+bare):
		return fitsAnyInside
	}
	return noFit
}

// isSpecial says whether the symbol is about something that has another one: a
// vtable, a guard variable. The C++ ABI has letters for these.
func (s *cppSymbol) isSpecial() bool {
	return strings.HasPrefix(s.symbol, "_ZT") || strings.HasPrefix(s.symbol, "_ZG")
}

// withoutArguments is the name of a template whose arguments stand at the end.
func withoutArguments(name string) string {
	if !strings.HasSuffix(name, ">") {
		return name
	}
	depth := 0
	for i := len(name) - 1; i > 0; i-- {
		switch name[i] {
		case '>':
			depth++
		case '<':
			if depth--; depth == 0 {
				return name[:i]
			}
		}
	}
	return name
}

// oneOfEach leaves one symbol of each spelling: constructors and destructors have
// several, of which that of the whole object is meant.
func oneOfEach(symbols []cppSymbol) []cppSymbol {
	var list []cppSymbol
	for _, s := range symbols {
		same := slices.IndexFunc(list, func(o cppSymbol) bool { return o.full == s.full })
		switch {
		case same < 0:
			list = append(list, s)
		case strings.Contains(s.symbol, "C1E") || strings.Contains(s.symbol, "D1E"):
			list[same] = s
		}
	}
	return list
}

func squeeze(name string) string { return strings.ReplaceAll(name, " ", "") }
