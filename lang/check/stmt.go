package check

import (
	"slices"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// topStatement checks a statement of the session.
func (c *checker) topStatement(s syntax.Stmt) Stmt {
	return asOne(s, c.statement(s))
}

// asOne makes one statement of what a statement came to.
func asOne(s syntax.Stmt, list []Stmt) Stmt {
	if len(list) == 1 {
		return list[0]
	}
	return &Block{StmtAt{s.Span()}, list}
}

// statement checks a statement that stands directly in a block or in the
// session. What it declares inside expressions is declared before it.
func (c *checker) statement(s syntax.Stmt) []Stmt {
	outer := c.hoisted
	c.hoisted = nil
	list := c.plain(s, true)
	list = append(c.hoisted, list...)
	c.hoisted = outer
	return list
}

// body checks a statement under if, while and the like.
func (c *checker) body(s syntax.Stmt) Stmt {
	if b, ok := s.(*syntax.Block); ok {
		return c.block(b)
	}
	return asOne(s, c.plain(s, false))
}

// plain checks any statement; direct says that it stands directly in a block.
func (c *checker) plain(s syntax.Stmt, direct bool) []Stmt {
	defer c.enter(s.Span())()
	switch s := s.(type) {
	case *syntax.Empty:
		return nil
	case *syntax.ExprStmt:
		return c.expression(s, direct)
	case *syntax.Declaration:
		return c.declaration(s)
	case *syntax.StaticAssert:
		c.staticAssert(s)
		return nil
	case *syntax.FuncDef:
		return c.funcDef(s)
	}
	defer c.runsLater()()
	return []Stmt{c.control(s)}
}

// runsLater says of what follows that statements before it may still change the
// session's variables; call the result behind it.
func (c *checker) runsLater() (end func()) {
	outer := c.later
	c.later = true
	return func() { c.later = outer }
}

// control checks the statements that steer.
func (c *checker) control(s syntax.Stmt) Stmt {
	at := StmtAt{s.Span()}
	switch s := s.(type) {
	case *syntax.Block:
		return c.block(s)
	case *syntax.If:
		return c.ifChain(s)
	case *syntax.While:
		return c.loop(&Loop{StmtAt: at, Cond: c.scalar(s.Cond)}, s.Body)
	case *syntax.Do:
		out := c.loop(&Loop{StmtAt: at, Until: true}, s.Body)
		out.Cond = c.scalar(s.Cond)
		return out
	case *syntax.For:
		return c.forLoop(s)
	case *syntax.Switch:
		return c.switchOn(s)
	case *syntax.Case:
		panic(diag.Errorf(s.Span(), diag.Syntax, "case and default may stand only directly in the body of a switch"))
	case *syntax.Break:
		if c.breakable == 0 {
			panic(diag.Errorf(s.Span(), diag.Syntax, "break outside a loop or switch"))
		}
		return &Break{at}
	case *syntax.Continue:
		if c.loops == 0 {
			panic(diag.Errorf(s.Span(), diag.Syntax, "continue outside a loop"))
		}
		return &Continue{at}
	case *syntax.Return:
		return c.returned(s)
	case *syntax.Try:
		return c.tryCatch(s)
	case *syntax.Del:
		return c.del(s)
	}
	panic(diag.Errorf(s.Span(), diag.Syntax, "this may stand only at the top level"))
}

// ifChain checks an if and its else ifs in a loop: a chain of them is no
// nesting.
func (c *checker) ifChain(s *syntax.If) Stmt {
	first := c.ifThen(s)
	for last := first; s.Else != nil; {
		elseIf, ok := s.Else.(*syntax.If)
		if !ok {
			last.Else = c.body(s.Else)
			break
		}
		next := c.ifThen(elseIf)
		last.Else = next
		s, last = elseIf, next
	}
	return first
}

func (c *checker) ifThen(s *syntax.If) *If {
	return &If{StmtAt: StmtAt{s.Span()}, Cond: c.scalar(s.Cond), Then: c.body(s.Then)}
}

// block checks { … } in a scope of its own.
func (c *checker) block(b *syntax.Block) *Block {
	defer c.push()()
	return c.blockHere(b)
}

// stmtExpr is ({ … }): a block whose last statement, if that is an expression,
// gives the value.
func (c *checker) stmtExpr(x *syntax.StmtExpr) Expr {
	defer c.push()()
	defer c.runsLater()()
	loops, breakable, outer := c.loops, c.breakable, c.hoisted
	c.loops, c.breakable, c.inside = 0, 0, c.inside+1
	out := &StmtExpr{Typed: Typed{ctypes.TVoid, x.Span()}}
	list := x.Body.List
	var last *syntax.ExprStmt
	if n := len(list); n > 0 {
		if last, _ = list[n-1].(*syntax.ExprStmt); last != nil {
			list = list[:n-1]
		}
	}
	for _, s := range list {
		out.Body = append(out.Body, c.statement(s)...)
	}
	if last != nil {
		c.hoisted = nil
		out.X = c.value(last.X)
		out.T = out.X.Type()
		out.Body = append(out.Body, c.hoisted...)
	}
	c.loops, c.breakable, c.hoisted, c.inside = loops, breakable, outer, c.inside-1
	return out
}

// blockHere checks a block in a scope that is open already.
func (c *checker) blockHere(b *syntax.Block) *Block {
	out := &Block{StmtAt: StmtAt{b.Span()}}
	for _, s := range b.List {
		out.List = append(out.List, c.statement(s)...)
	}
	return out
}

// expression checks an expression statement; at the top level of the session
// its value may be echoed.
func (c *checker) expression(s *syntax.ExprStmt, direct bool) []Stmt {
	top := c.atTop() && direct
	if x, ok := s.X.(*syntax.Assign); ok {
		if list, ok := c.autoStatement(x, top, direct); ok {
			return list
		}
	}
	c.anew = top
	e := c.expr(s.X)
	c.anew = false
	out := &ExprStmt{StmtAt: StmtAt{s.Span()}, X: e}
	if ctypes.IsFunc(e.Type()) {
		out.X = decay(e)
	}
	if top && c.echo && echoes(s.X) && !ctypes.IsVoid(e.Type()) {
		out.X, out.Echo = c.echoed(out.X), true
	}
	return []Stmt{out}
}

// echoed is the value as an echo shows it.
func (c *checker) echoed(e Expr) Expr {
	if isRecord(e.Type()) {
		return c.rvalue(e)
	}
	if isArray(e.Type()) {
		return e
	}
	return unqualified(e)
}

// echoes says whether an expression statement shows its value: assignments,
// ++ and -- do not.
func echoes(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.Assign, *syntax.Postfix:
		return false
	case *syntax.Unary:
		return x.Op != "++" && x.Op != "--"
	case *syntax.Binary:
		return x.Op != "," || echoes(x.Y)
	}
	return true
}

