package check

import (
	"cmp"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// call checks Fn(Args): a function, a function of the shell, or a type.
func (c *checker) call(x *syntax.Call) Expr {
	c.anew = false
	if e := c.callByName(x); e != nil {
		return e
	}
	fn := c.callee(x.Fn)
	if t, ok := fn.(*TypeVal); ok {
		return c.construct(x, t.Of)
	}
	return c.callTo(fn, x)
}

// callTo is a call of a function or function pointer.
func (c *checker) callTo(fn Expr, x *syntax.Call) Expr {
	sig := c.signature(fn)
	call := &Call{Typed: Typed{bare(sig.Result), x.Span()}, Fn: fn, Sig: sig, Name: calleeName(fn)}
	wantPassed(call, nil)
	c.arguments(call, x)
	if len(call.Args) > len(sig.Params) {
		wantPassed(call, typesOf(call.Args))
	}
	switch fn := fn.(type) {
	case *Symbol:
		c.foreignCall(call, fn)
	case *FuncRef:
		if fn.Fn.Body == nil {
			c.checkFormat(call, fn.Fn.Symbol)
		}
	}
	return call
}

// wantPassed refuses a call that C's calling convention has no place for. args
// are the types of the arguments, nil as long as these are not known.
func wantPassed(call *Call, args []ctypes.Type) {
	if err := ctypes.CheckPassed(call.Sig, args); err != nil {
		panic(typeError(call.At, "cannot call %s: %v", call.Name, err))
	}
}

// wantCallable refuses the address of a session function that C cannot call.
func wantCallable(f *FuncRef) {
	if err := ctypes.CheckPassed(f.Fn.Sig, nil); f.Fn.Body != nil && err != nil {
		panic(typeError(f.At, "C cannot call %s: %v", f.Fn.Name, err))
	}
}

func typesOf(list []Expr) []ctypes.Type {
	out := make([]ctypes.Type, len(list))
	for i, e := range list {
		out[i] = e.Type()
	}
	return out
}

// callByName is a call of one of the shell's own functions, which any session
// name hides; nil if it is none.
func (c *checker) callByName(x *syntax.Call) Expr {
	name, ok := calledName(x.Fn)
	if !ok || c.scope.find(name) != nil {
		return nil
	}
	if f := typeFunctions[name]; f != nil {
		return f(c, x)
	}
	if f := builtins[name]; f != nil {
		return f(c, x)
	}
	return c.gccFunction(x, name)
}

// calledName is the bare name that is called. typeof and the like may come as
// a type.
func calledName(fn syntax.Expr) (string, bool) {
	switch fn := fn.(type) {
	case *syntax.Ident:
		return fn.Name, true
	case *syntax.TypeExpr:
		return fn.Type.Specs.Named, fn.Type.Specs.Named != "" && len(fn.Type.Declarator.Ops) == 0
	}
	return "", false
}

// callee checks what is called. A name that is a tag or a library and a function
// is the function here.
func (c *checker) callee(fn syntax.Expr) Expr {
	if name, ok := calledName(fn); ok {
		o := c.functionNotLibrary(name)
		if _, isType := fn.(*syntax.TypeExpr); isType && o == nil {
			o = c.functionNotTag(name)
		}
		if o != nil {
			return c.use(o, fn.Span())
		}
	}
	e := c.expr(fn)
	if isFunction(e) || e.Type() == TypeType {
		return e
	}
	return unqualified(e)
}

// signature is the type of a function or of what a function pointer points to.
func (c *checker) signature(fn Expr) *ctypes.Func {
	switch t := ctypes.Unwrap(fn.Type()).(type) {
	case *ctypes.Func:
		return t
	case *ctypes.Pointer:
		if f, ok := ctypes.Unwrap(t.Elem).(*ctypes.Func); ok {
			return f
		}
	}
	if fn.Type() == LibraryType {
		panic(typeError(fn.Span(), "%s is a library, it cannot be called", fn.Span().Text()))
	}
	panic(typeError(fn.Span(), "%s is %s, it cannot be called", fn.Span().Text(), fn.Type()))
}

// calleeName is what errors call the function.
func calleeName(fn Expr) string {
	switch fn := fn.(type) {
	case *Symbol:
		return cmp.Or(fn.Called, fn.Name)
	case *FuncRef:
		return fn.Fn.Name
	}
	return fn.Span().Text()
}

// arguments checks and converts the arguments of a call.
func (c *checker) arguments(call *Call, x *syntax.Call) {
	params := call.Sig.Params
	if call.Sig.Proto {
		wantCount(call, x)
	}
	for i, a := range x.Args {
		if i < len(params) {
			call.Args = append(call.Args, c.argument(call.Name, i, a, params[i].Type))
		} else {
			call.Args = append(call.Args, c.promotedArgument(a))
		}
	}
}

func wantCount(call *Call, x *syntax.Call) {
	wanted, got := len(call.Sig.Params), len(x.Args)
	if got == wanted || call.Sig.Variadic && got > wanted {
		return
	}
	least := ""
	if call.Sig.Variadic {
		least = "at least "
	}
	panic(typeError(x.Span(), "%s expects %s%s, got %d", call.Name, least, plural(wanted, "argument"), got))
}

// argument converts one argument to the type of its parameter. A brace list
// for a pointer makes an array that lives as long as the call.
func (c *checker) argument(function string, index int, x syntax.Expr, t ctypes.Type) Expr {
	if b, ok := x.(*syntax.BraceList); ok {
		if p, ok := ctypes.Unwrap(t).(*ctypes.Pointer); ok {
			return c.listArgument(b, p)
		}
		return c.braced(b, t, LifeCall)
	}
	if lit, ok := x.(*syntax.StringLit); ok && lit.Parts[0][0] == 'b' && ctypes.IsCharLike(t) {
		return oneCharacter(x, t) // ctypes' b"x" for a c_char
	}
	c.passed = x
	e := c.value(x)
	if k, ok := e.(*Const); ok {
		wantFitting(k, t)
	}
	return c.assignable(e, t, ordinalArgument(index, function))
}

func (c *checker) listArgument(b *syntax.BraceList, p *ctypes.Pointer) Expr {
	if ctypes.IsVoid(p.Elem) || ctypes.IsIncomplete(p.Elem) || ctypes.IsFunc(p.Elem) {
		panic(typeError(b.Span(), "a brace list needs a type: (T[]){…}"))
	}
	if ctypes.IsVariable(p.Elem) {
		panic(typeError(b.Span(), "a brace list for %s needs its lengths: (T[2][2]){…}", p))
	}
	return decay(c.braced(b, ctypes.ArrayOf(bare(p.Elem), -1), LifeCall))
}

// wantFitting refuses a constant that its parameter cannot represent.
func wantFitting(k *Const, t ctypes.Type) {
	if k.Literal && isArith(k.T) && isArith(t) && !ctypes.Fits(k.Value, t, k.Radix) {
		panic(typeError(k.At, "%s does not fit in %s", k.Value, bare(t)))
	}
}

func ordinalArgument(index int, function string) string {
	return "argument " + decimal(index+1) + " of " + function
}

// promotedArgument is an argument without a parameter: it has its own type
// after the default promotions.
func (c *checker) promotedArgument(x syntax.Expr) Expr {
	e := c.operand(x)
	switch {
	case e.Type() == AnyType:
		return convert(e, ctypes.TInt)
	case bitsOf(e) != nil:
		return promote(e)
	case ctypes.IsScalar(e.Type()):
		return convert(e, ctypes.DefaultPromote(e.Type()))
	}
	return e
}

// beforeLoading says why the types of a library that load brings in the same
// statement are not known: for scripts, which mostly declare what they call, a start
// that looks for headers would take three times as long.
func beforeLoading(s *Symbol) string {
	if b, ok := s.LibExpr.(*Builtin); !ok || b.ID != BLoad {
		return ""
	}
	return " before the library is loaded (types are found for the statements behind that)"
}

// foreignCall adds what only calls of foreign functions have: a guessed type,
// a format, errcheck.
func (c *checker) foreignCall(call *Call, s *Symbol) {
	call.Guess = s.Guess
	if s.Guess {
		c.note(s.At, "the type of %s is not known%s: arguments pass as they are, the result is a long; declare it: long %s(…)",
			s.Name, beforeLoading(s), s.Name)
	}
	c.checkFormat(call, call.Name)
	a, ok := c.attr(c.libraryOf(s), s.Name)
	if ok && a.errcheck != nil {
		call.Errcheck, call.T = a.errcheck, bare(a.errcheck.Sig.Result)
	}
}

// libraryOf is the library that a symbol is found in, or nil.
func (c *checker) libraryOf(s *Symbol) *Library {
	if s.LibExpr != nil {
		return nil
	}
	in, _, _ := c.env.outside.Exported(s.Lib, s.Name)
	return in
}

// construct is T(a, b): a T initialised with {a, b}.
func (c *checker) construct(x *syntax.Call, t ctypes.Type) Expr {
	if isVaList(t) {
		return c.vaList(x, t)
	}
	if ctypes.IsVoid(t) || ctypes.IsFunc(t) {
		panic(typeError(x.Span(), "there is no value of type %s", t))
	}
	if isIncompleteEnum(t) {
		panic(typeError(x.Span(), "%s is incomplete: its values are not known", t))
	}
	init, t := c.constructed(x, t)
	return &Temp{Typed{t, x.Span()}, init, c.lifetime()}
}

// constructed is the initialiser of T(…). A scalar is converted as by a cast.
func (c *checker) constructed(x *syntax.Call, t ctypes.Type) (*Init, ctypes.Type) {
	if isAggregate(t) {
		if len(x.Args) == 1 && c.isCopy(x.Args[0], t) {
			return c.initializer(x.Args[0], t)
		}
		return c.initializer(braceList(x, t), t)
	}
	if len(x.Args) > 1 {
		panic(typeError(x.Args[1].Span(), "%s takes one value", t))
	}
	if len(x.Args) == 0 {
		return &Init{Size: t.Size()}, bare(t)
	}
	e := c.scalarOf(x.Args[0], t)
	return oneValue(retypedScalar(e, bare(t))), bare(t)
}

// scalarOf converts the operand of T(x). A function must have the type of the
// function pointer that is made of it.
func (c *checker) scalarOf(x syntax.Expr, t ctypes.Type) Expr {
	if p, ok := ctypes.Unwrap(t).(*ctypes.Pointer); ok && isWideChar(p.Elem) {
		return cast(x.Span(), t, c.bufferText(x, p.Elem))
	}
	if k := oneCharacter(x, t); k != nil {
		return k
	}
	if p, ok := ctypes.Unwrap(t).(*ctypes.Pointer); ok {
		if e := c.pointedAt(x, p.Elem); e != nil {
			return cast(x.Span(), t, e)
		}
	}
	e := c.value(x)
	if isFunctionPointer(t) && isFunctionPointer(e.Type()) {
		return c.assignable(e, t, "")
	}
	return cast(x.Span(), t, e)
}

// oneCharacter is c_char(b"z") and c_wchar("z"), as ctypes has them; nil where
// x is no literal of one character.
func oneCharacter(x syntax.Expr, t ctypes.Type) Expr {
	lit, ok := x.(*syntax.StringLit)
	if !ok || !isCharacter(t) {
		return nil
	}
	prefix := literalPrefix(lit)
	if t.Size() > 1 && prefix == "" {
		prefix = "L"
	}
	s := stringOf(lit, prefix)
	if ctypes.Unwrap(s.Type()).(*ctypes.Array).Len != 2 {
		panic(typeError(x.Span(), "%s takes one character", t))
	}
	elem := elemOf(s.Type())
	return intConst(ctypes.TInt, ctypes.FromBytes(elem, s.(*StrLit).Bytes[:elem.Size()]).Int(), x.Span())
}

// pointedAt is the address of the operand of POINTER(T)(x) where x is a T, as
// ctypes has it; else nil.
func (c *checker) pointedAt(x syntax.Expr, elem ctypes.Type) Expr {
	if ctypes.IsVoid(elem) || ctypes.IsFunc(elem) || ctypes.IsPointer(elem) {
		return nil
	}
	e := c.unevaluated(x)
	if _, temp := e.(*Temp); !isCType(e.Type()) || !temp && !isPlace(e) || !ctypes.Identical(bare(e.Type()), bare(elem)) {
		return nil
	}
	return c.addressOf(x.Span(), c.expr(x))
}

func isFunctionPointer(t ctypes.Type) bool {
	p, ok := ctypes.Unwrap(t).(*ctypes.Pointer)
	return ok && ctypes.IsFunc(p.Elem)
}

func retypedScalar(e Expr, t ctypes.Type) Expr {
	if e.Type() == t {
		return e
	}
	return retyped(e, t)
}

// isCopy says whether x is a whole T by itself: a string for a char array, a
// struct of that type.
func (c *checker) isCopy(x syntax.Expr, t ctypes.Type) bool {
	if _, ok := x.(*syntax.BraceList); ok {
		return false
	}
	if _, ok := x.(*syntax.StringLit); ok && isArray(t) {
		a := ctypes.Unwrap(t).(*ctypes.Array)
		return isCharacter(a.Elem)
	}
	if isArray(t) {
		return false
	}
	return ctypes.Compatible(bare(c.unevaluated(x).Type()), bare(t))
}

// braceList makes {a, b} of T(a, b). For a record, name = value is ctypes'
// spelling of a designator.
func braceList(x *syntax.Call, t ctypes.Type) *syntax.BraceList {
	out := &syntax.BraceList{At: x.At}
	r, _ := ctypes.Unwrap(t).(*ctypes.Record)
	for _, a := range x.Args {
		out.Items = append(out.Items, keywordItem(r, a))
	}
	return out
}

func keywordItem(r *ctypes.Record, a syntax.Expr) *syntax.InitItem {
	at := syntax.At{Where: a.Span()}
	if set, ok := a.(*syntax.Assign); ok && r != nil && set.Op == "=" {
		if name, ok := set.X.(*syntax.Ident); ok {
			if _, _, ok := r.Lookup(name.Name); ok {
				return &syntax.InitItem{At: at, Path: []syntax.Designator{{At: name.At, Field: name.Name}}, Value: set.Y}
			}
		}
	}
	return &syntax.InitItem{At: at, Value: a}
}

// wantArgs checks the number of arguments of one of the shell's own functions;
// most < 0 is any number.
func wantArgs(x *syntax.Call, name string, least, most int) {
	got := len(x.Args)
	switch {
	case got < least && most != least:
		panic(countError(x.Span(), name, "at least "+plural(least, "argument"), got))
	case most >= 0 && got > most && most != least:
		panic(countError(x.Span(), name, "at most "+plural(most, "argument"), got))
	case got < least || most >= 0 && got > most:
		panic(countError(x.Span(), name, plural(least, "argument"), got))
	}
}

func countError(at diag.Span, name, wanted string, got int) *diag.Error {
	return typeError(at, "%s expects %s, got %d", name, wanted, got)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return decimal(n) + " " + what + "s"
}
