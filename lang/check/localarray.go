package check

import (
	"slices"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/lang/syntax"
)

// variableLength is the length of a local array that only the run will know,
// or nil. In a block outside of functions, a session variable may have changed by
// then.
func (c *checker) variableLength(specs *cdecl.Specs, d *cdecl.Declarator) Expr {
	if c.atTop() || len(specs.Storage) > 0 || len(d.Ops) == 0 || d.Ops[0].Kind != cdecl.OpArray {
		return nil
	}
	x, ok := d.Ops[0].Len.(syntax.Expr)
	if !ok {
		return nil
	}
	n := c.operand(x)
	if c.isFixed(n) || !ctypes.IsInteger(n.Type()) {
		return nil
	}
	return convert(n, ctypes.TLong)
}

// isFixed says whether n is the same whenever it is computed.
func (c *checker) isFixed(n Expr) bool {
	c.noVars = true
	defer func() { c.noVars = false }()
	_, constant := c.evaluate(n)
	return constant
}

// variableArray declares an array of n elements as a slice of frame memory.
func (c *checker) variableArray(specs *cdecl.Specs, base ctypes.Type, item *syntax.InitDeclarator, n Expr) Stmt {
	open := *item.Declarator
	open.Ops = slices.Clone(open.Ops)
	open.Ops[0].Len = nil
	d, err := c.resolver().Declare(specs, base, &open)
	must(item.Span(), err)
	c.refuseInit(item, "an array of variable length")
	elem := ctypes.Unwrap(d.Type).(*ctypes.Array).Elem
	if ctypes.IsIncomplete(elem) {
		panic(typeError(item.Span(), "there are no arrays of %s", elem))
	}
	t := &SliceType{elem}
	o := &Object{Name: d.Name, Kind: ObjVar, Type: t, At: d.Span, Var: c.newVar(d.Name, t, d.Span, false)}
	c.refuseTwice(o)
	c.scope.declare(o)
	at := item.Span()
	return &DeclareVar{StmtAt: StmtAt{at}, Var: o.Var, Bind: &Builtin{Typed{t, at}, BLocalArray, []Expr{n}}}
}
