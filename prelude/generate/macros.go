package main

import (
	"fmt"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
)

// functionLike are the macros with arguments that people use and that are
// expressions.
var functionLike = strings.Fields(`
	sigsetjmp timeradd timersub timerclear TIMEVAL_TO_TIMESPEC TIMESPEC_TO_TIMEVAL
	IN_CLASSA IN_CLASSB IN_CLASSC IN_CLASSD IN_MULTICAST IN_EXPERIMENTAL IN_BADCLASS
	IN6_IS_ADDR_UNSPECIFIED IN6_IS_ADDR_LOOPBACK IN6_IS_ADDR_LINKLOCAL IN6_IS_ADDR_SITELOCAL
	IN6_IS_ADDR_V4MAPPED IN6_IS_ADDR_V4COMPAT IN6_IS_ADDR_MULTICAST IN6_ARE_ADDR_EQUAL
	CPU_ZERO CPU_SET CPU_CLR CPU_ISSET CPU_COUNT CPU_AND CPU_OR CPU_XOR CPU_EQUAL CPU_ALLOC CPU_ALLOC_SIZE CPU_FREE
	CPU_ZERO_S CPU_SET_S CPU_CLR_S CPU_ISSET_S CPU_COUNT_S CPU_AND_S CPU_OR_S CPU_XOR_S CPU_EQUAL_S
	S_ISBLK S_ISCHR S_ISDIR S_ISFIFO S_ISLNK S_ISREG S_ISSOCK S_TYPEISMQ S_TYPEISSEM S_TYPEISSHM
	WEXITSTATUS WTERMSIG WSTOPSIG WIFEXITED WIFSIGNALED WIFSTOPPED WIFCONTINUED WCOREDUMP W_EXITCODE
	FD_SET FD_CLR FD_ISSET CMSG_DATA CMSG_LEN CMSG_SPACE CMSG_ALIGN CMSG_FIRSTHDR W_STOPCODE
	major minor makedev sigmask timerisset timercmp DTTOIF IFTODT
	LOG_MASK LOG_UPTO LOG_PRI LOG_FAC LOG_MAKEPRI _IO _IOR _IOW _IOWR
	INT8_C INT16_C INT32_C INT64_C UINT8_C UINT16_C UINT32_C UINT64_C INTMAX_C UINTMAX_C`)

// written are the lines that no header says in a form that is an expression
// of the language.
var written = map[string]string{
	"I":                  "= 1.0fi",
	"INFINITY":           "= 1.0f / 0.0f",
	"NAN":                "= -(0.0f / 0.0f)",
	"HUGE_VAL":           "= 1.0 / 0.0",
	"HUGE_VALF":          "= 1.0f / 0.0f",
	"HUGE_VALL":          "= 1.0L / 0.0L",
	"FD_ZERO":            "#define FD_ZERO(set) ((void)memset((set), 0, sizeof(fd_set)))",
	"CMPLX":              "#define CMPLX(x, y) __builtin_complex((double)(x), (double)(y))",
	"CMPLXF":             "#define CMPLXF(x, y) __builtin_complex((float)(x), (float)(y))",
	"CMPLXL":             "#define CMPLXL(x, y) __builtin_complex((long double)(x), (long double)(y))",
	"TEMP_FAILURE_RETRY": "#define TEMP_FAILURE_RETRY(expression) ({ long __result; do __result = (long)(expression); while (__result == -1 && errno == EINTR); __result; })",

	// Initialisers. Those of threads are zero in glibc but for the kind of mutex.
	"PTHREAD_MUTEX_INITIALIZER":              "#define PTHREAD_MUTEX_INITIALIZER { 0 }",
	"PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP": "#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP { { .__kind = 1 } }",
	"PTHREAD_COND_INITIALIZER":               "#define PTHREAD_COND_INITIALIZER { 0 }",
	"PTHREAD_RWLOCK_INITIALIZER":             "#define PTHREAD_RWLOCK_INITIALIZER { 0 }",
	"IN6ADDR_ANY_INIT":                       "#define IN6ADDR_ANY_INIT { 0 }",
	"IN6ADDR_LOOPBACK_INIT":                  "#define IN6ADDR_LOOPBACK_INIT { { .__u6_addr8 = { [15] = 1 } } }",

	"h_addr":  "#define h_addr h_addr_list[0]",
	"h_errno": "#define h_errno (*__h_errno_location())",

	// What the linker puts into each program, and what that calls.
	"atexit":        "#define atexit(f) __cxa_atexit((void (*)(void *))(1 ? (f) : (void (*)(void))NULL), NULL, NULL)",
	"at_quick_exit": "#define at_quick_exit(f) __cxa_at_quick_exit((void (*)(void *))(1 ? (f) : (void (*)(void))NULL), NULL)",

	"pthread_atfork": "#define pthread_atfork(prepare, parent, child) __register_atfork(prepare, parent, child, NULL)",

	"__cxa_atexit":        "int __cxa_atexit(void (*function)(void *), void *argument, void *library);",
	"__cxa_at_quick_exit": "int __cxa_at_quick_exit(void (*function)(void *), void *library);",
	"__register_atfork":   "int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library);",
	"__h_errno_location":  "int *__h_errno_location(void);",
}

