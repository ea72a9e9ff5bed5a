package syntax

import "cshell/diag"

// parens parses ( … ): an expression, a type (isType), or a tuple, whose place
// then includes the parentheses.
func (p *parser) parens() (x Expr, isType bool, err error) {
	start := p.toks.pos
	p.toks.pos++
	if p.at("{") {
		body, err := p.block()
		if err != nil {
			return nil, false, err
		}
		err = p.closing(")")
		return &StmtExpr{At{p.from(start)}, body}, false, err
	}
	items, commas, err := p.operands()
	if err != nil {
		return nil, false, err
	}
	at := p.from(start)
	if len(commas) == len(items) || len(items) > 1 && allTypes(items) {
		return &List{At{at}, items}, false, nil
	}
	x = items[0]
	for i, y := range items[1:] {
		x = &Binary{At: between(x, y), Op: ",", OpAt: commas[i], X: x, Y: y}
	}
	return parenthesised(x, at)
}

// operands parses what stands in parentheses, at least one expression, up to
// and with the closing one. A comma may stand at the end.
func (p *parser) operands() (items []Expr, commas []diag.Span, err error) {
	for {
		x, err := p.assignment()
		if err != nil {
			return nil, nil, err
		}
		items = append(items, x)
		comma := p.toks.Peek(0).Span
		if !p.accept(",") {
			return items, commas, p.expect(")")
		}
		commas = append(commas, comma)
		if p.accept(")") {
			return items, commas, nil
		}
	}
}

// parenthesised widens an expression's place by its parentheses.
func parenthesised(x Expr, at diag.Span) (Expr, bool, error) {
	if b, ok := x.(*Binary); ok {
		b.Paren = true
	}
	t, isType := x.(*TypeExpr)
	if isType {
		return &TypeExpr{At{at}, t.Type}, true, nil
	}
	x.(interface{ widen(diag.Span) }).widen(at)
	return x, false, nil
}

// allTypes says whether every item is a type, so that the commas between them
// make a list.
func allTypes(items []Expr) bool {
	for _, x := range items {
		if !looksLikeType(x) {
			return false
		}
	}
	return true
}

// looksLikeType says whether an expression is a type by its form: int,
// c_int * 3, POINTER(c_int).
func looksLikeType(x Expr) bool {
	switch x := x.(type) {
	case *TypeExpr:
		return true
	case *Binary:
		return x.Op == "*" && looksLikeType(x.X)
	case *Call:
		fn, ok := x.Fn.(*Ident)
		return ok && makesType(fn.Name)
	}
	return false
}

// makesType says whether the shell's function of that name gives a type.
func makesType(name string) bool { return name == "POINTER" || name == "CFUNCTYPE" }

// list parses [a, b].
func (p *parser) list() (Expr, error) {
	start := p.toks.pos
	p.toks.pos++
	items, _, err := p.commaList("]", p.assignment)
	if err != nil {
		return nil, err
	}
	return p.postfix(&List{At{p.from(start)}, items})
}

// commaList parses items up to and with a closing bracket; a comma may stand
// at the end.
func (p *parser) commaList(end string, item func() (Expr, error)) (items []Expr, trailing bool, err error) {
	for !p.accept(end) {
		x, err := item()
		if err != nil {
			return nil, false, err
		}
		items = append(items, x)
		trailing = p.accept(",")
		if !trailing {
			return items, false, p.closing(end)
		}
	}
	return items, trailing, nil
}
