package cdecl

import (
	"strings"

	"cshell/diag"
)

// substitution builds a macro's expansion from its body and arguments.
type substitution struct {
	e        *expander
	m        *Macro
	args     [][]ppToken
	expanded [][]ppToken // arguments after expansion, made when first wanted
	use      Token
	out      []ppToken
}

// substitute replaces the parameters in body.
func (e *expander) substitute(m *Macro, body []Token, args [][]ppToken, use Token) ([]ppToken, error) {
	s := &substitution{e: e, m: m, args: args, expanded: make([][]ppToken, len(args)), use: use}
	s.out = e.memory.room(min(s.length(body), *e.budget))
	for i := 0; i < len(body); {
		n, err := s.step(body[i:])
		if err != nil {
			return nil, err
		}
		if len(s.out) > *e.budget {
			return nil, tooLarge(use)
		}
		i += n
	}
	out := s.out[:0]
	for _, t := range s.out {
		if !t.empty {
			out = append(out, t)
		}
	}
	return out, nil
}

// length is about how many tokens the expansion has.
func (s *substitution) length(body []Token) int {
	n := len(body)
	for i := range body {
		if param := s.argument(body[i]); param >= 0 {
			n += len(s.args[param])
		}
	}
	return n
}

// step handles the head of body and returns how many tokens that took.
func (s *substitution) step(body []Token) (int, error) {
	t := body[0]
	param := s.argument(t)
	switch {
	case isText(t, "##") && len(s.out) > 0 && len(body) > 1:
		return s.paste(body[1:])
	case isText(t, "#") && s.m.FuncLike && len(body) > 1 && s.argument(body[1]) >= 0:
		s.emit(s.stringify(s.args[s.argument(body[1])], t))
		return 2, nil
	case t.Text == "__VA_OPT__" && s.m.Variadic && len(body) > 1 && isText(body[1], "("):
		return s.optional(body)
	case param >= 0 && len(body) > 1 && isText(body[1], "##"):
		s.emitArgument(s.args[param], t)
		return 1, nil
	case param >= 0:
		list, err := s.expandedArgument(param)
		if err != nil {
			return 0, err
		}
		s.emitArgument(list, t)
		return 1, nil
	}
	t.Span = s.use.Span
	s.emit(ppToken{Token: t})
	return 1, nil
}

func (s *substitution) emit(t ppToken) { s.out = append(s.out, t) }

// emitArgument appends an argument in the place of t; an empty one leaves a
// mark for ##.
func (s *substitution) emitArgument(list []ppToken, t Token) {
	if len(list) == 0 {
		s.emit(ppToken{empty: true})
		return
	}
	at := len(s.out)
	s.out = append(s.out, list...)
	s.out[at].Space = t.Space
}

// argument is the index of the argument that t stands for, or -1.
func (s *substitution) argument(t Token) int {
	if t.Kind != Ident {
		return -1
	}
	if i := s.m.param(t.Text); i < len(s.args) {
		return i
	}
	return -1
}

// expandedArgument is an argument fully expanded by itself.
func (s *substitution) expandedArgument(i int) ([]ppToken, error) {
	switch {
	case s.expanded[i] != nil:
		return s.expanded[i], nil
	case !s.e.mentions(s.args[i]):
		return s.args[i], nil
	}
	if s.e.depth >= maxArgumentsDepth {
		return nil, diag.Errorf(s.use.Span, diag.Limit, "macro calls nested more than %d deep", maxArgumentsDepth)
	}
	inner := *s.e
	inner.frames, inner.outer, inner.depth = []frame{{toks: s.args[i]}}, s.e, s.e.depth+1
	list := s.e.memory.room(len(s.args[i]))
	for {
		t, ok, err := inner.token(Before{argument: list})
		if err != nil {
			return nil, err
		}
		if !ok {
			s.expanded[i] = list
			return list, nil
		}
		list = append(list, t)
	}
}

// paste joins the last token with the first of what stands behind ##.
func (s *substitution) paste(body []Token) (int, error) {
	right := []ppToken{{Token: body[0]}}
	right[0].Span = s.use.Span
	last := &s.out[len(s.out)-1]
	if i := s.argument(body[0]); i >= 0 {
		right = s.args[i]
		if i == len(s.m.Params) && isText(last.Token, ",") {
			return 2, s.pasteComma(right)
		}
	}
	switch {
	case len(right) == 0:
		return 2, nil
	case last.empty:
		space := last.Space
		s.out = append(s.out[:len(s.out)-1], right...)
		s.out[len(s.out)-len(right)].Space = space
		return 2, nil
	}
	joined, err := pieceTokens(nil, last.Text+right[0].Text, s.use.Span)
	if err != nil || len(joined) != 1 {
		return 0, diag.Errorf(s.use.Span, diag.Syntax, "pasting \"%s\" and \"%s\" does not give a valid token", last.Text, right[0].Text)
	}
	joined[0].Space = last.Space
	*last = ppToken{Token: joined[0]}
	s.out = append(s.out, right[1:]...)
	return 2, nil
}

// pasteComma is GNU's `, ## args`: the comma goes where there are none.
func (s *substitution) pasteComma(args []ppToken) error {
	if len(args) == 0 {
		s.out = s.out[:len(s.out)-1]
		return nil
	}
	list, err := s.expandedArgument(len(s.m.Params))
	s.out = append(s.out, list...)
	return err
}

// optional handles __VA_OPT__(…), which vanishes where there are no variadic
// arguments.
func (s *substitution) optional(body []Token) (int, error) {
	end, depth := 1, 0
	for ; end < len(body); end++ {
		if isText(body[end], "(") {
			depth++
		} else if isText(body[end], ")") {
			if depth--; depth == 0 {
				break
			}
		}
	}
	if len(s.args[len(s.m.Params)]) == 0 {
		s.emit(ppToken{empty: true})
		return min(end+1, len(body)), nil
	}
	inner, err := s.e.substitute(s.m, body[2:min(end, len(body))], s.args, s.use)
	s.emitArgument(inner, body[0])
	return min(end+1, len(body)), err
}

// stringify makes the string literal of # and an argument.
func (s *substitution) stringify(arg []ppToken, hash Token) ppToken {
	var b strings.Builder
	b.WriteByte('"')
	for i, t := range arg {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		if t.Kind == String || t.Kind == Char {
			b.WriteString(escapeQuotes(t.Text))
		} else {
			b.WriteString(t.Text)
		}
	}
	b.WriteByte('"')
	return ppToken{Token: Token{Kind: String, Text: b.String(), Span: s.use.Span, Space: hash.Space}}
}

var quoteEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func escapeQuotes(text string) string { return quoteEscaper.Replace(text) }
