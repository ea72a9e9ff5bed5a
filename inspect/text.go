package inspect

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"cshell/ctypes"
	"cshell/native/mem"
)

// encoding is how characters of a type are stored: UTF-8, UTF-16 or UTF-32 by
// their width in bytes, with the prefix of a literal.
type encoding struct {
	prefix string
	width  int
}

var narrow = encoding{"", 1}

// wideNames are the types that count as text by name, not by what they are.
var wideNames = map[string]encoding{
	"wchar_t":  {"L", 4},
	"char16_t": {"u", 2},
	"char32_t": {"U", 4},
}

// encodingOf says whether arrays of, and pointers to, the type are text.
func encodingOf(elem ctypes.Type) (encoding, bool) {
	for {
		switch t := elem.(type) {
		case *ctypes.Qualified:
			elem = t.Under
		case *ctypes.Typedef:
			if e, ok := wideNames[t.Name]; ok {
				return e, true
			}
			elem = t.Under
		case *ctypes.Basic:
			return narrow, t.Kind == ctypes.Char
		default:
			return encoding{}, false
		}
	}
}

// characterOf says whether one value of the type shows as a character too.
func characterOf(t ctypes.Type) (encoding, bool) {
	if e, ok := encodingOf(t); ok {
		return e, true
	}
	b, ok := ctypes.Unwrap(t).(*ctypes.Basic)
	return narrow, ok && (b.Kind == ctypes.SChar || b.Kind == ctypes.UChar)
}

// isByte is about unsigned char, arrays of which are bytes and no text.
func isByte(elem ctypes.Type) bool {
	b, ok := ctypes.Unwrap(elem).(*ctypes.Basic)
	return ok && b.Kind == ctypes.UChar
}

func isTextArray(t ctypes.Type) bool {
	a, ok := ctypes.Unwrap(t).(*ctypes.Array)
	if !ok {
		return false
	}
	_, ok = encodingOf(a.Elem)
	return ok
}

// cText is text as C has it in memory, without its NUL; where memory ended
// before the NUL, broken is the first address that cannot be read.
type cText struct {
	units   []byte
	broken  uintptr
	partial bool // broken counts
}

// textIn is the text of an array up to its first NUL.
func textIn(e encoding, o Object) cText {
	want := o.Type.Size()
	size := min(int64(len(o.Bytes)), want)
	b := o.Bytes[:size]
	if end := findNUL(b, e.width); end >= 0 {
		return cText{units: b[:end]}
	}
	return cText{units: b, broken: o.Addr + uintptr(size), partial: size < want}
}

const (
	firstRead = 256
	largeRead = 1 << 20
)

// readString reads up to the NUL, in reads that double so that a short string
// costs one small read.
func readString(m Memory, addr uintptr, width int) cText {
	var units []byte
	for size := firstRead; ; size = min(2*size, largeRead) {
		chunk := make([]byte, size)
		n := m.Read(addr+uintptr(len(units)), chunk)
		n -= n % width
		if end := findNUL(chunk[:n], width); end >= 0 {
			return cText{units: append(units, chunk[:end]...)}
		}
		units = append(units, chunk[:n]...)
		if n < size {
			return cText{units: units, broken: addr + uintptr(len(units)), partial: true}
		}
	}
}

// findNUL is the offset of the first zero unit, or -1.
func findNUL(b []byte, width int) int {
	if width == 1 {
		return bytes.IndexByte(b, 0)
	}
	for i := 0; i+width <= len(b); i += width {
		if unitAt(b[i:], width) == 0 {
			return i
		}
	}
	return -1
}

func unitAt(b []byte, width int) uint32 {
	switch width {
	case 1:
		return uint32(b[0])
	case 2:
		return uint32(binary.LittleEndian.Uint16(b))
	}
	return binary.LittleEndian.Uint32(b)
}

// quoted is the text as a C literal, cut behind limit characters (0 is all),
// with a word on what could not be read.
func (s cText) quoted(e encoding, limit int) string {
	if s.partial && len(s.units) == 0 {
		return unreadableAt(s.broken)
	}
	text, hidden := quote(e, s.units, '"', limit)
	text = e.prefix + text
	if hidden > 0 {
		text += fmt.Sprintf(" … %d more", hidden)
	}
	if s.partial {
		text += " " + unreadableAt(s.broken)
	}
	return text
}

