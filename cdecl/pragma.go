package cdecl

import (
	"strconv"
	"strings"

	"cshell/diag"
)

// Pack is the state of #pragma pack. The zero Pack packs nothing.
type Pack struct {
	value int64 // bytes, 0 = none
	stack []packed
}

// packed is a pushed value with its label.
type packed struct {
	label string
	value int64
}

// Pragma obeys a #pragma line, given without these words: pack in its forms
// pack(n), pack(), pack(push[, label][, n]) and pack(pop[, label]). Any other
// pragma is ignored.
func (p *Parser) Pragma(text string, at diag.Span) error {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "pack")
	rest = strings.TrimSpace(rest)
	if !ok || !strings.HasPrefix(rest, "(") {
		return nil
	}
	if !strings.HasSuffix(rest, ")") {
		return diag.Errorf(at, diag.Syntax, "expected ')' at the end of #pragma pack")
	}
	args := strings.Split(rest[1:len(rest)-1], ",")
	for i := range args {
		args[i] = strings.TrimSpace(args[i])
	}
	if err := p.Pack.apply(args); err != "" {
		return diag.Errorf(at, diag.Syntax, "%s", err)
	}
	return nil
}

// apply obeys the arguments of pack; the result says what is wrong with them.
func (k *Pack) apply(args []string) string {
	switch {
	case args[0] == "push":
		return k.push(args[1:])
	case args[0] == "pop":
		return k.pop(args[1:])
	case len(args) > 1:
		return "too many arguments of #pragma pack"
	case args[0] == "":
		k.value = 0
		return ""
	}
	return k.set(args[0])
}

// push saves the value, perhaps under a label, and perhaps sets another.
func (k *Pack) push(args []string) string {
	label := ""
	if len(args) > 0 && args[0] != "" && !isDigit(args[0][0]) {
		label, args = args[0], args[1:]
	}
	// The stack is shared by copies of the state, so it is never written to.
	k.stack = append(k.stack[:len(k.stack):len(k.stack)], packed{label, k.value})
	if len(args) > 0 {
		return k.set(args[0])
	}
	return ""
}

// pop restores the value saved last, or last under a label.
func (k *Pack) pop(args []string) string {
	for i := len(k.stack) - 1; i >= 0; i-- {
		if len(args) == 0 || k.stack[i].label == args[0] {
			k.value, k.stack = k.stack[i].value, k.stack[:i]
			return ""
		}
	}
	return "#pragma pack(pop) without a matching push"
}

func (k *Pack) set(text string) string {
	n, err := strconv.ParseInt(text, 0, 64)
	if err != nil || n < 0 || n > 16 || n&(n-1) != 0 {
		return "#pragma pack needs 1, 2, 4, 8 or 16, not " + text
	}
	k.value = n
	return ""
}

// splitDirective cuts a directive's text, with its #, into name and rest.
func splitDirective(text string) (name, rest string) {
	text = strings.TrimLeft(text, "# \t")
	n := 0
	for n < len(text) && charKinds[text[n]] != 0 {
		n++
	}
	return text[:n], strings.TrimSpace(text[n:])
}
