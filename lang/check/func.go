package check

import (
	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// funcDef is a function definition. Calls go through the function's cell, so
// a definition that follows a prototype, or replaces an older definition of
// the same type, fills the cell that callers have already.
func (c *checker) funcDef(s *syntax.FuncDef) []Stmt {
	if !c.atTop() {
		panic(diag.Errorf(s.Span(), diag.Syntax, "functions are defined at the top level only"))
	}
	base, err := c.resolver().Base(s.Specs)
	must(s.Span(), err)
	d, err := c.resolver().Declare(s.Specs, base, s.Declarator)
	must(s.Declarator.Span, err)
	name := d.Name
	sig, ok := ctypes.Unwrap(d.Type).(*ctypes.Func)
	if !ok {
		panic(typeError(s.Declarator.Span, "%s is no function", name))
	}
	if !sig.Proto {
		sig = &ctypes.Func{Result: sig.Result, Proto: true}
	}
	o := &Object{Name: name, Type: sig, At: s.Declarator.Span, Symbol: name}
	c.prototype(o)
	o.defined = true
	c.scope.declare(o)
	c.functionBody(o.Func, sig, s)
	return []Stmt{&DefineFunc{StmtAt{s.Span()}, o.Func}}
}

// functionBody checks a body and, once the whole statement is right, fills
// the function's cell with it.
func (c *checker) functionBody(cell *Func, sig *ctypes.Func, s *syntax.FuncDef) {
	if ctypes.IsIncomplete(sig.Result) && !ctypes.IsVoid(sig.Result) {
		panic(typeError(s.Declarator.Span, "the result %s is incomplete", sig.Result))
	}
	outer := *c
	defer c.push()()
	c.fn = &function{name: cell.Name, result: sig.Result}
	c.loops, c.breakable = 0, 0
	c.later, c.hoisted = true, nil
	params := c.parameters(sig, s)
	c.measure(params, s.Declarator.Ops[0].Params)
	first := append(c.hoisted, c.declareLengths(0)...)
	first = append(first, c.narrowed(params, s)...)
	body := c.blockHere(s.Body)
	body.List = append(first, body.List...)
	slots, frame, blocks := c.fn.layOut(len(params))
	c.fn, c.loops, c.breakable = outer.fn, outer.loops, outer.breakable
	c.later, c.hoisted = outer.later, outer.hoisted
	c.atEnd = append(c.atEnd, func() {
		cell.Sig, cell.At, cell.Params, cell.Body = sig, s.Declarator.Span, params, body
		cell.Slots, cell.FrameSize, cell.Blocks = slots, frame, blocks
	})
}

// parameters declares the parameters of a definition.
func (c *checker) parameters(sig *ctypes.Func, s *syntax.FuncDef) []*Var {
	out := make([]*Var, len(sig.Params))
	for i, p := range sig.Params {
		if ctypes.IsIncomplete(p.Type) {
			panic(typeError(s.Declarator.Span, "parameter %d has the incomplete type %s", i+1, p.Type))
		}
		out[i] = c.newVar(p.Name, p.Type, s.Declarator.Span, false)
		if p.Name == "" {
			continue
		}
		if c.scope.names[p.Name] != nil {
			panic(typeError(s.Declarator.Span, "two parameters are named %s", p.Name))
		}
		c.scope.declare(&Object{Name: p.Name, Kind: ObjVar, Type: p.Type, Var: out[i], At: s.Declarator.Span})
	}
	if sig.Variadic {
		c.fn.rest = c.newVar("", ctypes.VoidPtr, s.Declarator.Span, false)
		out = append(out, c.fn.rest)
	}
	return out
}

// measure gives the parameters whose types have a length that names a parameter
// before them the types that they have in the body. What it keeps stands behind
// the parameters, whose slots are the first.
func (c *checker) measure(params []*Var, list []*cdecl.Parameter) {
	for i, p := range params {
		if !namesLength(p.Type) {
			continue
		}
		t, err := c.resolver().Parameter(list[i])
		must(list[i].Declarator.Span, err)
		p.Type = t
		if o := c.scope.names[p.Name]; o != nil {
			o.Type = t
		}
	}
}

// namesLength says whether t is made of a variable length array.
func namesLength(t ctypes.Type) bool {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Pointer:
		return namesLength(t.Elem)
	case *ctypes.Array:
		return t.Count != nil || namesLength(t.Elem)
	}
	return false
}

// narrowed gives the parameters of an old-style definition the types that it
// declares, where they come promoted: float x comes as a double.
func (c *checker) narrowed(params []*Var, s *syntax.FuncDef) (out []Stmt) {
	op := &s.Declarator.Ops[0]
	for i := range op.Names {
		p, passed := op.Params[i], params[i]
		t, err := c.resolver().Parameter(p)
		must(p.Declarator.Span, err)
		if ctypes.Compatible(t, passed.Type) {
			continue
		}
		at := p.Declarator.Span
		v := c.newVar(passed.Name, t, at, false)
		c.scope.declare(&Object{Name: v.Name, Kind: ObjVar, Type: t, Var: v, At: at})
		value := convert(&VarRef{Typed{passed.Type, at}, passed}, t)
		init := &Init{Size: t.Size(), Items: []InitItem{{Type: t, Value: value}}}
		out = append(out, &DeclareVar{StmtAt: StmtAt{at}, Var: v, Init: init})
	}
	return out
}
