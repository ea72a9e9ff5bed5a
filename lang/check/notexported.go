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

// HintMissing adds to an error for a name that no library exports what is known of
// it, if that is anything.
func HintMissing(err *diag.Error, name string) bool {
	hint, ok := linkedIn[strings.TrimPrefix(name, builtinPrefix)]
	if ok {
		err.WithHint("%s", hint)
	}
	return ok
}
