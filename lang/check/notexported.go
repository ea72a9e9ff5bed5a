package check

import (
	"strings"

	"cshell/diag"
)

// linkedIn are functions of C that no library exports, because the compiler or the
// linker puts them into each program, with what to say of them.
var linkedIn = map[string]string{
	"alloca":               "alloca is the compiler's: `char buf[n];` in a function, or `new char[n]`, makes memory",
	"strdupa":              "strdupa is the compiler's: strdup(s) makes a copy for free, string(s) one that the shell owns",
	"strndupa":             "strndupa is the compiler's: strndup(s, n) makes a copy for free, string(s, n) one that the shell owns",
	"atexit":               "atexit is in each program, not in a library: as a call, atexit(f), it works here; on_exit(f, arg) is exported",
	"at_quick_exit":        "at_quick_exit is in each program, not in a library: as a call, at_quick_exit(f), it works here",
	"pthread_atfork":       "pthread_atfork is in each program, not in a library: as a call, pthread_atfork(before, parent, child), it works here",
	"pthread_cleanup_push": "pthread_cleanup_push and pthread_cleanup_pop are two halves of a block of C: try { … } catch (e) { … } is a block here",
	"pthread_cleanup_pop":  "pthread_cleanup_push and pthread_cleanup_pop are two halves of a block of C: try { … } catch (e) { … } is a block here",
	"errno":                "errno is the shell's: it is the value after the last call",
}

// ofPython are names of Python and ctypes that C says otherwise.
var ofPython = map[string]string{
	"ord":         "a character is its number in C: 'a' is 97",
	"chr":         "a cast makes a character: (char)97",
	"get_errno":   "errno is the value after the last call",
	"set_errno":   "errno can be assigned to: errno = 0",
	"resize":      "new char[n], or realloc of what malloc gave, makes a larger block",
	"Structure":   "a struct is declared as in C: struct point { int x, y; };",
	"Union":       "a union is declared as in C: union number { int i; float f; };",
	"PyDLL":       "CDLL(name) loads a library",
	"windll":      "CDLL(name) loads a library",
	"from_buffer": "a cast reads memory as another type: *(int *)buf",

	"from_buffer_copy": "a cast reads memory as another type: int copy = *(int *)buf",
	"from_address":     "a cast reads memory as another type: *(int *)0x1000",
	"in_dll":           "lib.name is the variable of a library, once extern int name; has declared its type",
}

// HintMissing adds to an error for a name that no library exports what is known of
// it, if that is anything.
func HintMissing(err *diag.Error, name string) bool {
	hint, ok := linkedIn[strings.TrimPrefix(name, builtinPrefix)]
	if !ok {
		hint, ok = ofPython[name]
	}
	if ok {
		err.WithHint("%s", hint)
	}
	return ok
}

// hintMissing is HintMissing for a name in a program, which may be a macro's.
func (e *Env) hintMissing(err *diag.Error, name string) bool {
	if HintMissing(err, name) {
		return true
	}
	if e.MacroUse == nil {
		return false
	}
	use, ok := e.MacroUse(name)
	switch {
	case ok && use == name:
		err.WithHint("%s is a macro, which belongs to no library: write %s alone", name, name)
	case ok:
		err.WithHint("%s is a macro with arguments: %s", name, use)
	}
	return ok
}
