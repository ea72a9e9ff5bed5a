package check

import (
	"encoding/binary"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// number is an integer or floating constant.
func number(x *syntax.Number) Expr {
	parse, radix := ctypes.ParseInt, ctypes.RadixOf(x.Text)
	if isFloating(x.Text) {
		parse = ctypes.ParseFloat
	}
	v, err := parse(x.Text)
	mustScan(x.Span(), err)
	return &Const{Typed: Typed{v.Type, x.Span()}, Value: v, Literal: true, Radix: radix}
}

// mustScan is must for literals that are not well formed.
func mustScan(at diag.Span, err error) {
	if err != nil {
		panic(diag.Errorf(at, diag.Syntax, "%s", err))
	}
}

func isFloating(text string) bool {
	text = strings.ToLower(text)
	if strings.HasPrefix(text, "0x") {
		return strings.ContainsAny(text, ".p")
	}
	return strings.ContainsAny(text, ".e") && !strings.HasPrefix(text, "0b")
}

// charConstant has type int without a prefix, else the prefix's character type.
func charConstant(x *syntax.CharLit) Expr {
	units, prefix, err := cdecl.Unquote(x.Text)
	mustScan(x.Span(), err)
	if len(units) == 0 {
		panic(diag.Errorf(x.Span(), diag.Syntax, "empty character constant"))
	}
	if prefix != "" && prefix != "b" && prefix != "u8" {
		if len(units) > 1 {
			panic(typeError(x.Span(), "%s holds more than one character", x.Text))
		}
		t := charType(prefix)
		return &Const{Typed: Typed{t, x.Span()}, Value: ctypes.IntValue(t, int64(int32(units[0]))), Literal: true, Radix: 10}
	}
	k := intConst(ctypes.TInt, charValue(units), x.Span())
	k.Literal, k.Radix = true, 8 // '\xfe' is a byte
	return k
}

// charValue is gcc's value of 'ab': a single char extends its sign, more are
// put together, the last one lowest.
func charValue(units []uint32) int64 {
	if len(units) == 1 {
		return int64(int8(units[0]))
	}
	var v uint32
	for _, u := range units {
		v = v<<8 | u&0xff
	}
	return int64(int32(v))
}

// charType is the element type of a literal with a prefix.
func charType(prefix string) ctypes.Type {
	switch prefix {
	case "L":
		return ctypes.WcharT
	case "u":
		return ctypes.Char16T
	case "U":
		return ctypes.Char32T
	}
	return ctypes.TChar
}

// stringLiteral joins adjacent literals; a prefix of one counts for all.
func stringLiteral(x *syntax.StringLit) Expr { return stringOf(x, literalPrefix(x)) }

// literalPrefix is L, u, U or empty.
func literalPrefix(x *syntax.StringLit) string {
	prefix := ""
	for _, part := range x.Parts {
		if p := part[:strings.IndexAny(part, `"'`)]; p == "L" || p == "u" || p == "U" {
			prefix = p
		}
	}
	return prefix
}

// stringOf is a literal read as one with the prefix.
func stringOf(x *syntax.StringLit, prefix string) Expr {
	elem := charType(prefix)
	var text []byte
	for _, part := range x.Parts {
		text = append(text, encoded(x, part, prefix, elem.Size())...)
	}
	text = append(text, make([]byte, elem.Size())...)
	t := ctypes.ArrayOf(elem, int64(len(text))/elem.Size())
	return &StrLit{Typed{t, x.Span()}, text}
}

// encoded gives the bytes of one part in units of size bytes.
func encoded(x *syntax.StringLit, part, prefix string, size int64) []byte {
	if prefix != "" {
		part = prefix + part[strings.IndexAny(part, `"'`):]
	}
	units, _, err := cdecl.Unquote(part)
	mustScan(x.Span(), err)
	out := make([]byte, 0, int64(len(units))*size)
	for _, u := range units {
		switch size {
		case 1:
			out = append(out, byte(u))
		case 2:
			out = binary.LittleEndian.AppendUint16(out, uint16(u))
		default:
			out = binary.LittleEndian.AppendUint32(out, u)
		}
	}
	return out
}
