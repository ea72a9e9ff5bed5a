package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// attrKey names a foreign function: the library that exports it and its symbol.
type attrKey struct {
	lib  *Library
	name string
}

// attr is what argtypes, restype and errcheck made of a function's type.
type attr struct {
	sig      *ctypes.Func
	errcheck *Func
	at       diag.Span // where the last of them was set
}

// attr finds what the session or the statement at hand set.
func (c *checker) attr(lib *Library, name string) (attr, bool) {
	if a, ok := c.attrs[attrKey{lib, name}]; ok {
		return a, true
	}
	a, ok := c.env.attrs[attrKey{lib, name}]
	return a, ok
}

// Attributes is the type that argtypes and restype gave to the function that
// name finds, and where.
func (e *Env) Attributes(name string) (sig *ctypes.Func, at diag.Span, ok bool) {
	lib, _, exported := e.outside.Exported(nil, name)
	if !exported {
		return nil, at, false
	}
	a, ok := e.attrs[attrKey{lib, name}]
	return a.sig, a.at, ok
}

func attributeNames(yield func(string) bool) {
	_ = yield("argtypes") && yield("restype") && yield("errcheck")
}

// setAttribute is f.argtypes = …, f.restype = …, f.errcheck = …; nil where the
// left side is something else. What follows in the same statement counts with
// it already.
func (c *checker) setAttribute(x *syntax.Assign) Expr {
	m, ok := x.X.(*syntax.Member)
	if !ok || m.Arrow || m.Name != "argtypes" && m.Name != "restype" && m.Name != "errcheck" {
		return nil
	}
	f := c.expr(m.X)
	if isFunctionPointer(f.Type()) {
		return c.retypePointer(x, m, f)
	}
	if !isFunction(f) {
		return nil
	}
	s := foreignSymbol(f)
	key := attrKey{c.libraryOf(s), s.Name}
	a, _ := c.attr(key.lib, key.name)
	a.sig, a.at = ctypes.Unwrap(s.T).(*ctypes.Func), x.Span()
	c.change(&a, m.Name, x.Y)
	if c.attrs == nil {
		c.attrs = map[attrKey]attr{}
	}
	c.attrs[key] = a
	env := c.env
	return &SetAttr{Typed{ctypes.TVoid, x.Span()}, func() {
		env.attrs[key] = a
		env.version++
	}}
}

// foreignSymbol is the foreign function whose attributes are set; a session
// prototype stands for one.
func foreignSymbol(f Expr) *Symbol {
	switch f := f.(type) {
	case *Symbol:
		return f
	case *FuncRef:
		if f.Fn.Body == nil {
			return &Symbol{Typed: f.Typed, Name: f.Fn.Symbol}
		}
	}
	panic(typeError(f.Span(), "%s is a function of the session: its type is declared", f.Span().Text()))
}

// change applies one attribute.
func (c *checker) change(a *attr, name string, y syntax.Expr) {
	sig := *a.sig
	switch name {
	case "argtypes":
		sig.Params, sig.Proto = c.parameterList(y), true
	case "restype":
		sig.Result = c.typeArgument(y, "restype")
	case "errcheck":
		a.errcheck = c.errcheck(y)
	}
	if a.errcheck != nil {
		c.wantCheckable(y.Span(), sig.Result, a.errcheck)
	}
	a.sig = &sig
}

// wantCheckable refuses a result that the function of errcheck cannot take.
func (c *checker) wantCheckable(at diag.Span, result ctypes.Type, by *Func) {
	if ctypes.IsVoid(result) {
		panic(typeError(at, "there is no result that %s could check", by.Name).WithHint("errcheck = None ends checking"))
	}
	sample := &Conv{Typed{bare(result), at}, nil, false}
	c.assignable(sample, by.Sig.Params[0].Type, "the result for "+by.Name)
}

// parameterList is the right side of argtypes: a list of types, or None for
// no parameters.
func (c *checker) parameterList(y syntax.Expr) (params []ctypes.Param) {
	list, ok := y.(*syntax.List)
	if !ok {
		if e := c.expr(y); isNull(e) {
			return nil
		}
		panic(typeError(y.Span(), "argtypes wants a list of types: [c_int, char *]"))
	}
	for _, item := range list.Items {
		params = append(params, c.parameterType(item, "argtypes"))
	}
	return params
}

// errcheck is the session function that sees every result; None ends that.
func (c *checker) errcheck(y syntax.Expr) *Func {
	e := c.expr(y)
	if isNull(e) {
		return nil
	}
	ref, ok := e.(*FuncRef)
	if !ok {
		panic(typeError(y.Span(), "errcheck wants a function of the session, found %s", e.Type()))
	}
	if n := len(ref.Fn.Sig.Params); n != 1 {
		panic(typeError(y.Span(), "errcheck wants a function of 1 argument, %s has %d", ref.Fn.Name, n))
	}
	return ref.Fn
}

// retypePointer sets argtypes or restype of a function pointer that x = E
// declared: the variable stays, its type is another from now on.
func (c *checker) retypePointer(x *syntax.Assign, m *syntax.Member, f Expr) Expr {
	v, ok := f.(*VarRef)
	var o *Object
	if ok {
		o = c.scope.find(v.Var.Name)
	}
	if o == nil || o.Var != v.Var || !o.auto || m.Name == "errcheck" {
		panic(typeError(f.Span(), "the type of %s is declared", f.Span().Text()))
	}
	a := attr{sig: ctypes.Unwrap(pointee(f.Type())).(*ctypes.Func)}
	c.change(&a, m.Name, x.Y)
	retyped := *o
	moved := *o.Var
	moved.Type = ctypes.PointerTo(a.sig)
	retyped.Var, retyped.Type = &moved, moved.Type
	c.autoScope().declare(&retyped)
	return &SetAttr{Typed{ctypes.TVoid, x.Span()}, func() {}}
}

// functionAttribute reads f.argtypes or f.restype.
func (c *checker) functionAttribute(x *syntax.Member, f Expr) Expr {
	sig := c.signature(unqualified(f))
	switch x.Name {
	case "restype":
		return &TypeVal{Typed{TypeType, x.Span()}, sig.Result}
	case "argtypes":
		list := &List{Typed: Typed{At: x.Span()}}
		t := &ListType{Elem: AnyType}
		for _, p := range sig.Params {
			list.Items = append(list.Items, toAny(&TypeVal{Typed{TypeType, x.Span()}, p.Type}))
			t.Elems = append(t.Elems, TypeType)
		}
		list.T = t
		return list
	}
	return nil
}
