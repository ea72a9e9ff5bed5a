package check

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
)

// compare notes, once for each function, where the session's declaration of a
// foreign function differs from the debug information of the library that
// exports it, in what a call passes.
func (c *checker) compare(fn *Func, in *Library, at diag.Span) {
	if c.env.Described == nil || c.env.compared[fn] {
		return
	}
	c.env.compared[fn] = true
	d, ok := c.env.Described(in, fn.Symbol)
	if !ok {
		return
	}
	theirs, ok := ctypes.Unwrap(d.Type).(*ctypes.Func)
	if !ok {
		return
	}
	if what, yours, other := disagreement(fn.Sig, theirs); what != "" {
		c.note(at, "%s of %s: you declared %s, %s says %s", what, fn.Name, yours, d.From, other)
	}
}

// disagreement is the first part of two function types that a call would pass
// in different ways; "" for none.
func disagreement(a, b *ctypes.Func) (what, yours, theirs string) {
	if !ctypes.IsVoid(a.Result) && !passedAlike(a.Result, b.Result) {
		return "the result", a.Result.String(), b.Result.String()
	}
	if !a.Proto || !b.Proto {
		return "", "", ""
	}
	if len(a.Params) != len(b.Params) && !a.Variadic && !b.Variadic {
		return "the parameters", fmt.Sprint(len(a.Params)), fmt.Sprint(len(b.Params))
	}
	for i := range min(len(a.Params), len(b.Params)) {
		if p, q := a.Params[i].Type, b.Params[i].Type; !passedAlike(p, q) {
			return fmt.Sprintf("parameter %d", i+1), p.String(), q.String()
		}
	}
	return "", "", ""
}

// passedAlike says whether values of two types are passed in the same way.
// Pointers are, whatever they point to, and so are integers of one size.
func passedAlike(a, b ctypes.Type) bool {
	a, b = ctypes.Unwrap(a), ctypes.Unwrap(b)
	_, recordA := a.(*ctypes.Record)
	_, recordB := b.(*ctypes.Record)
	if ctypes.IsIncomplete(a) || ctypes.IsIncomplete(b) {
		return ctypes.IsVoid(a) == ctypes.IsVoid(b)
	}
	return a.Size() == b.Size() && recordA == recordB &&
		ctypes.IsFloating(a) == ctypes.IsFloating(b)
}