// classify are the lines of the macros of <math.h> that are gcc's functions, since
// they take any floating type.
func (e *emitter) classify() {
	for _, name := range strings.Fields("fpclassify isfinite isnormal signbit") {
		e.lines[name] = fmt.Sprintf("#define %s(x) __builtin_%[1]s(x)", name)
	}
	for _, name := range strings.Fields("isgreater isgreaterequal isless islessequal islessgreater isunordered") {
		e.lines[name] = fmt.Sprintf("#define %s(x, y) __builtin_%[1]s(x, y)", name)
	}
}

// swap are the lines of the macros of <endian.h> and <byteswap.h>, for processors
// whose own order is the little-endian one.
func (e *emitter) swap() {
	for _, bits := range []string{"16", "32", "64"} {
		for _, name := range []string{"htobe" + bits, "be" + bits + "toh", "bswap_" + bits} {
			e.lines[name] = fmt.Sprintf("#define %s(x) __builtin_bswap%s(x)", name, bits)
		}
		for _, name := range []string{"htole" + bits, "le" + bits + "toh"} {
			e.lines[name] = fmt.Sprintf("#define %s(x) ((uint%s_t)(x))", name, bits)
		}
	}
}

// macros makes the lines of macros.
func (e *emitter) macros() {
	for m := range e.table.Macros.All() {
		if !isHidden(m.Name) && !m.FuncLike && isPublicMacro(m.Name) {
			e.objectLike(m)
		}
	}
	for _, name := range functionLike {
		if m, ok := e.table.Macros.Lookup(name); ok && m.FuncLike {
			e.macro(m)
		}
	}
	for name, line := range written {
		e.lines[name] = line
	}
	e.classify()
	e.swap()
}

