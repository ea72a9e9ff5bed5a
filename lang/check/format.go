package check

import (
	"fmt"
	"strings"

	"cshell/ctypes"
)

// FormatError is a printf or scanf argument that its format does not expect.
type FormatError struct {
	Arg   int         // which argument, counted from 0 behind the format
	Spec  string      // the conversion: %ld
	Found ctypes.Type // nil: the argument is missing
	Want  string      // what the conversion wants; empty: there is one argument too many
}

// In is the message for a call of function whose variable arguments begin
// with number first, counted from 1.
func (e *FormatError) In(function string, first int) string {
	n := first + e.Arg
	switch {
	case e.Want == "":
		return fmt.Sprintf("%s: argument %d is not used by the format", function, n)
	case e.Found == nil:
		return fmt.Sprintf("%s: argument %d is missing: %s wants %s", function, n, e.Spec, e.Want)
	}
	return fmt.Sprintf("%s: argument %d is %s, but %s wants %s", function, n, e.Found, e.Spec, e.Want)
}

// Error is the message where the call is not known.
func (e *FormatError) Error() string { return e.In("format", 1) }

// CheckFormat checks the arguments behind a printf format, or with scan a
// scanf format. The error is a *FormatError. A format with anything that is
// not in ISO C, POSIX or glibc is left to the call.
func CheckFormat(format string, scan bool, args []ctypes.Type) error {
	f := &formatReader{rest: format, scan: scan}
	used := 0
	for {
		spec, ok := f.next()
		if !ok {
			return nil // cannot be read
		}
		if spec == nil {
			break
		}
		for _, w := range spec.wants {
			if err := w.check(spec.text, args); err != nil {
				return err
			}
			used = max(used, w.arg+1)
		}
	}
	if used < len(args) {
		return &FormatError{Arg: used, Found: args[used]}
	}
	return nil
}

// formatsErrno says whether a printf format has %m.
func formatsErrno(format string) bool {
	f := &formatReader{rest: format}
	for {
		spec, ok := f.next()
		if !ok || spec == nil {
			return false
		}
		if strings.HasSuffix(spec.text, "m") {
			return true
		}
	}
}

// check compares what a conversion wants with the arguments.
func (w *want) check(spec string, args []ctypes.Type) error {
	switch {
	case w.arg >= len(args):
		return &FormatError{w.arg, spec, nil, w.name}
	case !w.takes(args[w.arg]):
		return &FormatError{w.arg, spec, args[w.arg], w.name}
	}
	return nil
}

// formatReader takes a format apart.
type formatReader struct {
	rest     string
	scan     bool
	taken    int  // arguments, in turn
	numbered bool // %1$d: conversions name their arguments
	mixed    bool // as only some of them do: undefined
}

// conversion is one % of a format and the arguments that it takes.
type conversion struct {
	text  string
	wants []want
}

// want is what a conversion accepts.
type want struct {
	arg   int    // index of the argument
	name  string // as errors show it
	takes func(ctypes.Type) bool
}

// next reads up to the next conversion; nil is the end. ok is false where the
// format cannot be read.
func (f *formatReader) next() (spec *conversion, ok bool) {
	at := strings.IndexByte(f.rest, '%')
	if at < 0 {
		return nil, true
	}
	start := f.rest[at:]
	f.rest = start[1:]
	spec = &conversion{}
	number := f.number()
	suppressed := f.modifiers(spec)
	length := f.length()
	if f.rest == "" {
		return nil, false
	}
	verb := f.rest[0]
	f.rest = f.rest[1:]
	if f.scan && verb == '[' && !f.skipSet() {
		return nil, false
	}
	spec.text = start[:len(start)-len(f.rest)]
	if verb == '%' || verb == 'm' && !f.scan {
		return spec, true
	}
	w, ok := wanted(verb, length, f.scan)
	if !ok {
		return nil, false
	}
	if !suppressed {
		f.want(spec, w, number)
	}
	return spec, !f.mixed
}

// number reads n$ and returns n, or 0 where there is none.
func (f *formatReader) number() (n int) {
	digits := len(f.rest) - len(strings.TrimLeft(f.rest, "0123456789"))
	if digits == 0 || digits > 4 || !strings.HasPrefix(f.rest[digits:], "$") {
		return 0
	}
	for _, d := range f.rest[:digits] {
		n = 10*n + int(d-'0')
	}
	f.rest = f.rest[digits+1:]
	return n
}

// want adds to what a conversion takes: argument number, counted from 1, or
// the next one where number is 0.
func (f *formatReader) want(spec *conversion, w want, number int) {
	f.mixed = f.mixed || f.taken > 0 && number > 0 || f.numbered && number == 0
	if number > 0 {
		f.numbered = true
		w.arg = number - 1
	} else {
		w.arg = f.taken
		f.taken++
	}
	spec.wants = append(spec.wants, w)
}

// modifiers reads flags, width and precision; suppressed is scanf's %*.
func (f *formatReader) modifiers(spec *conversion) (suppressed bool) {
	if f.scan {
		if strings.HasPrefix(f.rest, "*") {
			suppressed, f.rest = true, f.rest[1:]
		}
		f.skip("'I")
		f.skip("0123456789")
		return suppressed
	}
	f.skip("-+ #0'I")
	f.widthOrStar(spec)
	if strings.HasPrefix(f.rest, ".") {
		f.rest = f.rest[1:]
		f.widthOrStar(spec)
	}
	return false
}