// plain is the text itself. Narrow text goes out byte for byte.
func (s cText) plain(e encoding) string {
	text := string(s.units)
	if e.width > 1 {
		text = decodeWide(e, s.units)
	}
	if s.partial {
		text += unreadableAt(s.broken)
	}
	return text
}

// decodeWide is wide text in UTF-8, with U+FFFD for what is no character.
func decodeWide(e encoding, b []byte) string {
	var out strings.Builder
	for len(b) >= e.width {
		c := nextCharacter(e, b)
		b = b[c.size:]
		if !c.valid {
			c.r = utf8.RuneError
		}
		out.WriteRune(c.r)
	}
	return out.String()
}

// character is one character at the head of a text: size bytes that encode r,
// or, not valid, one unit that encodes nothing.
type character struct {
	r     rune
	size  int
	valid bool
}

func nextCharacter(e encoding, b []byte) character {
	switch e.width {
	case 1:
		r, size := utf8.DecodeRune(b)
		return character{r, size, r != utf8.RuneError || size > 1}
	case 2:
		r := rune(unitAt(b, 2))
		if !utf16.IsSurrogate(r) {
			return character{r, 2, true}
		}
		if len(b) >= 4 {
			if r = utf16.DecodeRune(r, rune(unitAt(b[2:], 2))); r != utf8.RuneError {
				return character{r, 4, true}
			}
		}
		return character{0, 2, false}
	}
	u := unitAt(b, 4)
	return character{rune(u), 4, u <= unicode.MaxRune && utf8.ValidRune(rune(u))}
}

// simpleEscapes are the escapes that gdb writes with a letter.
var simpleEscapes = map[rune]string{
	'\a': `\a`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\v': `\v`, '\\': `\\`,
}

// quote writes text as gdb does: valid characters as themselves, others as
// three octal digits a byte, or in hex where a wide unit needs more. hidden is
// how many characters stand behind the limit.
func quote(e encoding, b []byte, mark rune, limit int) (text string, hidden int) {
	var out strings.Builder
	out.WriteRune(mark)
	afterHex := false
	for n := 0; len(b) >= e.width; n++ {
		c := nextCharacter(e, b)
		if limit > 0 && n >= limit {
			hidden++
		} else {
			afterHex = writeCharacter(&out, e, c, b[:c.size], mark, afterHex)
		}
		b = b[c.size:]
	}
	out.WriteRune(mark)
	return out.String(), hidden
}

// writeCharacter writes one character and says whether it ended in a hex
// escape, which a hex digit that follows would lengthen.
func writeCharacter(out *strings.Builder, e encoding, c character, raw []byte, mark rune, afterHex bool) bool {
	simple, isSimple := simpleEscapes[c.r]
	switch {
	case !c.valid || unicode.IsControl(c.r) && !isSimple || afterHex && isHexDigit(c.r):
		return writeNumeric(out, e, raw)
	case isSimple:
		out.WriteString(simple)
	case c.r == mark:
		out.WriteString(`\` + string(mark))
	default:
		out.WriteRune(c.r)
	}
	return false
}

func writeNumeric(out *strings.Builder, e encoding, raw []byte) (hex bool) {
	for ; len(raw) >= e.width; raw = raw[e.width:] {
		u := unitAt(raw, e.width)
		if u <= 0o777 {
			fmt.Fprintf(out, `\%03o`, u)
			hex = false
			continue
		}
		out.WriteString(`\x` + strconv.FormatUint(uint64(u), 16))
		hex = true
	}
	return hex
}

func isHexDigit(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}

// literalLimit is in characters: enough to know a literal again.
const literalLimit = 20

// Literal is a text as C writes it, the beginning only of a long one: "abc".
func Literal(text string) string { return LiteralOf(text, literalLimit) }

// LiteralOf is Literal of that many characters.
func LiteralOf(text string, limit int) string {
	quoted, hidden := quote(narrow, []byte(strings.TrimRight(text, "\x00")), '"', limit)
	if hidden > 0 {
		quoted += "…"
	}
	return quoted
}

// literalText is what a block holds that is a string literal.
func literalText(b *mem.Block) string { return strings.TrimSuffix(b.Text, "\x00") }
