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
		"va_start":              (*checker).vaStart,
		"va_arg":                (*checker).vaArg,
		"va_copy":               (*checker).vaCopy,
		"va_end":                (*checker).vaEnd,
	}
}

// isShellFunction says whether a name is a function of the shell.
func isShellFunction(name string) bool {
	return builtins[name] != nil || typeFunctions[name] != nil
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
		p := c.memory(x, 0, name)
		if elem := elemOf(p.Type()); !ctypes.IsVoid(elem) && elem.Size() != result.Elem.Size() {
			panic(typeError(p.Span(), "%s wants %s, found %s", name, result, p.Type()))
		}
		args := []Expr{p}
		if len(x.Args) == 2 {
			args = append(args, c.long(x.Args[1], "a length"))
		}
		return builtin(x, id, result, args...)
	}
}

// memory is an argument that says where: a pointer, a whole array or slice, or
// an integer as ctypes has it.
func (c *checker) memory(x *syntax.Call, i int, name string) Expr {
	e := c.shown(x.Args[i])
	switch t := e.Type(); {
	case t == AnyType || ctypes.IsInteger(t):
		return cast(e.Span(), ctypes.VoidPtr, e)
	case ctypes.IsPointer(t), isArray(t), isSlice(t):
		return e
	}
	panic(typeError(e.Span(), "%s is %s, a pointer is wanted", ordinalArgument(i, name), e.Type()))
}

// viewer is bytes(p, n) and peek(p, n).
func viewer(name string) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 2, 2)
		p, n := c.memory(x, 0, name), c.long(x.Args[1], "a length")
		return builtin(x, BBytes, &SliceType{ctypes.TUChar}, p, n)
	}
}

// poke is poke(p, bytes[, n]). The source is an array, a slice, text, a
// pointer with a length, or a value whose bytes are meant.
func (c *checker) poke(x *syntax.Call) Expr {
	wantArgs(x, "poke", 2, 3)
	args := []Expr{c.memory(x, 0, "poke"), c.shown(x.Args[1])}
	if len(x.Args) == 3 {
		args = append(args, c.long(x.Args[2], "a length"))
	}
	switch t := args[1].Type(); {
	case isArray(t), isSlice(t), ctypes.IsPointer(t) && len(args) == 3:
	case ctypes.IsPointer(t) && !ctypes.IsCharLike(pointee(t)):
		panic(typeError(args[1].Span(), "poke from %s needs a length: poke(p, bytes, n)", t))
	case ctypes.IsPointer(t):
	case isCType(t):
		args = c.objectBytes(args)
	default:
		panic(typeError(args[1].Span(), "poke: argument 2 is a %s, bytes are wanted", t))
	}
	return builtin(x, BPoke, ctypes.TVoid, args...)
}

// objectBytes puts a value in memory so that its bytes can be copied.
func (c *checker) objectBytes(args []Expr) []Expr {
	e := c.rvalue(args[1])
	t := e.Type()
	temp := &Temp{Typed{t, e.Span()}, oneValue(e), LifeCall}
	if len(args) == 2 {
		args = append(args, intConst(ctypes.TLong, t.Size(), e.Span()))
	}
	args[1] = &Addr{Typed{ctypes.PointerTo(t), e.Span()}, temp}
	return args
}

// buffer is buffer(n) or buffer("text"), ctypes' create_string_buffer(init, n)
// too.
func buffer(name string, id BuiltinID, elem ctypes.Type) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 1, 2)
		t := &SliceType{elem}
		e := c.bufferText(x.Args[0], elem)
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

// bufferText is the first argument of buffer.
func (c *checker) bufferText(x syntax.Expr, elem ctypes.Type) Expr {
	if lit := wideText(x, elem); lit != nil {
		return c.rvalue(lit)
	}
	return c.value(x)
}

// wideText is the literal of wide characters that a plain one stands for where
// such are wanted, since Python has one kind of text; else nil.
func wideText(x syntax.Expr, elem ctypes.Type) Expr {
	if lit, ok := x.(*syntax.StringLit); ok && elem.Size() == 4 && literalPrefix(lit) == "" {
		return stringOf(lit, "L")
	}
	return nil
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
