package check

import (
	"cshell/ctypes"
	"cshell/lang/syntax"
)

// isVaList knows va_list by its names.
func isVaList(t ctypes.Type) bool {
	for {
		d, ok := ctypes.Unqualified(t).(*ctypes.Typedef)
		if !ok {
			return false
		}
		switch d.Name {
		case "va_list", "__builtin_va_list", "__gnuc_va_list":
			return true
		}
		t = d.Under
	}
}

// vaList is va_list(a, b): the arguments of a v… function. At top level its
// memory is gone after the statement.
func (c *checker) vaList(x *syntax.Call, t ctypes.Type) Expr {
	if c.fn == nil && c.passed != syntax.Expr(x) {
		panic(typeError(x.Span(), "%s(…) lives as long as the call that it is an argument of: write it there", t))
	}
	args := make([]Expr, len(x.Args))
	for i, a := range x.Args {
		args[i] = c.promotedArgument(a)
	}
	return &Builtin{Typed{ctypes.Decay(bare(t)), x.Span()}, BVaList, args}
}

// vaStart is va_start(ap, last). Which parameter is last is known anyway.
func (c *checker) vaStart(x *syntax.Call) Expr {
	wantArgs(x, "va_start", 1, 2)
	if c.fn == nil || c.fn.rest == nil {
		panic(typeError(x.Span(), "va_start stands only in functions with variable arguments"))
	}
	from := &VarRef{Typed{ctypes.VoidPtr, x.Span()}, c.fn.rest}
	return builtin(x, BVaCopy, ctypes.TVoid, c.vaListOf(x, 0, "va_start"), from)
}

func (c *checker) vaCopy(x *syntax.Call) Expr {
	wantArgs(x, "va_copy", 2, 2)
	return builtin(x, BVaCopy, ctypes.TVoid, c.vaListOf(x, 0, "va_copy"), c.vaListOf(x, 1, "va_copy"))
}

// vaEnd is va_end(ap), which has nothing to do.
func (c *checker) vaEnd(x *syntax.Call) Expr {
	wantArgs(x, "va_end", 1, 1)
	return cast(x.Span(), ctypes.TVoid, c.vaListOf(x, 0, "va_end"))
}

// vaArg is va_arg(ap, T).
func (c *checker) vaArg(x *syntax.Call) Expr {
	wantArgs(x, "va_arg", 2, 2)
	list, t := c.vaListOf(x, 0, "va_arg"), bare(c.typeOf(x.Args[1]))
	if passed := ctypes.DefaultPromote(t); isArith(t) && !ctypes.Compatible(passed, t) {
		panic(typeError(x.Args[1].Span(), "%s is passed as %s: va_arg(ap, %s)", t, passed, passed))
	}
	if ctypes.IsVoid(t) || ctypes.IsIncomplete(t) || ctypes.IsFunc(t) || isArray(t) {
		panic(typeError(x.Args[1].Span(), "no argument has the type %s", t))
	}
	next := builtin(x, BVaNext, ctypes.PointerTo(t), list)
	return valueOnly(c.dereference(x.Span(), next), x.Span())
}

// vaListOf is an argument that is a va_list: the address of one.
func (c *checker) vaListOf(x *syntax.Call, i int, name string) Expr {
	e := c.value(x.Args[i])
	if p, ok := ctypes.Unwrap(e.Type()).(*ctypes.Pointer); ok {
		if r, ok := ctypes.Unwrap(p.Elem).(*ctypes.Record); ok && r.Tag == "__va_list_tag" {
			return e
		}
	}
	panic(typeError(e.Span(), "%s: a va_list is wanted, found %s", ordinalArgument(i, name), e.Type()))
}