func (f *formatReader) widthOrStar(spec *conversion) {
	if strings.HasPrefix(f.rest, "*") {
		f.rest = f.rest[1:]
		f.want(spec, argument(ctypes.TInt, false), f.number())
		return
	}
	f.skip("-0123456789")
}

func (f *formatReader) skip(set string) {
	f.rest = strings.TrimLeft(f.rest, set)
}

// length reads a length modifier; scanf's allocating m counts as one.
func (f *formatReader) length() string {
	for _, l := range []string{"hh", "h", "ll", "l", "q", "L", "j", "z", "t", "ml", "m"} {
		if l[0] == 'm' && !f.scan {
			continue
		}
		if strings.HasPrefix(f.rest, l) && (l != "m" || len(f.rest) > 1) {
			f.rest = f.rest[len(l):]
			return l
		}
	}
	return ""
}

// skipSet skips scanf's [set].
func (f *formatReader) skipSet() bool {
	set := strings.TrimPrefix(f.rest, "^")
	if set == "" {
		return false
	}
	end := strings.IndexByte(set[1:], ']') // a ] in front is part of the set
	if end < 0 {
		return false
	}
	f.rest = set[end+2:]
	return true
}

// wanted is what a conversion takes.
func wanted(verb byte, length string, scan bool) (want, bool) {
	switch {
	case strings.IndexByte("diouxXb", verb) >= 0:
		return argument(integerOf(verb, length), scan), true
	case strings.IndexByte("aAeEfFgG", verb) >= 0:
		return argument(floatOf(length, scan), scan), true
	case strings.IndexByte("cCsS[", verb) >= 0:
		return text(verb, length, scan), true
	case verb == 'p' && scan:
		return want{name: "void **", takes: isPointerToPointer}, true
	case verb == 'p':
		return want{name: "a pointer", takes: ctypes.IsPointer}, true
	case verb == 'n':
		return argument(integerOf('d', length), true), true
	}
	return want{}, false
}

// argument is the want for a number, or for a pointer to where it goes. The
// sign of an integer does not matter, nor does its rank where the size is the
// same.
func argument(t ctypes.Type, pointer bool) want {
	if pointer {
		return want{name: ctypes.PointerTo(t).String(), takes: func(found ctypes.Type) bool { return pointsTo(found, t) }}
	}
	t = ctypes.DefaultPromote(t)
	return want{name: t.String(), takes: func(found ctypes.Type) bool { return alike(ctypes.DefaultPromote(found), t) }}
}

// alike says whether two arithmetic types are passed alike.
func alike(a, b ctypes.Type) bool {
	if ctypes.IsInteger(a) && ctypes.IsInteger(b) {
		return a.Size() == b.Size()
	}
	return ctypes.Identical(a, b)
}

// pointsTo says whether found is a pointer to something like t, or to
// anything at all.
func pointsTo(found, t ctypes.Type) bool {
	p, ok := ctypes.Unwrap(found).(*ctypes.Pointer)
	return ok && (ctypes.IsVoid(p.Elem) || alike(ctypes.Unwrap(p.Elem), ctypes.Unwrap(t)))
}

func isPointerToPointer(t ctypes.Type) bool {
	p, ok := ctypes.Unwrap(t).(*ctypes.Pointer)
	return ok && (ctypes.IsVoid(p.Elem) || ctypes.IsPointer(p.Elem))
}

// integerOf is the integer type that a conversion with a length modifier means.
func integerOf(verb byte, length string) ctypes.Type {
	signed, unsigned := ctypes.Type(ctypes.TInt), ctypes.Type(ctypes.TUInt)
	switch length {
	case "hh":
		signed, unsigned = ctypes.TSChar, ctypes.TUChar
	case "h":
		signed, unsigned = ctypes.TShort, ctypes.TUShort
	case "l":
		signed, unsigned = ctypes.TLong, ctypes.TULong
	case "ll", "q", "L":
		signed, unsigned = ctypes.TLongLong, ctypes.TULongLong
	case "z":
		signed, unsigned = ctypes.Predeclared()["ssize_t"], ctypes.SizeT
	case "j":
		signed, unsigned = ctypes.Predeclared()["intmax_t"], ctypes.Predeclared()["uintmax_t"]
	case "t":
		signed, unsigned = ctypes.PtrdiffT, ctypes.SizeT
	}
	if verb == 'd' || verb == 'i' {
		return signed
	}
	return unsigned
}

// floatOf is the floating type: printf takes a double where scanf stores a
// float.
func floatOf(length string, scan bool) ctypes.Type {
	switch {
	case length == "L" || length == "ll" || length == "q":
		return ctypes.TLongDouble
	case scan && length != "l":
		return ctypes.TFloat
	}
	return ctypes.TDouble
}

// text is the want of the conversions for characters and strings.
func text(verb byte, length string, scan bool) want {
	wide := verb == 'C' || verb == 'S' || strings.HasSuffix(length, "l")
	elem := ctypes.Type(ctypes.TChar)
	if wide {
		elem = ctypes.Predeclared()["wchar_t"]
	}
	if !scan && (verb == 'c' || verb == 'C') {
		return argument(ctypes.TInt, false)
	}
	t := ctypes.Type(ctypes.PointerTo(elem))
	if strings.HasPrefix(length, "m") {
		return want{name: ctypes.PointerTo(t).String(), takes: isPointerToPointer}
	}
	return want{name: t.String(), takes: func(found ctypes.Type) bool { return pointsTo(found, elem) }}
}
