package cdecl

import (
	"strings"

	"cshell/diag"
)

// condition evaluates the expression of #if; a wrong one is reported and does
// not hold.
func (p *preprocessor) condition(text string, at Token) bool {
	toks, err := pieceTokens(text, at.Span)
	if err == nil {
		toks, err = p.answer(toks)
	}
	if err == nil {
		toks, err = p.table.Macros.Expand(toks, isConditionWord)
	}
	if err == nil {
		toks, err = p.answer(toks) // a macro may expand to defined(X)
	}
	if err == nil && len(toks) == 0 {
		err = diag.Errorf(at.Span, diag.Syntax, "#if with no expression")
	}
	if err != nil {
		p.report(asDiag(err, at.Span))
		return false
	}
	value, err := conditionValue(toks, at)
	if err != nil {
		p.report(asDiag(err, at.Span))
	}
	return value
}

// conditionValue evaluates what is left when names have become numbers.
func conditionValue(toks []Token, at Token) (bool, error) {
	for i := range toks {
		toks[i] = conditionToken(toks[i])
	}
	empty := NewTable()
	ts := StreamOf(toks, Token{Kind: EOF, Span: at.Span})
	n, err := parseConstant(ts, empty)
	if err != nil {
		return false, err
	}
	if rest := ts.Peek(0); rest.Kind != EOF {
		return false, Unexpected(rest, "the end of the line")
	}
	v, err := evaluator{empty}.eval(n)
	return err == nil && !v.IsZero(), err
}

// conditionToken makes a name zero, and every number one of (u)intmax_t, in
// which #if computes.
func conditionToken(t Token) Token {
	switch {
	case t.Kind == Ident && t.Text == "true":
		t.Kind, t.Text = Number, "1ll"
	case t.Kind == Ident:
		t.Kind, t.Text = Number, "0ll"
	case t.Kind == Number && !strings.ContainsAny(t.Text, "lL"):
		t.Text += "ll"
	}
	return t
}

// isConditionWord shields the operators of #if from expansion.
func isConditionWord(name string) bool {
	return name == "defined" || strings.HasPrefix(name, "__has_")
}

// answer replaces defined X and __has_…(X) by 0 or 1.
func (p *preprocessor) answer(toks []Token) ([]Token, error) {
	var out []Token
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.Kind != Ident || !isConditionWord(t.Text) {
			out = append(out, t)
			continue
		}
		operand, n := operandOf(toks[i+1:])
		if n == 0 {
			return nil, diag.Errorf(t.Span, diag.Syntax, "%q needs an operand", t.Text)
		}
		i += n
		answer := t
		answer.Kind, answer.Text = Number, "0"
		if p.holds(t, operand) {
			answer.Text = "1"
		}
		out = append(out, answer)
	}
	return out, nil
}

// operandOf is the operand at the head of toks, X or (X …), and how many
// tokens it took.
func operandOf(toks []Token) (operand []Token, n int) {
	if len(toks) == 0 {
		return nil, 0
	}
	if !isText(toks[0], "(") {
		return toks[:1], 1
	}
	depth := 0
	for i, t := range toks {
		switch {
		case isText(t, "("):
			depth++
		case isText(t, ")"):
			if depth--; depth == 0 {
				return toks[1:i], i + 1
			}
		}
	}
	return nil, 0
}

// holds answers one question of #if. Attributes and builtins are said to be
// there only where that changes declarations for the better: never.
func (p *preprocessor) holds(question Token, operand []Token) bool {
	switch question.Text {
	case "defined":
		if len(operand) == 0 {
			return false
		}
		name := operand[0].Text
		if isConditionWord(name) && name != "defined" {
			return true
		}
		_, ok := p.table.Macros.Lookup(name)
		return ok
	case "__has_include", "__has_include_next":
		name, angled, ok := quotedHeader(joinTokens(operand))
		if !ok {
			return false
		}
		_, err := p.table.headers().find(name, angled, p.file().header, question.Text == "__has_include_next")
		return err == nil
	}
	return false
}
