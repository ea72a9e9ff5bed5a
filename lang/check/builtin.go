package check

import (
	"strconv"

	"cshell/ctypes"
	"cshell/lang/syntax"
)

// builtins are the shell's own functions; see typeFunctions for those that
// are folded away.
var builtins map[string]func(*checker, *syntax.Call) Expr

func init() {
	builtins = map[string]func(*checker, *syntax.Call) Expr{
		"load":                  (*checker).load,
		"CDLL":                  (*checker).load,
		"find_library":          (*checker).findLibrary,
		"symbols":               (*checker).symbols,
		"string":                copier("string", BString, ctypes.CharPtr),
		"string_at":             copier("string_at", BString, ctypes.CharPtr),
		"wstring":               copier("wstring", BWString, ctypes.PointerTo(charType("L"))),
		"wstring_at":            copier("wstring_at", BWString, ctypes.PointerTo(charType("L"))),
		"bytes":                 viewer("bytes"),
		"peek":                  viewer("peek"),
		"poke":                  (*checker).poke,
		"buffer":                buffer("buffer", BBuffer, ctypes.TChar),
		"create_string_buffer":  buffer("create_string_buffer", BBuffer, ctypes.TChar),
		"create_unicode_buffer": buffer("create_unicode_buffer", BUnicodeBuffer, charType("L")),
		"len":                   (*checker).len,
		"print":                 (*checker).print,
		"assert":                (*checker).assert,
		"exit":                  (*checker).exit,
		"free":                  (*checker).free,
	}
}

func decimal(n int) string { return strconv.Itoa(n) }

func builtin(x *syntax.Call, id BuiltinID, t ctypes.Type, args ...Expr) Expr {
	return &Builtin{Typed{t, x.Span()}, id, args}
}

// load is load(name) or CDLL(name); NULL is the program itself. ctypes' second
// argument, a mode, is taken and ignored.
func (c *checker) load(x *syntax.Call) Expr {
	wantArgs(x, "load", 1, 2)
	for _, a := range x.Args[1:] {
		c.expr(a)
	}
	return builtin(x, BLoad, LibraryType, c.text(x, 0, "load"))
}

// text is an argument that is a C string or NULL.
func (c *checker) text(x *syntax.Call, i int, name string) Expr {
	return c.assignable(c.value(x.Args[i]), ctypes.CharPtr, ordinalArgument(i, name))
}

func (c *checker) findLibrary(x *syntax.Call) Expr {
	wantArgs(x, "find_library", 1, 1)
	return builtin(x, BFindLibrary, ctypes.CharPtr, c.text(x, 0, "find_library"))
}

func (c *checker) symbols(x *syntax.Call) Expr {
	wantArgs(x, "symbols", 1, 1)
	lib := c.value(x.Args[0])
	if lib.Type() != LibraryType && lib.Type() != AnyType {
		panic(typeError(lib.Span(), "symbols wants a library, found %s", lib.Type()))
	}
	return builtin(x, BSymbols, &ListType{Elem: ctypes.CharPtr}, lib)
}

// copier is string(p[, n]) and the like: an owned copy with a NUL.
func copier(name string, id BuiltinID, result *ctypes.Pointer) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 1, 2)
		p := c.pointerArgument(x, 0, name)
		if elem := pointee(p.Type()); !ctypes.IsVoid(elem) && elem.Size() != result.Elem.Size() {
			panic(typeError(p.Span(), "%s wants %s, found %s", name, result, p.Type()))
		}
		args := []Expr{p}
		if len(x.Args) == 2 {
			args = append(args, c.long(x.Args[1], "a length"))
		}
		return builtin(x, id, result, args...)
	}
}

// pointerArgument is an argument that is an address: a pointer, an array, or
// an integer as ctypes has it.
func (c *checker) pointerArgument(x *syntax.Call, i int, name string) Expr {
	e := c.operand(x.Args[i])
	switch {
	case e.Type() == AnyType || ctypes.IsInteger(e.Type()):
		return cast(e.Span(), ctypes.VoidPtr, e)
	case ctypes.IsPointer(e.Type()):
		return e
	}
	panic(typeError(e.Span(), "%s: %s is %s, a pointer is wanted", name, ordinalArgument(i, name), e.Type()))
}

// viewer is bytes(p, n) and peek(p, n).
func viewer(name string) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 2, 2)
		p, n := c.pointerArgument(x, 0, name), c.long(x.Args[1], "a length")
		return builtin(x, BBytes, &SliceType{ctypes.TUChar}, p, n)
	}
}