// isPublicMacro says whether a macro's name is for users.
func isPublicMacro(name string) bool {
	for _, prefix := range []string{"_SC_", "_PC_", "_CS_", "_IOFBF", "_IOLBF", "_IONBF"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return !strings.HasPrefix(name, "_") && !isELFNumber(name)
}

// isELFNumber says whether a name is one of the many that <elf.h> brings and
// that only a linker needs: relocations, machines, section types.
func isELFNumber(name string) bool {
	if rest, ok := strings.CutPrefix(name, "R_"); ok {
		return strings.Contains(rest, "_")
	}
	for _, prefix := range []string{"EM_", "SHT_", "SHF_", "EF_", "E_", "SHN_", "STO_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// objectLike makes the line of a constant, or of a macro that stands for a
// member, a string or a call without arguments.
func (e *emitter) objectLike(m *cdecl.Macro) {
	if d, ok := e.table.Lookup(m.Name); ok && d.Kind != cdecl.ConstantDecl {
		return // a function or variable says more
	}
	toks, err := e.table.Macros.Expand([]cdecl.Token{{Kind: cdecl.Ident, Text: m.Name}}, nil)
	if err != nil || len(toks) == 0 {
		return
	}
	if len(toks) == 1 && toks[0].Kind == cdecl.Number {
		if _, err := e.table.Evaluate(&diag.Source{Text: toks[0].Text}); err == nil {
			e.lines[m.Name] = "= " + toks[0].Text
		}
		return
	}
	if v, err := e.table.EvaluateMacro(m); err == nil {
		if text, ok := e.valueText(v); ok {
			e.lines[m.Name] = "= " + text
		}
		return
	}
	if areStrings(toks) || isMember(m.Name, toks) || e.isCall(toks) {
		e.macro(m)
	}
}

func areStrings(toks []cdecl.Token) bool {
	for _, t := range toks {
		if t.Kind != cdecl.String {
			return false
		}
	}
	return true
}

// isMember says whether toks are a path of members: st_atim.tv_sec.
func isMember(name string, toks []cdecl.Token) bool {
	if len(toks) < 3 || name != strings.ToLower(name) {
		return false
	}
	for i, t := range toks {
		if i%2 == 0 && t.Kind != cdecl.Ident || i%2 == 1 && t.Text != "." {
			return false
		}
	}
	return true
}

// isCall says whether toks call an exported function without arguments.
func (e *emitter) isCall(toks []cdecl.Token) bool {
	if len(toks) != 5 || toks[0].Text != "(" || toks[2].Text != "(" || toks[3].Text != ")" {
		return false
	}
	d, ok := e.table.Lookup(toks[1].Text)
	return ok && e.isFunction(d)
}

func (e *emitter) isFunction(d *cdecl.Decl) bool {
	return d.Kind == cdecl.FunctionDecl && e.exported[d.Symbol]
}

// declareCalled makes the line of an exported function that a macro calls.
func (e *emitter) declareCalled(name string) {
	if d, ok := e.table.Lookup(name); ok && e.isFunction(d) {
		e.decl(d)
	}
}

// macro makes the line of a macro whose body is expanded here, so that it
// needs no other.
func (e *emitter) macro(m *cdecl.Macro) {
	isParam := func(name string) bool {
		for _, p := range m.Params {
			if p == name {
				return true
			}
		}
		return name == m.Name
	}
	body := m.Body
	if !pastes(body) {
		expanded, err := e.table.Macros.Expand(body, func(name string, _ cdecl.Before) bool { return isParam(name) })
		if err != nil {
			return
		}
		body = expanded
	}
	flat := *m
	flat.Body = nil
	for _, t := range body {
		if t.Text == "__extension__" {
			continue
		}
		if t.Kind == cdecl.Ident && !isParam(t.Text) {
			e.declareCalled(t.Text)
			t.Text = e.macroWord(t.Text)
		}
		flat.Body = append(flat.Body, t)
	}
	e.lines[m.Name] = "#define " + flat.Text()
}

func pastes(body []cdecl.Token) bool {
	for _, t := range body {
		if t.Text == "##" || t.Text == "#" {
			return true
		}
	}
	return false
}

// macroWord is the public name for a typedef in a macro's body.
func (e *emitter) macroWord(name string) string {
	d, ok := e.table.Lookup(name)
	if !ok || d.Kind != cdecl.TypedefDecl {
		return name
	}
	return e.publish(d.Type, "").String()
}

// valueText is a constant expression of the value and type of v.
func (e *emitter) valueText(v ctypes.Value) (string, bool) {
	switch t := ctypes.Unwrap(v.Type).(type) {
	case *ctypes.Basic:
		return basicText(t, v)
	case *ctypes.Enum:
		return fmt.Sprint(v.Int()), true
	case *ctypes.Pointer:
		return fmt.Sprintf("(%s)%d", e.publish(v.Type, ""), v.Int()), true
	}
	return "", false
}

func basicText(t *ctypes.Basic, v ctypes.Value) (string, bool) {
	switch t.Kind {
	case ctypes.Int:
		return signedText(v.Int(), -1<<31, ""), true
	case ctypes.Long:
		return signedText(v.Int(), -1<<63, "L"), true
	case ctypes.LongLong:
		return signedText(v.Int(), -1<<63, "LL"), true
	case ctypes.UInt:
		return fmt.Sprintf("%dU", v.Uint()), true
	case ctypes.ULong:
		return fmt.Sprintf("%dUL", v.Uint()), true
	case ctypes.ULongLong:
		return fmt.Sprintf("%dULL", v.Uint()), true
	case ctypes.Float:
		return floatText(v, "f")
	case ctypes.Double:
		return floatText(v, "")
	case ctypes.LongDouble:
		return floatText(v, "L")
	case ctypes.Bool, ctypes.Char, ctypes.SChar, ctypes.UChar, ctypes.Short, ctypes.UShort:
		return fmt.Sprintf("(%s)%d", t, v.Int()), true
	}
	return "", false
}

// signedText writes the least value as a difference, for C has no negative
// constants.
func signedText(n, least int64, suffix string) string {
	if n == least {
		return fmt.Sprintf("-%d%s - 1", uint64(-(n + 1)), suffix)
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

func floatText(v ctypes.Value, suffix string) (string, bool) {
	text := v.String()
	if strings.ContainsAny(text, "in") {
		return "", false
	}
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text + suffix, true
}
