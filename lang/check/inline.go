package check

import (
	"errors"

	"cshell/diag"
	"cshell/lang/syntax"
)

// inline is an inline function of a header. No library exports it, so that it
// can be called only where its definition can be interpreted.
func (c *checker) inline(o *Object, at diag.Span) Expr {
	err := diag.Errorf(at, diag.Symbol, "%s is an inline function of a header: no library exports it", o.Name)
	if c.env.Inline == nil {
		panic(err)
	}
	fn, why := c.env.Inline(o.Name)
	if placed, ok := errors.AsType[*diag.Error](why); ok {
		if placed.Hint != "" { // it calls another that cannot be
			panic(err.WithHint("%s", placed.Hint))
		}
		panic(err.WithHint("it cannot be interpreted: %s: %s", placed.Span, placed.Message))
	}
	if fn == nil {
		panic(err)
	}
	return &FuncRef{Typed{fn.Sig, at}, fn}
}

// DefineInline checks the definition of an inline function. It sees what its
// header sees, not the names of the session, and adds none to them. It fills
// fn, which functions that it calls may call already.
func (e *Env) DefineInline(fn *Func, def *syntax.FuncDef) (d *DefineFunc, err error) {
	c := newOutsideChecker(e)
	defer c.rescue(def.Span(), &err)
	c.top.declare(&Object{Name: fn.Name, Kind: ObjFunc, Type: fn.Sig, Func: fn})
	d = c.funcDef(def)[0].(*DefineFunc)
	c.finish()
	return d, nil
}

// IsOutsideType says whether a name stands for a type where the names of the
// session do not count.
func (e *Env) IsOutsideType(name string) bool {
	_, ok := newOutsideChecker(e).lookupType(name)
	return ok
}

// newOutsideChecker checks text that sees nothing of the session.
func newOutsideChecker(e *Env) *checker {
	top := newScope(nil)
	return &checker{env: e, top: top, scope: top}
}
