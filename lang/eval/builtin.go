package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// builtinCall is a call of one of the shell's own functions with its arguments
// computed.
type builtinCall struct {
	m    *Machine
	x    *check.Builtin
	name string // for an owned block that it makes
	args []Value
}

// builtins that work on boxed values; the others are compiled by themselves.
var builtins = map[check.BuiltinID]func(*builtinCall) Value{
	check.BLoad:          (*builtinCall).load,
	check.BFindLibrary:   (*builtinCall).findLibrary,
	check.BSymbols:       (*builtinCall).symbols,
	check.BAddressof:     (*builtinCall).addressOf,
	check.BString:        (*builtinCall).text,
	check.BWString:       (*builtinCall).text,
	check.BBytes:         (*builtinCall).bytes,
	check.BPoke:          (*builtinCall).poke,
	check.BBuffer:        (*builtinCall).buffer,
	check.BBufferText:    (*builtinCall).buffer,
	check.BUnicodeBuffer: (*builtinCall).buffer,
	check.BLen:           (*builtinCall).length,
	check.BPrint:         (*builtinCall).print,
	check.BExit:          (*builtinCall).exit,
	check.BFree:          (*builtinCall).free,
}

func (c *compiler) builtin(x *check.Builtin) node {
	switch x.ID {
	case check.BAssert:
		return c.assert(x)
	case check.BRaw:
		return c.raw(x)
	case check.BVaList:
		return c.vaList(x)
	case check.BLength:
		return c.arrayLength(x)
	case check.BVaCopy:
		return c.vaCopy(x)
	case check.BVaNext:
		return c.vaNext(x)
	}
	run := builtins[x.ID]
	if run == nil {
		panic(diag.Errorf(x.At, diag.Type, "internal error: no builtin %d", x.ID))
	}
	name := c.takeName()
	args := make([]func(*frame) Value, len(x.Args))
	for i, a := range x.Args {
		args[i] = c.boxed(withoutAny(a))
	}
	c.calls++
	return c.unbox(x.T, func(fr *frame) Value {
		b := builtinCall{m: fr.m, x: x, name: name, args: make([]Value, len(args))}
		for i, get := range args {
			b.args[i] = get(fr)
		}
		return run(&b)
	}, x.At)
}

// withoutAny is what a conversion to any converts: arguments that are used at
// once need no copy of their own.
func withoutAny(x check.Expr) check.Expr {
	if v, ok := x.(*check.Conv); ok && v.T == check.AnyType {
		return v.X
	}
	return x
}

// assert compiles its message only to compute it when it is wanted.
func (c *compiler) assert(x *check.Builtin) node {
	yes := c.test(x.Args[0])
	message := func(*frame) string { return "assertion failed: " + x.Args[0].Span().Text() }
	if len(x.Args) > 1 {
		get := c.boxed(x.Args[1])
		message = func(fr *frame) string { return fr.m.argumentText(get(fr), x.At) }
	}
	return voids(func(fr *frame) {
		if !yes(fr) {
			panic(diag.Errorf(x.At, diag.Assert, "%s", message(fr)))
		}
	})
}

func (m *Machine) argumentText(v Value, at diag.Span) string {
	if pointerIn(v) == 0 {
		return ""
	}
	return string(m.textIn(v, 1, at))
}

// pointerIn is the address that a pointer, array or slice value is.
func pointerIn(v Value) uintptr {
	if addr, _, ok := v.Memory(); ok {
		return addr
	}
	return uintptr(v.Bits[0])
}

func (b *builtinCall) pointer(i int) uintptr { return pointerIn(b.args[i]) }

func (b *builtinCall) int(i int) int64 { return b.args[i].Int() }

func (b *builtinCall) load() Value {
	name := ""
	if p := b.args[0]; !p.IsZero() || p.Addr != 0 {
		name = b.m.argumentText(p, b.x.At)
	}
	lib, err := b.m.Load(name)
	if err != nil {
		panic(loadError(b.x.At, name, err))
	}
	return dynamic(check.LibraryType, lib)
}

func loadError(at diag.Span, name string, err error) *diag.Error {
	if e, ok := err.(*diag.Error); ok {
		if e.Span.Src == nil {
			e.Span = at
		}
		return e
	}
	return diag.Errorf(at, diag.Load, "cannot load %s: %v", name, err)
}

func (b *builtinCall) findLibrary() Value {
	path, ok := b.m.FindLibrary(b.m.argumentText(b.args[0], b.x.At))
	if !ok {
		path = ""
	}
	return b.m.textValue(path)
}

func (b *builtinCall) symbols() Value {
	lib := b.args[0].Library()
	if lib == nil {
		panic(wrongType(b.x.At, b.args[0], check.LibraryType))
	}
	names, err := b.m.Symbols(lib)
	if err != nil {
		panic(loadError(b.x.At, libraryName(lib), err))
	}
	l := &List{Items: make([]Value, len(names))}
	for i, n := range names {
		l.Items[i] = b.m.textValue(n)
	}
	return dynamic(b.x.T, l)
}

func (b *builtinCall) addressOf() Value {
	return scalar(ctypes.UintValue(b.x.T, uint64(b.pointer(0))))
}

// text is string and wstring: an owned copy with a NUL.
func (b *builtinCall) text() Value {
	at, from, unit := b.x.At, b.pointer(0), unitSize(b.x.T)
	var content []byte
	if len(b.args) > 1 {
		content = b.m.readable(at, from, b.int(1)*unit)
		if n := nulAt(content, int(unit)); n >= 0 {
			content = content[:n]
		}
	} else {
		content = b.m.textIn(b.args[0], unit, at)
	}
	elem := elementOf(b.x.T)
	block := b.m.ownArray(at, elem, b.name, int64(len(content))/unit+1)
	copy(bytesOf(block), content)
	return b.block(block)
}