// loop checks the body of a loop.
func (c *checker) loop(l *Loop, body syntax.Stmt) *Loop {
	c.loops++
	c.breakable++
	l.Body = c.body(body)
	c.breakable--
	c.loops--
	return l
}

// forLoop is for. A declaration in it belongs to the loop; x = E in it declares
// x where the loop stands.
func (c *checker) forLoop(s *syntax.For) Stmt {
	out := &Loop{StmtAt: StmtAt{s.Span()}}
	if x, ok := s.Init.(*syntax.ExprStmt); ok {
		out.Init = asOne(x, c.plain(x, false))
	}
	defer c.push()()
	c.scope.loop = true
	if d, ok := s.Init.(*syntax.Declaration); ok {
		out.Init = asOne(d, c.plain(d, false))
		for _, o := range c.scope.names {
			if ctypes.IsVariable(o.Type) {
				panic(typeError(o.At, "an array of variable length is declared before the loop, not in it"))
			}
		}
	}
	if s.Cond != nil {
		out.Cond = c.scalar(s.Cond)
	}
	if s.Post != nil {
		out.Post = c.expr(s.Post)
	}
	return c.loop(out, s.Body)
}

// switchOn is switch.
func (c *checker) switchOn(s *syntax.Switch) Stmt {
	x := promote(c.integer(s.X, "the operand of switch"))
	body, ok := s.Body.(*syntax.Block)
	if !ok {
		body = &syntax.Block{At: syntax.At{Where: s.Body.Span()}, List: []syntax.Stmt{s.Body}}
	}
	out := &Switch{StmtAt: StmtAt{s.Span()}, X: x, Default: -1, Body: &Block{StmtAt: StmtAt{body.Span()}}}
	defer c.push()()
	c.breakable++
	var labels []diag.Span
	for _, item := range body.List {
		if label, ok := item.(*syntax.Case); ok {
			if c.label(out, label); label.X != nil {
				labels = append(labels, label.Span())
			}
			continue
		}
		out.Body.List = append(out.Body.List, c.statement(item)...)
	}
	c.breakable--
	wantDistinct(out.Cases, labels)
	return out
}

// wantDistinct refuses two cases for one value. labels are their places.
func wantDistinct(cases []SwitchCase, labels []diag.Span) {
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cases[a].Lo.Order(cases[b].Lo) })
	for i := 1; i < len(order); i++ {
		if this := order[i]; cases[this].Lo.Order(cases[order[i-1]].Hi) <= 0 {
			panic(typeError(labels[this], "two cases for %s", cases[this].Lo))
		}
	}
}

