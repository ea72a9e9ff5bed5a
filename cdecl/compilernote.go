package cdecl

import "slices"

// DropCompilerNotes removes what the macros and inline functions of headers say
// to compilers only: _Pragma("…"), and asm statements without an instruction,
// which keep an optimiser from moving code.
func DropCompilerNotes(toks []Token) []Token {
	first := slices.IndexFunc(toks, func(t Token) bool { return isText(t, "_Pragma") || keywords[t.Text] == asmWord })
	if first < 0 {
		return toks
	}
	out := slices.Clone(toks[:first])
	for toks = toks[first:]; len(toks) > 0; {
		if n := compilerNote(toks); n > 0 {
			toks = toks[n:]
			continue
		}
		out, toks = append(out, toks[0]), toks[1:]
	}
	return out
}

// compilerNote is how many tokens such a note has with which toks begin; 0 for none.
func compilerNote(toks []Token) int {
	if beginsPragma(toks) {
		return pragmaTokens
	}
	if toks[0].Kind != Ident || keywords[toks[0].Text] != asmWord {
		return 0
	}
	open := 1
	for open < len(toks) && keywords[toks[open].Text] == qualWord {
		open++
	}
	if open+2 >= len(toks) || !isText(toks[open], "(") || toks[open+1].Text != `""` {
		return 0
	}
	depth := 0
	for i, t := range toks[open:] {
		switch {
		case isText(t, "("):
			depth++
		case isText(t, ")"):
			if depth--; depth == 0 {
				return open + i + 1
			}
		}
	}
	return 0
}