// block is an owned block as the value that the checker says the call gives.
func (b *builtinCall) block(block *mem.Block) Value {
	if s, ok := isSlice(b.x.T); ok {
		return slice(s.Elem, block.Addr, block.Size/max(s.Elem.Size(), 1))
	}
	return scalar(ctypes.UintValue(b.x.T, uint64(block.Addr)))
}

// elementOf is what a pointer, array or slice type is made of.
func elementOf(t ctypes.Type) ctypes.Type {
	if s, ok := isSlice(t); ok {
		return s.Elem
	}
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Pointer:
		return ctypes.Unqualified(u.Elem)
	case *ctypes.Array:
		return ctypes.Unqualified(u.Elem)
	}
	return ctypes.TUChar
}

func bytesOf(b *mem.Block) []byte { return mem.Bytes(b.Addr, b.Size) }

func (b *builtinCall) bytes() Value {
	n := b.int(1)
	content := b.m.readable(b.x.At, b.pointer(0), n)
	block := b.m.ownArray(b.x.At, elementOf(b.x.T), b.name, n)
	copy(bytesOf(block), content)
	return b.block(block)
}

// poke writes bytes; of a literal without its NUL.
func (b *builtinCall) poke() Value {
	at, to := b.x.At, b.pointer(0)
	from, n := b.source()
	if len(b.args) > 2 {
		n = b.int(2)
	}
	content := b.m.readable(at, from, n)
	b.m.main.willWrite(at, to, n)
	copy(mem.Bytes(to, n), content)
	return Value{Value: ctypes.Value{Type: ctypes.TVoid}}
}

// source is the memory that poke copies and its length without a literal's
// NUL.
func (b *builtinCall) source() (uintptr, int64) {
	if lit, ok := literalUnder(b.x.Args[1]); ok {
		return b.m.literal(lit.Bytes), int64(len(lit.Bytes)) - unitSize(lit.T)
	}
	v := b.args[1]
	if addr, size, ok := v.Memory(); ok {
		return addr, size
	}
	addr := pointerIn(v)
	if len(b.args) > 2 {
		return addr, 0
	}
	return addr, b.m.textLength(addr, 1, b.m.roomAt(addr), b.x.At) - 1
}

// buffer is an owned array of n elements, or one that holds a text.
func (b *builtinCall) buffer() Value {
	elem, v := elementOf(b.x.T), b.args[0]
	unit := max(elem.Size(), 1)
	if v.Object == nil && ctypes.IsInteger(v.Type) {
		return b.block(b.m.ownArray(b.x.At, elem, b.name, v.Int()))
	}
	addr, room := pointerIn(v), int64(0)
	if lit, ok := literalUnder(b.x.Args[0]); ok {
		room = int64(len(lit.Bytes)) // with NULs inside
	} else if _, size, ok := v.Memory(); ok {
		room = b.m.textLength(addr, unit, size, b.x.At)
	} else {
		room = b.m.textLength(addr, unit, b.m.roomAt(addr), b.x.At)
	}
	content := b.m.readable(b.x.At, addr, room)
	n := room / unit
	if len(b.args) > 1 {
		n = max(n, b.int(1))
	}
	block := b.m.ownArray(b.x.At, elem, b.name, n)
	copy(bytesOf(block), content)
	return b.block(block)
}

func (b *builtinCall) length() Value {
	if l, ok := b.args[0].Object.(*List); ok {
		return intBox(b.x.T, int64(len(l.Items)))
	}
	v := b.args[0]
	if a, ok := ctypes.Unwrap(v.Type).(*ctypes.Array); ok {
		return intBox(b.x.T, a.Len)
	}
	if !isSliceType(v.Type) {
		panic(wrongType(b.x.At, v, &check.ListType{Elem: check.AnyType}))
	}
	return intBox(b.x.T, v.Len)
}

func (b *builtinCall) print() Value {
	b.m.print(b.args)
	return voidValue
}

func (b *builtinCall) exit() Value {
	status := 0
	if len(b.args) > 0 {
		status = int(b.int(0))
	}
	panic(&ExitRequest{status})
}

// free frees an owned block; other memory is libc's to free.
func (b *builtinCall) free() Value {
	addr := b.pointer(0)
	if addr == 0 || b.m.free(b.x.At, addr) {
		return voidValue
	}
	fn, ok := b.m.Host.Symbol(0, "free")
	if !ok {
		panic(noSymbol(b.x.At, nil, "free"))
	}
	img := &ctypes.Image{}
	img.GPR[0] = uint64(addr)
	b.m.out.flushSoon()
	b.m.call(fn, img, "free", b.args[:1])
	if img.Signal != 0 {
		panic(b.m.explain(b.x.At, "free", b.args[:1], img.Fault()))
	}
	return voidValue
}

// raw is x.raw: the bytes of an object as a slice of char.
func (c *compiler) raw(x *check.Builtin) node {
	arg := x.Args[0]
	elem := elementOf(x.T)
	if isSliceType(arg.Type()) {
		get := c.sliceValue(arg)
		unit := unitSize(arg.Type())
		return dynamics(x.T, func(fr *frame) Value {
			a, n := get(fr)
			return slice(elem, a, n*unit)
		})
	}
	if d, ok := arg.(*check.Decay); ok {
		arg = d.X
	}
	size := arg.Type().Size()
	if a, ok := arg.(*check.Addr); ok {
		arg, size = a.X, a.X.Type().Size()
	}
	p := c.place(arg, useRead)
	addr := p.address()
	return dynamics(x.T, func(fr *frame) Value { return slice(elem, addr(fr), size) })
}