// label is a case or default.
func (c *checker) label(s *Switch, label *syntax.Case) {
	index := len(s.Body.List)
	if label.X == nil {
		if s.Default >= 0 {
			panic(diag.Errorf(label.Span(), diag.Syntax, "a second default in one switch"))
		}
		s.Default = index
		return
	}
	v := ctypes.Convert(c.constant(label.X), s.X.Type())
	last := v
	if label.Last != nil {
		last = ctypes.Convert(c.constant(label.Last), s.X.Type())
		if last.Order(v) < 0 {
			panic(typeError(label.Span(), "an empty range of cases"))
		}
	}
	s.Cases = append(s.Cases, SwitchCase{v, last, index})
}

// returned is return, with the value converted to the function's result.
func (c *checker) returned(s *syntax.Return) Stmt {
	if c.fn == nil {
		panic(diag.Errorf(s.Span(), diag.Syntax, "return outside a function"))
	}
	if c.inside > 0 {
		panic(diag.Errorf(s.Span(), diag.Syntax, "return cannot leave ({ … })"))
	}
	out := &Return{StmtAt: StmtAt{s.Span()}}
	result := c.fn.result
	switch {
	case s.X == nil && !ctypes.IsVoid(result):
		panic(typeError(s.Span(), "%s returns %s, a value is missing", c.fn.name, result))
	case s.X == nil:
	case ctypes.IsVoid(result):
		e := c.expr(s.X)
		if !ctypes.IsVoid(e.Type()) {
			panic(typeError(e.Span(), "%s returns nothing", c.fn.name))
		}
		out.X = e
	default:
		out.X = c.converted(s.X, result, "the result of "+c.fn.name)
	}
	return out
}

// converted checks a value for a place of type t, be it a brace list.
func (c *checker) converted(x syntax.Expr, t ctypes.Type, what string) Expr {
	if b, ok := x.(*syntax.BraceList); ok {
		return c.braced(b, t, LifeCall)
	}
	return c.assignable(c.value(x), t, what)
}

// tryCatch is try … catch. What is wrong in its body is an error that it
// catches when it runs.
func (c *checker) tryCatch(s *syntax.Try) Stmt {
	out := &Try{StmtAt: StmtAt{s.Span()}}
	before := *c
	if err := c.try(s.Body.Span(), func() { out.Body = c.block(s.Body) }); err != nil {
		out.Body, out.Failed = nil, err.(*diag.Error)
		c.restore(before)
	}
	defer c.push()()
	out.Err = &Var{Name: s.Name, Type: ErrorType, At: s.Span()}
	if s.Name != "" {
		c.scope.declare(&Object{Name: s.Name, Kind: ObjVar, Type: ErrorType, Var: out.Err, At: s.Span()})
	}
	out.Catch = c.blockHere(s.Catch)
	return out
}

// restore takes c back to where it stood before something that failed.
func (c *checker) restore(before checker) {
	c.scope, c.fn, c.depth = before.scope, before.fn, before.depth
	c.loops, c.breakable, c.inside = before.loops, before.breakable, before.inside
	c.hoisted, c.atEnd, c.forget, c.macros = before.hoisted, before.atEnd, before.forget, before.macros
	c.later, c.lengths, c.typesOnly = before.later, before.lengths, before.typesOnly
}

// del is del a, b.
func (c *checker) del(s *syntax.Del) Stmt {
	out := &Del{StmtAt: StmtAt{s.Span()}}
	for _, item := range s.Items {
		switch x := item.(type) {
		case *syntax.Ident:
			c.delName(out, x.Span(), x.Name)
		case *syntax.TypeExpr:
			c.delName(out, x.Span(), x.Span().Text())
		case *syntax.History:
			c.delName(out, x.Span(), x.Span().Text())
		default:
			panic(typeError(item.Span(), "del wants a name"))
		}
	}
	return out
}

func (c *checker) delName(out *Del, at diag.Span, name string) {
	o := c.scope.find(name)
	switch own, isMacro := c.env.macro(name); {
	case own, isMacro && o == nil:
		c.macros = append(c.macros, name)
		return
	case o == nil:
		err := nameError(at, "the session has no name %s", name)
		panic(suggest(err, name, c.sessionNames()))
	}
	switch o.Kind {
	case ObjVar:
		out.Vars = append(out.Vars, o.Var)
		var free Expr
		if ctypes.IsPointer(o.Var.Type) {
			free = &VarRef{Typed{o.Var.Type, at}, o.Var}
		}
		out.Free = append(out.Free, free)
	case ObjFunc:
		out.Funcs = append(out.Funcs, o.Func)
	default:
		c.forget = append(c.forget, name)
	}
	if o.Kind == ObjVar && c.scope.names[name] == o {
		c.scope.drop(name)
	}
}
