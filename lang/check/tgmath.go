package check

import (
	"cshell/ctypes"
	"cshell/lang/syntax"
)

// What the macros of <tgmath.h> expand to: __builtin_tgmath(sqrtf, sqrt, sqrtl,
// csqrtf, csqrt, csqrtl, (x)) calls the one of its functions that takes x.
func (c *checker) typeGeneric(x *syntax.Call) Expr {
	var functions []Expr
	for _, a := range x.Args {
		f := c.unevaluated(a)
		if !isFunction(f) {
			break
		}
		functions = append(functions, f)
	}
	call := *x
	call.Args = x.Args[len(functions):]
	if len(functions) == 0 || len(call.Args) == 0 {
		panic(typeError(x.Span(), "__builtin_tgmath expects functions and their arguments"))
	}
	wanted := c.genericType(functions, call.Args)
	for _, t := range []ctypes.Type{wanted, complexOfReal(wanted)} {
		for _, f := range functions {
			if ctypes.Compatible(genericParameter(functions, f), t) {
				return c.callTo(f, &call)
			}
		}
	}
	panic(typeError(x.Span(), "no function of %s takes %s", calleeName(functions[0]), wanted))
}

// genericType is the type that all arguments convert to which stand where the
// functions differ; integers count as double.
func (c *checker) genericType(functions []Expr, args []syntax.Expr) ctypes.Type {
	var wanted ctypes.Type
	for i, a := range args {
		if !isGeneric(functions, i) {
			continue
		}
		t := bare(c.unevaluated(a).Type())
		switch {
		case !ctypes.IsArithmetic(t):
			panic(typeError(a.Span(), "argument %d of %s must be a number, found %s", i+1, calleeName(functions[0]), t))
		case !ctypes.IsFloating(t) && !ctypes.IsComplex(t):
			t = ctypes.TDouble
		}
		if wanted == nil {
			wanted = t
		}
		wanted = ctypes.Usual(wanted, t)
	}
	return wanted
}

// isGeneric says whether the functions differ in a parameter.
func isGeneric(functions []Expr, i int) bool {
	first := parameter(functions[0], i)
	for _, f := range functions {
		if !ctypes.Compatible(parameter(f, i), first) {
			return true
		}
	}
	return false
}

// genericParameter is the type of the first parameter in which f differs from others.
func genericParameter(functions []Expr, f Expr) ctypes.Type {
	for i := range signatureOf(f).Params {
		if isGeneric(functions, i) {
			return parameter(f, i)
		}
	}
	return ctypes.TVoid
}

func parameter(f Expr, i int) ctypes.Type {
	if params := signatureOf(f).Params; i < len(params) {
		return bare(params[i].Type)
	}
	return ctypes.TVoid
}

func signatureOf(f Expr) *ctypes.Func { return ctypes.Unwrap(f.Type()).(*ctypes.Func) }

// complexOfReal is the complex type of a real one: carg takes real numbers, too.
func complexOfReal(t ctypes.Type) ctypes.Type {
	if ctypes.IsComplex(t) {
		return t
	}
	return ctypes.ComplexOf(ctypes.Unwrap(t).(*ctypes.Basic))
}
