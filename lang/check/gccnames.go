package check

import (
	"math"
	"strings"

	"cshell/ctypes"
	"cshell/lang/syntax"
)

// What macros of headers expand to: gcc's __builtin_ functions. Those that are
// functions of libc under another name are called there, the others folded.

const builtinPrefix = "__builtin_"

// quietNaN is gcc's; Go's has another bit set.
var quietNaN = math.Float64frombits(0x7ff8 << 48)

// gccFunctions are the builtins that are no functions of libc.
var gccFunctions map[string]func(*checker, *syntax.Call) Expr

func init() {
	gccFunctions = map[string]func(*checker, *syntax.Call) Expr{
		"expect":             (*checker).firstArgument,
		"assume_aligned":     (*checker).firstArgument,
		"prefetch":           (*checker).nothing,
		"unreachable":        (*checker).abort,
		"trap":               (*checker).abort,
		"constant_p":         (*checker).isConstant,
		"choose_expr":        (*checker).chooseExpr,
		"types_compatible_p": (*checker).typesCompatible,
		"offsetof":           (*checker).offsetof,
		"complex":            (*checker).complexOf,
		"va_start":           (*checker).vaStart,
		"va_arg":             (*checker).vaArg,
		"va_copy":            (*checker).vaCopy,
		"va_end":             (*checker).vaEnd,
		"isnan":              classifier("isnan"),
		"isinf":              classifier("isinf"),
		"isinf_sign":         classifier("isinf"),
		"isfinite":           classifier("finite"),
		"signbit":            classifier("__signbit"),
		"fpclassify":         classifier("__fpclassify"),
		"isnormal":           (*checker).isNormal,
		"add_overflow":       overflow(ctypes.Add),
		"sub_overflow":       overflow(ctypes.Sub),
		"mul_overflow":       overflow(ctypes.Mul),
		"bswap16":            bitFunction(ctypes.SwapBytes, ctypes.TUShort, ctypes.TUShort),
		"bswap32":            bitFunction(ctypes.SwapBytes, ctypes.TUInt, ctypes.TUInt),
		"bswap64":            bitFunction(ctypes.SwapBytes, ctypes.TULong, ctypes.TULong),
		"huge_val":           floatConstant(ctypes.TDouble, math.Inf(1)),
		"huge_valf":          floatConstant(ctypes.TFloat, math.Inf(1)),
		"huge_vall":          floatConstant(ctypes.TLongDouble, math.Inf(1)),
		"inf":                floatConstant(ctypes.TDouble, math.Inf(1)),
		"inff":               floatConstant(ctypes.TFloat, math.Inf(1)),
		"infl":               floatConstant(ctypes.TLongDouble, math.Inf(1)),
		"nan":                floatConstant(ctypes.TDouble, quietNaN),
		"nanf":               floatConstant(ctypes.TFloat, quietNaN),
		"nanl":               floatConstant(ctypes.TLongDouble, quietNaN),
		"isgreater":          comparison(ctypes.Gt),
		"isgreaterequal":     comparison(ctypes.Ge),
		"isless":             comparison(ctypes.Lt),
		"islessequal":        comparison(ctypes.Le),
		"islessgreater":      (*checker).isLessGreater,
		"isunordered":        (*checker).isUnordered,
		"tgmath":             (*checker).typeGeneric,
	}
	for name, op := range bitCounts {
		gccFunctions[name] = bitFunction(op, ctypes.TUInt, ctypes.TInt)
		gccFunctions[name+"l"] = bitFunction(op, ctypes.TULong, ctypes.TInt)
		gccFunctions[name+"ll"] = bitFunction(op, ctypes.TULongLong, ctypes.TInt)
	}
}

// gccFunction is a call of __builtin_name or of an atomic operation; nil where
// gcc has none of that name that is known here.
func (c *checker) gccFunction(x *syntax.Call, name string) Expr {
	if f := atomicFunctions[name]; f != nil {
		return f(c, x, name)
	}
	name, ok := strings.CutPrefix(name, builtinPrefix)
	if !ok {
		return nil
	}
	if f := gccFunctions[name]; f != nil {
		return f(c, x)
	}
	if o := c.findOutside(nil, name); o != nil && o.Kind == objForeign {
		return c.callTo(c.use(o, x.Fn.Span()), x)
	}
	return nil
}

// firstArgument is for what tells gcc more of it.
func (c *checker) firstArgument(x *syntax.Call) Expr {
	wantArgs(x, x.Fn.Span().Text(), 2, 3)
	return c.operand(x.Args[0])
}

// nothing is a call that only hastens others.
func (c *checker) nothing(x *syntax.Call) Expr {
	wantArgs(x, x.Fn.Span().Text(), 1, 3)
	return cast(x.Span(), ctypes.TVoid, c.operand(x.Args[0]))
}

// abort is for what must not be reached.
func (c *checker) abort(x *syntax.Call) Expr {
	wantArgs(x, x.Fn.Span().Text(), 0, 0)
	return c.callTo(c.use(c.findOutside(nil, "abort"), x.Fn.Span()), x)
}

func (c *checker) isConstant(x *syntax.Call) Expr {
	wantArgs(x, builtinPrefix+"constant_p", 1, 1)
	_, ok := c.unevaluated(x.Args[0]).(*Const)
	return &Const{Typed: Typed{ctypes.TInt, x.Span()}, Value: truth(ok)}
}

func (c *checker) chooseExpr(x *syntax.Call) Expr {
	wantArgs(x, builtinPrefix+"choose_expr", 3, 3)
	if v := c.constant(x.Args[0]); !v.IsZero() {
		return c.expr(x.Args[1])
	}
	return c.expr(x.Args[2])
}

