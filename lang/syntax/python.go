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
	first := slices.IndexFunc(toks, func(t cdecl.Token) bool { return isWord(t, "ctypes") })
	if first < 0 || r.names.IsKnown("ctypes") {
		return toks
	}
	var out []cdecl.Token
	for i := 0; i < len(toks); i++ {
		switch rest := toks[i:]; {
		case startsLine(out) && importsCtypes(rest):
			i += lineLength(rest) - 1
		case namesModule(rest) && !behindMember(out):
			i++
		default:
			out = append(out, toks[i])
		}
	}
	return out
}

// importsCtypes says whether toks begin with `import ctypes` or `from ctypes import`.
func importsCtypes(toks []cdecl.Token) bool {
	if len(toks) < 2 || !isWord(toks[1], "ctypes") {
		return false
	}
	return isWord(toks[0], "import") || isWord(toks[0], "from") && len(toks) > 2 && isWord(toks[2], "import")
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

// namesModule says whether toks begin with ctypes. and one of its names.
func namesModule(toks []cdecl.Token) bool {
	return len(toks) > 2 && isWord(toks[0], "ctypes") && is(toks[1], ".") && toks[2].Kind == cdecl.Ident &&
		(strings.HasPrefix(toks[2].Text, "c_") || ctypesFunctions()[toks[2].Text])
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
	for _, name := range strings.Fields(`CDLL POINTER CFUNCTYPE addressof byref cast create_string_buffer create_unicode_buffer
		memmove memset pointer sizeof string_at wstring_at`) {
		m[name] = true
	}
	return m
})
