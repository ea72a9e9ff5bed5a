package cdecl

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Unquote reads a character constant or string literal as written: its prefix
// ("", "b", "u8", "u", "U" or "L") and its code units, which are bytes (UTF-8)
// without a prefix or with b and u8, UTF-16 with u, and code points with U
// and L. A string's terminating zero is not among them.
func Unquote(literal string) (units []uint32, prefix string, err error) {
	quote := strings.IndexAny(literal, `"'`)
	if quote < 0 || len(literal) < quote+2 || literal[len(literal)-1] != literal[quote] {
		return nil, "", fmt.Errorf("%s is no literal", literal)
	}
	u := unquoter{prefix: literal[:quote], rest: literal[quote+1 : len(literal)-1]}
	for u.rest != "" {
		if err := u.next(); err != nil {
			return nil, u.prefix, err
		}
	}
	return u.units, u.prefix, nil
}

// unquoter turns the inside of a literal into code units.
type unquoter struct {
	prefix string
	rest   string
	units  []uint32
}

// next reads one character or escape.
func (u *unquoter) next() error {
	if u.rest[0] == '\\' {
		u.rest = u.rest[1:]
		return u.escape()
	}
	r, size := utf8.DecodeRuneInString(u.rest)
	if r == utf8.RuneError && size == 1 {
		u.units = append(u.units, uint32(u.rest[0])) // not UTF-8: the byte itself
	} else {
		u.char(r)
	}
	u.rest = u.rest[size:]
	return nil
}

// char appends a character in the literal's encoding.
func (u *unquoter) char(r rune) {
	switch u.prefix {
	case "L", "U":
		u.units = append(u.units, uint32(r))
	case "u":
		for _, unit := range utf16.Encode([]rune{r}) {
			u.units = append(u.units, uint32(unit))
		}
	default:
		for _, b := range utf8.AppendRune(nil, r) {
			u.units = append(u.units, uint32(b))
		}
	}
}

// simpleEscapes pairs the letter behind a backslash with its character.
const simpleEscapes = "n\nt\tr\ra\ab\bf\fv\ve\x1bE\x1b\\\\''\"\"??"

// escape reads what follows a backslash.
func (u *unquoter) escape() error {
	if u.rest == "" {
		return fmt.Errorf("backslash without a character")
	}
	c := u.rest[0]
	for i := 0; i < len(simpleEscapes); i += 2 {
		if simpleEscapes[i] == c {
			u.units = append(u.units, uint32(simpleEscapes[i+1]))
			u.rest = u.rest[1:]
			return nil
		}
	}
	switch {
	case '0' <= c && c <= '7':
		return u.number(8, 3, "octal")
	case c == 'x':
		u.rest = u.rest[1:]
		return u.number(16, len(u.rest), "hex")
	case c == 'u' || c == 'U':
		return u.universal()
	}
	r, _ := utf8.DecodeRuneInString(u.rest)
	return fmt.Errorf(`unknown escape sequence '\%c'`, r)
}

// number reads at most limit digits; the value must fit a code unit.
func (u *unquoter) number(base uint64, limit int, kind string) error {
	value, n := uint64(0), 0
	for n < limit && n < len(u.rest) && digitValue(u.rest[n]) < base {
		value = min(value*base+digitValue(u.rest[n]), 1<<40)
		n++
	}
	if n == 0 {
		return fmt.Errorf(`\x without hex digits`)
	}
	if value > u.largest() {
		return fmt.Errorf("%s escape sequence out of range", kind)
	}
	u.units = append(u.units, uint32(value))
	u.rest = u.rest[n:]
	return nil
}

// universal reads \uXXXX or \UXXXXXXXX.
func (u *unquoter) universal() error {
	letter, digits := u.rest[0], 4
	if letter == 'U' {
		digits = 8
	}
	value := uint64(0)
	for i := 1; i <= digits; i++ {
		if i >= len(u.rest) || digitValue(u.rest[i]) > 15 {
			return fmt.Errorf(`\%c needs %d hex digits`, letter, digits)
		}
		value = value<<4 | digitValue(u.rest[i])
	}
	if value > utf8.MaxRune || !utf8.ValidRune(rune(value)) {
		return fmt.Errorf(`\%s is no character`, u.rest[:digits+1])
	}
	u.char(rune(value))
	u.rest = u.rest[digits+1:]
	return nil
}

// largest is the largest code unit of the literal's encoding.
func (u *unquoter) largest() uint64 {
	switch u.prefix {
	case "L", "U":
		return 1<<32 - 1
	case "u":
		return 1<<16 - 1
	}
	return 255
}

// digitValue is the value of a hex digit, or 99.
func digitValue(c byte) uint64 {
	switch {
	case isDigit(c):
		return uint64(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return uint64(c|0x20-'a') + 10
	}
	return 99
}
