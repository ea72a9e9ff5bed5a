package syntax

import (
	"slices"
	"strings"
	"sync"

	"cshell/cdecl"
)

// withoutModule drops what only a Python session needs of what was pasted from
// one: the lines that import ctypes, and the name of that module before one of its
// names. A session name counts more.
func (r *Reader) withoutModule(toks []cdecl.Token) []cdecl.Token {
	if !slices.ContainsFunc(toks, r.isModule) && !slices.ContainsFunc(toks, isLoader) {
		return toks
	}
	var out []cdecl.Token
	for i := 0; i < len(toks); i++ {
		rest := toks[i:]
		if startsLine(out) && r.importsModule(rest) {
			n := lineLength(rest)
			r.keepAlias(rest[:n])
			i += n - 1
			continue
		}
		if !behindMember(out) {
			i += r.moduleLength(rest)
			rest = toks[i:]
			if r.loads(rest) { // cdll.LoadLibrary is CDLL
				i += 2
				toks[i].Text = "CDLL"
			}
		}
		out = append(out, toks[i])
	}
	return out
}

// isModule says whether a token is ctypes, or what the session has imported it as.
func (r *Reader) isModule(t cdecl.Token) bool {
	return t.Kind == cdecl.Ident && (t.Text == "ctypes" || r.modules()[t.Text]) && !r.names.IsKnown(t.Text)
}

// modules are the other names that ctypes was imported under.
func (r *Reader) modules() map[string]bool {
	if s, ok := r.names.(interface{ Modules() map[string]bool }); ok {
		return s.Modules()
	}
	return nil
}

// importsModule says whether toks begin with `import ctypes` or `from ctypes import`,
// of ctypes.util too.
func (r *Reader) importsModule(toks []cdecl.Token) bool {
	if len(toks) < 2 || !isWord(toks[1], "ctypes") || !r.isModule(toks[1]) {
		return false
	}
	return isWord(toks[0], "import") ||
		isWord(toks[0], "from") && slices.ContainsFunc(toks[:lineLength(toks)], func(t cdecl.Token) bool { return isWord(t, "import") })
}

// keepAlias learns the name of `import ctypes as NAME`.
func (r *Reader) keepAlias(line []cdecl.Token) {
	modules := r.modules()
	if n := len(line); n >= 4 && isWord(line[0], "import") && isWord(line[n-2], "as") && line[n-1].Kind == cdecl.Ident && modules != nil {
		modules[line[n-1].Text] = true
	}
}

func startsLine(before []cdecl.Token) bool {
	return len(before) == 0 || endsLine(before[len(before)-1])
}

// lineLength is how many tokens stand before the end of a line.
func lineLength(toks []cdecl.Token) int {
	if n := slices.IndexFunc(toks, endsLine); n >= 0 {
		return n
	}
	return len(toks)
}

func endsLine(t cdecl.Token) bool { return t.Kind == cdecl.Newline || is(t, ";") }

// moduleLength is how many tokens name the module before one of its names: two of
// `ctypes.c_int`, four of `ctypes.util.find_library`, none of anything else.
func (r *Reader) moduleLength(toks []cdecl.Token) int {
	switch {
	case len(toks) < 3 || !r.isModule(toks[0]) || !is(toks[1], "."):
		return 0
	case isWord(toks[2], "util") && len(toks) > 4 && is(toks[3], "."):
		return 4
	case isModuleName(toks[2]), r.loads(toks[2:]):
		return 2
	}
	return 0
}

// isModuleName says whether a token is a name that ctypes has and the shell too.
func isModuleName(t cdecl.Token) bool {
	return t.Kind == cdecl.Ident && (strings.HasPrefix(t.Text, "c_") || ctypesFunctions()[t.Text])
}

func isLoader(t cdecl.Token) bool { return isWord(t, "LoadLibrary") }

// loads says whether toks begin with cdll.LoadLibrary.
func (r *Reader) loads(toks []cdecl.Token) bool {
	return len(toks) > 2 && isWord(toks[0], "cdll") && is(toks[1], ".") && isLoader(toks[2]) && !r.names.IsKnown("cdll")
}

func behindMember(before []cdecl.Token) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return is(last, ".") || is(last, "->")
}

// ctypesFunctions are the names of ctypes that are no types and that the shell has.
var ctypesFunctions = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`CDLL POINTER CFUNCTYPE addressof alignment byref cast create_string_buffer
		create_unicode_buffer memmove memset pointer sizeof string_at wstring_at`) {
		m[name] = true
	}
	return m
})
