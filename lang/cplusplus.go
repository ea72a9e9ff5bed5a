package lang

import (
	"strings"

	"cshell/lang/check"
	"cshell/objfile"
)

// mangled is the symbol that a library, or any if it is nil, exports for a C++ name, "" for none:
// "geo::dot(int, int)", or "geo::dot" if there is only one. Blanks do not count.
func (l *libraries) mangled(lib *check.Library, name string) string {
	for _, e := range l.list {
		if lib != nil && lib != l.program && e.Library != lib {
			continue
		}
		if symbol := l.cplusplus(e)[squeeze(name)]; symbol != "" {
			return symbol
		}
	}
	return ""
}

// cplusplus are the symbols of a library by the names that they have in C++,
// with their parameters and, where that is no other's too, without.
func (l *libraries) cplusplus(e *loaded) map[string]string {
	f := l.fileOf(e)
	if f == nil {
		return nil
	}
	if e.spelt == nil {
		e.spelt = begin(l.session, "reading the C++ names of "+e.Soname, func() map[string]string { return spellings(f) })
	}
	if l.session.quiet && !e.spelt.isDone() {
		return nil
	}
	return await(l.session, e.spelt)
}

func spellings(f *objfile.File) map[string]string {
	spelt := map[string]string{}
	short := map[string][]string{}
	for symbol := range f.Names() {
		name := objfile.Demangle(symbol)
		if name == "" {
			continue
		}
		spelt[squeeze(name)] = symbol
		bare, _, _ := strings.Cut(squeeze(name), "(")
		short[bare] = append(short[bare], symbol)
	}
	for name, symbols := range short {
		if len(symbols) == 1 && spelt[name] == "" {
			spelt[name] = symbols[0]
		}
	}
	return spelt
}

func squeeze(name string) string { return strings.ReplaceAll(name, " ", "") }