func (c *checker) typesCompatible(x *syntax.Call) Expr {
	wantArgs(x, builtinPrefix+"types_compatible_p", 2, 2)
	same := ctypes.Compatible(bare(c.typeOf(x.Args[0])), bare(c.typeOf(x.Args[1])))
	return &Const{Typed: Typed{ctypes.TInt, x.Span()}, Value: truth(same)}
}

// classifier calls int f(double), or its sibling for another floating type, with the
// last argument: what comes before it are gcc's names for the answers, which
// are glibc's too.
func classifier(name string) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, name, 1, -1)
		return c.byType(x, name, ctypes.TInt, c.operand(x.Args[len(x.Args)-1]))
	}
}

// byType calls a function of libm in the form that its floating argument has: f, ff
// for float or fl for long double.
func (c *checker) byType(x *syntax.Call, name string, result ctypes.Type, arg Expr) Expr {
	t := ctypes.Type(ctypes.TDouble)
	switch ctypes.Unwrap(arg.Type()) {
	case ctypes.Type(ctypes.TFloat):
		t, name = ctypes.TFloat, name+"f"
	case ctypes.Type(ctypes.TLongDouble):
		t, name = ctypes.TLongDouble, name+"l"
	}
	return c.directCall(x, name, result, c.assignable(arg, t, ordinalArgument(0, name)))
}

// isNormal is fpclassify(x) == FP_NORMAL.
func (c *checker) isNormal(x *syntax.Call) Expr {
	const normal = 4 // FP_NORMAL of glibc
	class := classifier("__fpclassify")(c, x)
	return folded(&Binary{Typed{ctypes.TInt, x.Span()}, ctypes.Eq, class, intConst(ctypes.TInt, normal, x.Span())})
}

// isUnordered is isnan(x) | isnan(y).
func (c *checker) isUnordered(x *syntax.Call) Expr {
	wantArgs(x, "isunordered", 2, 2)
	var nan [2]Expr
	for i := range nan {
		is := c.byType(x, "isnan", ctypes.TInt, c.operand(x.Args[i]))
		nan[i] = folded(&Binary{Typed{ctypes.TInt, x.Span()}, ctypes.Ne, is, intConst(ctypes.TInt, 0, x.Span())})
	}
	return folded(&Binary{Typed{ctypes.TInt, x.Span()}, ctypes.Or, nan[0], nan[1]})
}

// isLessGreater is fabs(x - y) > 0: with gradual underflow only equal numbers have no
// difference, and that of a NaN is one.
func (c *checker) isLessGreater(x *syntax.Call) Expr {
	wantArgs(x, "islessgreater", 2, 2)
	at := &syntax.Binary{At: x.At, Op: "-", OpAt: x.Span()}
	difference := c.operate(at, ctypes.Sub, c.operand(x.Args[0]), c.operand(x.Args[1]))
	size := c.byType(x, "fabs", difference.Type(), difference)
	return c.operate(at, ctypes.Gt, size, intConst(ctypes.TInt, 0, x.Span()))
}

// bitFunction is a function of the bits of a t.
func bitFunction(op ctypes.BitOp, t, result ctypes.Type) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		name := x.Fn.Span().Text()
		wantArgs(x, name, 1, 1)
		arg := c.assignable(c.operand(x.Args[0]), t, ordinalArgument(0, name))
		return foldedUnary(&BitsOf{Typed{result, x.Span()}, op, arg})
	}
}

// bitCounts are those that give an int, for unsigned int, and with l and ll behind
// their names for the longer types.
var bitCounts = map[string]ctypes.BitOp{
	"popcount": ctypes.CountOnes, "clz": ctypes.LeadingZeros, "ctz": ctypes.TrailingZeros, "parity": ctypes.Parity,
}

// directCall calls a function of libc or libm whose type is known here.
func (c *checker) directCall(x *syntax.Call, symbol string, result ctypes.Type, arg Expr) Expr {
	sig := &ctypes.Func{Result: result, Params: []ctypes.Param{{Type: arg.Type()}}, Proto: true}
	in, _, _ := c.env.outside.Exported(nil, symbol)
	fn := &Symbol{Typed: Typed{sig, x.Fn.Span()}, Name: symbol, Lib: in}
	return &Call{Typed: Typed{result, x.Span()}, Fn: fn, Sig: sig, Args: []Expr{arg}, Name: symbol}
}

// complexOf puts two parts together, as no arithmetic can where one of them is
// an infinity or NaN.
func (c *checker) complexOf(x *syntax.Call) Expr {
	wantArgs(x, builtinPrefix+"complex", 2, 2)
	re, im := c.operand(x.Args[0]), c.operand(x.Args[1])
	if !ctypes.IsFloating(re.Type()) || !ctypes.IsFloating(im.Type()) {
		panic(typeError(x.Span(), "a complex value is made of two floating ones, found %s and %s", re.Type(), im.Type()))
	}
	part := ctypes.Usual(re.Type(), im.Type())
	t := ctypes.ComplexOf(part)
	return valueOnly(&Temp{Typed{t, x.Span()}, &Init{Size: t.Size(), Items: []InitItem{
		{Type: part, Value: convert(re, part)},
		{Offset: part.Size(), Type: part, Value: convert(im, part)},
	}}, LifeCall}, x.Span())
}

func floatConstant(t ctypes.Type, v float64) func(*checker, *syntax.Call) Expr {
	return func(_ *checker, x *syntax.Call) Expr {
		return &Const{Typed: Typed{t, x.Span()}, Value: ctypes.FloatValue(t, v)}
	}
}

func comparison(op ctypes.Op) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, "a comparison", 2, 2)
		l, r := c.operand(x.Args[0]), c.operand(x.Args[1])
		return c.operate(&syntax.Binary{At: x.At, Op: "<", OpAt: x.Span()}, op, l, r)
	}
}
