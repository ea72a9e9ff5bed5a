package cdecl

import (
	"slices"
	"strings"
	"sync"

	"cshell/diag"
)

// condition evaluates the expression of #if; a wrong one is reported and does
// not hold.
func (p *preprocessor) condition(text string, at Token) bool {
	toks, err := pieceTokens(p.text[:0], text, at.Span)
	p.text = toks
	if err == nil {
		toks, err = p.answer(toks)
	}
	if err == nil {
		toks, err = p.table.Macros.expandTo(p.operands[:0], toks, shieldOperands(), &p.memory)
		p.operands = toks
	}
	if err == nil {
		toks, err = p.answer(toks) // a macro may expand to defined(X)
	}
	if err == nil && len(toks) == 0 {
		err = diag.Errorf(at.Span, diag.Syntax, "#if with no expression")
	}
	if err != nil {
		p.report(asDiag(err, at.Span))
		return false
	}
	value, err := conditionValue(toks, at)
	if err != nil {
		p.report(asDiag(err, at.Span))
	}
	return value
}

// conditionValue evaluates what is left when names have become numbers.
func conditionValue(toks []Token, at Token) (bool, error) {
	for i := range toks {
		toks[i] = conditionToken(toks[i])
	}
	empty := NewTable()
	ts := StreamOf(toks, Token{Kind: EOF, Span: at.Span})
	n, err := parseConstant(ts, empty)
	if err != nil {
		return false, err
	}
	if rest := ts.Peek(0); rest.Kind != EOF {
		return false, Unexpected(rest, "the end of the line")
	}
	v, err := evaluator{empty}.eval(n)
	return err == nil && !v.IsZero(), err
}

// conditionToken makes a name zero, and every number one of (u)intmax_t, in
// which #if computes.
func conditionToken(t Token) Token {
	switch {
	case t.Kind == Ident && t.Text == "true":
		t.Kind, t.Text = Number, "1ll"
	case t.Kind == Ident:
		t.Kind, t.Text = Number, "0ll"
	case t.Kind == Number && !strings.ContainsAny(t.Text, "lL"):
		t.Text += "ll"
	}
	return t
}

// shieldOperands keeps the operators of #if, and what stands behind defined,
// from expansion. Names are asked for in their order.
func shieldOperands() Shadow {
	behindDefined := false
	return func(name string, _ Before) bool {
		shielded := behindDefined || isConditionWord(name)
		behindDefined = name == "defined"
		return shielded
	}
}

// isConditionWord says whether a name is an operator of #if.
func isConditionWord(name string) bool {
	return name == "defined" || strings.HasPrefix(name, "__has_")
}

// answer replaces defined X and __has_…(X) by 0 or 1.
func (p *preprocessor) answer(toks []Token) ([]Token, error) {
	if !slices.ContainsFunc(toks, func(t Token) bool { return t.Kind == Ident && isConditionWord(t.Text) }) {
		return toks, nil
	}
	out := make([]Token, 0, len(toks))
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.Kind != Ident || !isConditionWord(t.Text) {
			out = append(out, t)
			continue
		}
		operand, n := operandOf(toks[i+1:])
		if n == 0 {
			return nil, diag.Errorf(t.Span, diag.Syntax, "%q needs an operand", t.Text)
		}
		i += n
		answer := t
		answer.Kind, answer.Text = Number, "0"
		if p.holds(t, operand) {
			answer.Text = "1"
		}
		out = append(out, answer)
	}
	return out, nil
}

// operandOf is the operand at the head of toks, X or (X …), and how many
// tokens it took.
func operandOf(toks []Token) (operand []Token, n int) {
	if len(toks) == 0 {
		return nil, 0
	}
	if !isText(toks[0], "(") {
		return toks[:1], 1
	}
	depth := 0
	for i, t := range toks {
		switch {
		case isText(t, "("):
			depth++
		case isText(t, ")"):
			if depth--; depth == 0 {
				return toks[1:i], i + 1
			}
		}
	}
	return nil, 0
}

// attributes are those that gcc 12 says it has, as far as headers ask.
var attributes = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(`access alias aligned alloc_align alloc_size always_inline artificial
		assume_aligned cleanup cold common const constructor copy deprecated destructor error fallthrough flatten
		format format_arg gnu_inline hot ifunc leaf malloc may_alias mode naked no_icf no_instrument_function
		no_reorder no_sanitize no_split_stack no_stack_protector nocommon noclone noinit noinline nonnull
		nonstring noplt noreturn nothrow optimize packed patchable_function_entry pure returns_nonnull
		returns_twice scalar_storage_order section sentinel simd stack_protect symver target target_clones
		tls_model transparent_union unavailable unused used vector_size visibility warn_if_not_aligned
		warn_unused_result warning weak weakref zero_call_used_regs`) {
		set[name] = true
	}
	return set
})

// builtins are those of gcc 12 that headers ask for. That not all of them can
// be called here costs an inline function, but a wrong answer declarations.
var builtins = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(`add_overflow add_overflow_p alloca assume_aligned bswap16 bswap32 bswap64
		choose_expr clz clzl clzll constant_p ctz ctzl ctzll expect expect_with_probability ffs ffsl ffsll
		frame_address memcmp memcpy memset mul_overflow mul_overflow_p object_size offsetof parity popcount
		popcountl popcountll prefetch return_address strlen sub_overflow sub_overflow_p trap
		types_compatible_p unreachable va_arg va_copy va_end va_start`) {
		set["__builtin_"+name] = true
	}
	return set
})

// holds answers one question of #if.
func (p *preprocessor) holds(question Token, operand []Token) bool {
	switch question.Text {
	case "defined":
		if len(operand) == 0 {
			return false
		}
		return p.defined(operand[0].Text)
	case "__has_attribute":
		return len(operand) > 0 && attributes()[strings.Trim(operand[0].Text, "_")]
	case "__has_builtin":
		return len(operand) > 0 && builtins()[operand[0].Text]
	case "__has_include", "__has_include_next":
		name, angled, ok := quotedHeader(joinTokens(operand))
		if !ok {
			return false
		}
		_, err := p.table.headers().find(name, angled, p.file().header, question.Text == "__has_include_next")
		return err == nil
	}
	return false
}

// defined says whether a name is a macro, or an operator of #if, which #ifdef
// takes for one.
func (p *preprocessor) defined(name string) bool {
	_, ok := p.table.Macros.Lookup(name)
	return ok || strings.HasPrefix(name, "__has_") || isPredefined(name)
}