// poke is poke(p, bytes[, n]). The source is an array, slice or pointer; a
// number is its own bytes. A length of its own tells how much of an array
// counts, a literal without its NUL.
func (c *checker) poke(x *syntax.Call) Expr {
	wantArgs(x, "poke", 2, 3)
	to := c.pointerArgument(x, 0, "poke")
	from := c.expr(x.Args[1])
	var n Expr
	if len(x.Args) == 3 {
		n = c.long(x.Args[2], "a length")
	}
	switch t := from.Type(); {
	case isArray(t):
		if n == nil {
			n = uintConst(ctypes.TLong, pokedSize(from), x.Span())
		}
		from = decay(from)
	case isSlice(t):
		if n == nil {
			size := uintConst(ctypes.TLong, t.(*SliceType).Elem.Size(), x.Span())
			length := convert(builtin(x, BLen, ctypes.SizeT, from), ctypes.TLong)
			n = &Binary{Typed{ctypes.TLong, x.Span()}, ctypes.Mul, length, size}
		}
		from = decay(from)
	case ctypes.IsPointer(t) && n != nil:
		from = unqualified(from)
	case ctypes.IsPointer(t):
		panic(typeError(from.Span(), "poke from %s needs a length: poke(p, bytes, n)", t))
	case isCType(t) && (ctypes.IsScalar(t) || isRecord(t)):
		from, n = c.objectBytes(from, n)
	default:
		panic(typeError(from.Span(), "poke: argument 2 is %s, bytes are wanted", t))
	}
	return builtin(x, BPoke, ctypes.TVoid, to, from, n)
}

// pokedSize is the size of an array; of a literal without its NUL.
func pokedSize(e Expr) int64 {
	if lit, ok := e.(*StrLit); ok {
		return int64(len(lit.Bytes)) - elemOf(lit.T).Size()
	}
	return e.Type().Size()
}

// objectBytes puts a value in memory so that its bytes can be copied.
func (c *checker) objectBytes(e, n Expr) (Expr, Expr) {
	e = c.rvalue(e)
	temp := &Temp{Typed{e.Type(), e.Span()}, oneValue(e), LifeCall}
	if n == nil {
		n = intConst(ctypes.TLong, e.Type().Size(), e.Span())
	}
	return &Addr{Typed{ctypes.PointerTo(e.Type()), e.Span()}, temp}, n
}

// buffer is buffer(n) or buffer("text"), ctypes' create_string_buffer(init, n)
// too.
func buffer(name string, id BuiltinID, elem ctypes.Type) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 1, 2)
		t := &SliceType{elem}
		e := c.value(x.Args[0])
		if e.Type() == AnyType {
			e = convert(e, ctypes.TLong)
		}
		if ctypes.IsInteger(e.Type()) && len(x.Args) == 1 {
			return builtin(x, id, t, convert(e, ctypes.TLong))
		}
		text := c.assignable(e, ctypes.PointerTo(elem), ordinalArgument(0, name))
		if id == BBuffer {
			id = BBufferText
		}
		if len(x.Args) == 2 {
			return builtin(x, id, t, text, c.long(x.Args[1], "a length"))
		}
		return builtin(x, id, t, text)
	}
}

// len counts the elements of an array, slice or list.
func (c *checker) len(x *syntax.Call) Expr {
	wantArgs(x, "len", 1, 1)
	e := c.expr(x.Args[0])
	switch t := ctypes.Unwrap(e.Type()).(type) {
	case *ctypes.Array:
		return uintConst(ctypes.SizeT, max(t.Len, 0), x.Span())
	case *ctypes.Vector:
		return uintConst(ctypes.SizeT, t.Len, x.Span())
	case *SliceType, *ListType:
		return builtin(x, BLen, ctypes.SizeT, e)
	case *ctypes.Pointer:
		panic(typeError(e.Span(), "%s does not know its length", e.Type()).
			WithHint("strlen(p) counts a string, p[0:n] is an array of n"))
	}
	if e.Type() == AnyType {
		return builtin(x, BLen, ctypes.SizeT, e)
	}
	if v, ok := e.(*TypeVal); ok && isArray(v.Of) {
		return uintConst(ctypes.SizeT, max(ctypes.Unwrap(v.Of).(*ctypes.Array).Len, 0), x.Span())
	}
	panic(typeError(e.Span(), "%s has no length", e.Type()))
}

// print takes any number of values of any type.
func (c *checker) print(x *syntax.Call) Expr {
	args := make([]Expr, len(x.Args))
	for i, a := range x.Args {
		args[i] = toAny(c.shown(a))
	}
	return builtin(x, BPrint, ctypes.TVoid, args...)
}

func (c *checker) assert(x *syntax.Call) Expr {
	wantArgs(x, "assert", 1, 2)
	args := []Expr{c.scalar(x.Args[0])}
	if len(x.Args) == 2 {
		args = append(args, c.text(x, 1, "assert"))
	}
	return builtin(x, BAssert, ctypes.TVoid, args...)
}

func (c *checker) exit(x *syntax.Call) Expr {
	wantArgs(x, "exit", 0, 1)
	if len(x.Args) == 0 {
		return builtin(x, BExit, ctypes.TVoid, intConst(ctypes.TInt, 0, x.Span()))
	}
	return builtin(x, BExit, ctypes.TVoid, convert(c.integer(x.Args[0], "the exit status"), ctypes.TInt))
}

// free is for memory that the shell owns, and libc's for other memory.
func (c *checker) free(x *syntax.Call) Expr {
	wantArgs(x, "free", 1, 1)
	p := c.assignable(c.value(x.Args[0]), ctypes.VoidPtr, ordinalArgument(0, "free"))
	return builtin(x, BFree, ctypes.TVoid, p)
}
