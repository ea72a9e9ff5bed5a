package check

import (
	"slices"

	"cshell/ctypes"
	"cshell/lang/syntax"
)

// What a ctypes session writes: POINTER(c_int), byref(x), p.contents. All of
// it is folded into plain C here.

// typeFunctions are functions on types and places that the checker answers
// by itself.
var typeFunctions map[string]func(*checker, *syntax.Call) Expr

func init() {
	typeFunctions = map[string]func(*checker, *syntax.Call) Expr{
		"POINTER":   (*checker).pointerType,
		"CFUNCTYPE": (*checker).functionType,
		"sizeof":    sizeCall("sizeof"),
		"alignof":   sizeCall("alignof"),
		"alignment": sizeCall("alignof"),
		"offsetof":  (*checker).offsetof,
		"typeof":    (*checker).typeofCall,
		"cast":      (*checker).castCall,
		"byref":     (*checker).pointer,
		"pointer":   (*checker).pointer,
		"addressof": (*checker).addressof,
	}
}

// typeArgument is an argument that is a type; None is void.
func (c *checker) typeArgument(x syntax.Expr, what string) ctypes.Type {
	if t, ok := x.(*syntax.TypeExpr); ok {
		return c.typeName(t.Type)
	}
	e := c.expr(x)
	if t, ok := e.(*TypeVal); ok {
		return t.Of
	}
	if isNull(e) && ctypes.IsPointer(e.Type()) {
		return ctypes.TVoid
	}
	panic(typeError(x.Span(), "%s wants a type, found %s", what, e.Type()))
}

func typeValue(x *syntax.Call, t ctypes.Type) Expr {
	return &TypeVal{Typed{TypeType, x.Span()}, t}
}

func (c *checker) pointerType(x *syntax.Call) Expr {
	wantArgs(x, "POINTER", 1, 1)
	return typeValue(x, ctypes.PointerTo(c.typeArgument(x.Args[0], "POINTER")))
}

// functionType is CFUNCTYPE(result, params…), which is a pointer in C.
func (c *checker) functionType(x *syntax.Call) Expr {
	wantArgs(x, "CFUNCTYPE", 1, -1)
	f := &ctypes.Func{Result: c.typeArgument(x.Args[0], "CFUNCTYPE"), Proto: true}
	for _, a := range x.Args[1:] {
		f.Params = append(f.Params, c.parameterType(a, "CFUNCTYPE"))
	}
	return typeValue(x, ctypes.PointerTo(f))
}

// parameterType is a type in a list of parameters: arrays and functions are
// pointers there.
func (c *checker) parameterType(x syntax.Expr, what string) ctypes.Param {
	t := c.typeArgument(x, what)
	if ctypes.IsVoid(t) {
		panic(typeError(x.Span(), "a parameter cannot be void"))
	}
	return ctypes.Param{Type: ctypes.Decay(t)}
}

func sizeCall(op string) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, op, 1, 1)
		return c.sizeof(&syntax.Sizeof{At: x.At, Op: op, X: x.Args[0]})
	}
}

func (c *checker) typeofCall(x *syntax.Call) Expr {
	wantArgs(x, "typeof", 1, 1)
	return typeValue(x, c.typeOf(x.Args[0]))
}

// castCall is cast(p, T).
func (c *checker) castCall(x *syntax.Call) Expr {
	wantArgs(x, "cast", 2, 2)
	e := c.operand(x.Args[0])
	return cast(x.Span(), c.typeArgument(x.Args[1], "cast"), e)
}

// pointer is byref(x) and pointer(x): &x.
func (c *checker) pointer(x *syntax.Call) Expr {
	wantArgs(x, "byref", 1, 1)
	return c.addressOf(x.Span(), c.expr(x.Args[0]))
}

// addressof is &x as a number.
func (c *checker) addressof(x *syntax.Call) Expr {
	wantArgs(x, "addressof", 1, 1)
	p := c.addressOf(x.Span(), c.expr(x.Args[0]))
	return &Conv{Typed{ctypes.TULong, x.Span()}, p, true}
}

// valueAttributes are ctypes' attributes of values.
var valueAttributes = []string{"value", "contents", "raw"}

func isAttribute(name string) bool { return slices.Contains(valueAttributes, name) }

// attribute is x.value, p.contents, buf.raw, or the declared type of a
// function: f.restype.
func (c *checker) attribute(x *syntax.Member, base Expr) Expr {
	switch t := base.Type(); {
	case x.Arrow:
		panic(typeError(x.Span(), "%s does not point to a struct or union", t))
	case x.Name == "value" && isScalarPlace(t):
		return base
	case x.Name == "value" && takesText(t):
		return base // shown up to its NUL; to assign to it is to assign to the array
	case x.Name == "contents" && ctypes.IsPointer(t):
		return c.dereference(x.Span(), unqualified(base))
	case x.Name == "raw" && isSlice(t):
		return &Builtin{Typed{&SliceType{ctypes.TChar}, x.Span()}, BRaw, []Expr{base}}
	case x.Name == "raw" && isPlace(base) && isCType(t):
		return rawBytes(x, base)
	case isFunction(base) || isFunctionPointer(t):
		if e := c.functionAttribute(x, base); e != nil {
			return e
		}
	}
	err := nameError(x.NameAt, "%s has no member %s", base.Type(), x.Name)
	if HintMissing(err, x.Name) {
		panic(err)
	}
	if isFunction(base) || isFunctionPointer(base.Type()) {
		panic(suggest(err, x.Name, attributeNames))
	}
	panic(suggest(err, x.Name, slices.Values(valueAttributes)))
}

func isScalarPlace(t ctypes.Type) bool { return isCType(t) && ctypes.IsScalar(t) }

// rawBytes is the bytes of an object as a char array.
func rawBytes(x *syntax.Member, base Expr) Expr {
	t := ctypes.ArrayOf(ctypes.TChar, base.Type().Size())
	return memberPlace(base, t, 0, nil, x.Span())
}
