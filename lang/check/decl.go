package check

import (
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// newErrno is the variable errno; eval gives it its memory.
func newErrno() *Var { return &Var{Name: "errno", Type: ctypes.TInt, Live: true} }

// declaration checks a declaration of variables, functions, types or tags.
func (c *checker) declaration(d *syntax.Declaration) (out []Stmt) {
	if len(d.Items) == 0 {
		must(d.Span(), c.resolver().Lone(d.Specs))
		return nil
	}
	if isAuto(d) {
		return c.declared(d.Specs, c.autoType(d.Specs, d.Items[0]), d.Items[0])
	}
	n := len(c.lengths)
	base, err := c.resolver().Base(d.Specs)
	must(d.Span(), err)
	out = c.declareLengths(n)
	for _, item := range d.Items {
		out = append(out, c.declared(d.Specs, base, item)...)
	}
	return out
}

// isAuto says whether d is C23's auto x = E (gcc's __auto_type), which has the
// type of E.
func isAuto(d *syntax.Declaration) bool {
	s := d.Specs
	typed := len(s.Words) > 0 || s.Named != "" || s.Record != nil || s.Enum != nil || s.Typeof != nil || s.TypeofT != nil
	return s.Is("auto") && !typed && len(d.Items) == 1 && len(d.Items[0].Declarator.Ops) == 0 && d.Items[0].Init != nil
}

func (c *checker) autoType(specs *cdecl.Specs, item *syntax.InitDeclarator) ctypes.Type {
	return ctypes.Qualify(bare(cValue(c.value(item.Init)).Type()), specs.Quals)
}

// declared declares one declarator, behind the lengths that it has. The result
// is empty where nothing runs.
func (c *checker) declared(specs *cdecl.Specs, base ctypes.Type, item *syntax.InitDeclarator) (out []Stmt) {
	n := len(c.lengths)
	d, err := c.resolver().Declare(specs, base, item.Declarator)
	must(item.Span(), err)
	out = c.declareLengths(n)
	name, t := d.Name, d.Type
	if name == "" {
		panic(diag.Errorf(item.Span(), diag.Syntax, "a name is missing in the declaration"))
	}
	o := &Object{Name: name, Type: t, At: d.Span, Symbol: d.AsmLabel}
	if o.Symbol == "" {
		o.Symbol = name
	}
	switch {
	case d.Typedef:
		c.refuseInit(item, "a typedef")
		o.Kind = ObjType
	case ctypes.IsFunc(t):
		c.refuseInit(item, "a function")
		c.prototype(o)
	case specs.Is("extern") && item.Init == nil:
		c.refuseVariable(o, specs, item)
		o.Kind = ObjExtern
	default:
		c.refuseTwice(o)
		c.refuseVariable(o, specs, item)
		return append(out, c.variable(o, specs, item, d.Align))
	}
	c.scope.declare(o)
	return out
}

// refuseTwice refuses a second variable of one name in one block. In the
// session the newer one counts.
func (c *checker) refuseTwice(o *Object) {
	if older := c.scope.names[o.Name]; older != nil && older.Kind == ObjVar && !older.auto && !older.dead() && c.scope != c.top {
		panic(typeError(o.At, "%s is declared already in this block", o.Name))
	}
}

func (c *checker) refuseInit(item *syntax.InitDeclarator, what string) {
	if item.Init != nil {
		panic(typeError(item.Init.Span(), "%s takes no initialiser", what))
	}
}

// prototype declares a function. One that the session has with this type
// already stays the same function.
func (c *checker) prototype(o *Object) {
	o.Kind = ObjFunc
	if older := c.sameFunction(o); older != nil {
		o.Func, o.defined = older.Func, older.defined
		return
	}
	o.Func = &Func{Name: o.Name, Sig: ctypes.Unwrap(o.Type).(*ctypes.Func), At: o.At, Symbol: o.Symbol}
}

// sameFunction is the session function of o's name and type, or nil.
func (c *checker) sameFunction(o *Object) *Object {
	older := c.scope.find(o.Name)
	if older == nil || older.Kind != ObjFunc || !ctypes.Compatible(older.Func.Sig, o.Type) {
		return nil
	}
	return older
}

// variable declares a variable and checks its initialiser, in whose scope it
// is already.
func (c *checker) variable(o *Object, specs *cdecl.Specs, item *syntax.InitDeclarator, align int64) Stmt {
	if ctypes.IsVoid(o.Type) {
		panic(typeError(item.Span(), "%s cannot be void", o.Name))
	}
	static := specs.Is("static") && c.fn != nil
	o.Kind, o.Var = ObjVar, c.newVar(o.Name, o.Type, o.At, static)
	o.Var.Align = align
	c.scope.declare(o)
	d := &DeclareVar{StmtAt: StmtAt{item.Span()}, Var: o.Var, Static: static}
	if item.Init != nil {
		d.Init, o.Type = c.initializer(item.Init, o.Type)
		o.Var.Type = o.Type
	}
	if ctypes.IsIncomplete(o.Type) {
		panic(c.incomplete(item.Span(), o.Type, "the size of "+o.Name+" is not known"))
	}
	return d
}

// newVar makes a variable. Locals get their place when their function is
// complete.
func (c *checker) newVar(name string, t ctypes.Type, at diag.Span, static bool) *Var {
	v := &Var{Name: name, Type: t, At: at}
	if c.fn != nil && !static && (isCType(t) || isSlice(t)) {
		c.fn.locals = append(c.fn.locals, v)
	}
	return v
}

func isSlice(t ctypes.Type) bool {
	_, ok := t.(*SliceType)
	return ok
}

// layOut gives the locals of a function their places: scalars whose address
// is never taken go to slots, as do the addresses of variable length arrays, those whose address may leave to blocks of their
// own, the others to frame memory. The slots of the blocks are behind those in
// which the arguments come.
func (fn *function) layOut(params int) (slots int, frame int64, blocks []*Var) {
	for _, v := range fn.locals {
		switch {
		case isSlice(v.Type):
			v.Store, v.Slot = SlotVar, slots
			slots += 2
		case ctypes.IsVariable(v.Type):
			v.Store, v.Slot = BlockVar, slots
			slots++
		case !v.AddressTaken && ctypes.IsScalar(v.Type) && !ctypes.IsWide(v.Type):
			v.Store, v.Slot = SlotVar, slots
			slots++
		case v.Exposed > 0:
			blocks = append(blocks, v)
		default:
			align := max(v.Type.Align(), v.Align, 1)
			frame = (frame + align - 1) / align * align
			v.Store, v.Offset = FrameVar, frame
			frame += max(v.Type.Size(), 1)
		}
	}
	for i, v := range blocks {
		v.Store, v.Slot = BlockVar, max(slots, params)+i
	}
	if len(blocks) > 0 {
		slots = max(slots, params) + len(blocks)
	}
	return slots, (frame + 15) / 16 * 16, blocks
}

// staticAssert is _Static_assert(X, "message").
func (c *checker) staticAssert(x *syntax.StaticAssert) {
	if v := c.constant(x.X); !v.IsZero() {
		return
	}
	if x.Message == "" {
		panic(diag.Errorf(x.Span(), diag.Assert, "static assertion failed"))
	}
	panic(diag.Errorf(x.Span(), diag.Assert, "static assertion failed: %s", strings.Trim(x.Message, `"`)))
}
