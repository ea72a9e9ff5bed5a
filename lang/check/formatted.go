package check

import (
	"strings"

	"cshell/ctypes"
)

// formats are the functions with a format, by the index of that argument.
// With a v in front they take a va_list.
var formats = map[string]FormatCheck{
	"printf": {Format: 0}, "fprintf": {Format: 1}, "dprintf": {Format: 1}, "sprintf": {Format: 1},
	"snprintf": {Format: 2}, "asprintf": {Format: 1}, "syslog": {Format: 1},
	"err": {Format: 1}, "errx": {Format: 1}, "warn": {Format: 0}, "warnx": {Format: 0}, "error": {Format: 2},
	"scanf": {Format: 0, Scan: true}, "fscanf": {Format: 1, Scan: true}, "sscanf": {Format: 1, Scan: true},
	"wprintf": {Format: 0, Wide: true}, "fwprintf": {Format: 1, Wide: true}, "swprintf": {Format: 2, Wide: true},
	"wscanf": {Format: 0, Scan: true, Wide: true}, "fwscanf": {Format: 1, Scan: true, Wide: true},
	"swscanf": {Format: 1, Scan: true, Wide: true},
}

// tellsErrno are the functions that say what errno stands for, as a format with %m
// does: they find the value that the call before left. For others it is 0.
var tellsErrno = map[string]bool{"perror": true, "warn": true, "vwarn": true, "err": true, "verr": true}

// checkFormat checks a call of a function with a format now, where the format
// is a literal, or leaves the check to the call.
func (c *checker) checkFormat(call *Call, name string) {
	call.TellsErrno = tellsErrno[name]
	f, ok := formats[name]
	if !ok || !call.Sig.Variadic {
		c.checkListFormat(call, name)
		return
	}
	if len(call.Args) <= f.Format {
		return
	}
	f.First = len(call.Sig.Params)
	text, ok := literalText(call.Args[f.Format])
	if !ok {
		call.Format = &f
		return
	}
	call.TellsErrno = call.TellsErrno || !f.Scan && formatsErrno(text)
	wantFormat(call.Args[f.Format], f.Scan, call.Args[f.First:], name, f.First+1)
}

// checkListFormat checks a call of vprintf and its like whose va_list is made
// on the spot.
func (c *checker) checkListFormat(call *Call, name string) {
	name, isList := strings.CutPrefix(name, "v")
	f, ok := formats[name]
	if !isList || !ok || len(call.Args) <= f.Format+1 {
		return
	}
	if list, ok := withoutConversion(call.Args[f.Format+1]).(*Builtin); ok && list.ID == BVaList {
		wantFormat(call.Args[f.Format], f.Scan, list.Args, "the va_list of v"+name, 1)
	}
}

// wantFormat checks arguments against a format that is a literal. The first
// one has a number in the messages.
func wantFormat(format Expr, scan bool, args []Expr, function string, first int) {
	text, ok := literalText(format)
	if !ok {
		return
	}
	err, ok := CheckFormat(text, scan, typesOf(args)).(*FormatError)
	if !ok {
		return
	}
	at := format.Span()
	if err.Found != nil {
		at = args[err.Arg].Span()
	}
	panic(typeError(at, "%s", err.In(function, first)))
}

func withoutConversion(e Expr) Expr {
	for {
		x, ok := e.(*Conv)
		if !ok {
			return e
		}
		e = x.X
	}
}

// literalText is the text of a string literal that is passed as a pointer.
func literalText(e Expr) (string, bool) {
	d, ok := withoutConversion(e).(*Decay)
	if !ok {
		return "", false
	}
	lit, ok := d.X.(*StrLit)
	if !ok {
		return "", false
	}
	width := int(elemOf(lit.T).Size())
	return FormatText(lit.Bytes[:len(lit.Bytes)-width], width), true
}

// FormatText is a format of characters of 1 or 4 bytes as a string.
func FormatText(b []byte, width int) string {
	if width != int(ctypes.Predeclared()["wchar_t"].Size()) {
		return string(b)
	}
	var text strings.Builder
	for ; len(b) >= width; b = b[width:] {
		text.WriteRune(rune(b[0]) | rune(b[1])<<8 | rune(b[2])<<16 | rune(b[3])<<24)
	}
	return text.String()
}
