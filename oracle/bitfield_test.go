package oracle

import (
	"fmt"
	"testing"
)

const bitFieldDeclarations = `struct fields {
  unsigned long u33 : 33; long s33 : 33; unsigned long long u40 : 40; long s45 : 45; unsigned long u63 : 63; long s63 : 63;
  unsigned long u64 : 64; unsigned u32 : 32; int s31 : 31; unsigned u5 : 5; __int128 h100 : 100; unsigned __int128 g70 : 70; _Bool b : 1;
};
struct fields changed;
struct fields full = {
  .u33 = -1, .s33 = -1, .u40 = -1, .s45 = -1, .u63 = -1, .s63 = -1, .u64 = -1, .u32 = -1, .s31 = -1, .u5 = -1, .h100 = -1, .g70 = -1, .b = 1
};
struct fields some = {
  .u33 = 0x123456789, .s33 = -0x12345678, .u40 = 0xabcdef0123, .s45 = 0xabcdef01234, .u63 = 0x7123456789abcdef, .s63 = -12345678901234567,
  .u64 = 0xf123456789abcdef, .u32 = 0xfedcba98, .s31 = -12345, .u5 = 29, .b = 1
};
__int128 r;
`

var fieldNames = []string{"u33", "s33", "u40", "s45", "u63", "s63", "u64", "u32", "s31", "u5", "h100", "g70", "b"}

// TestBitFields combines bit-fields of many widths, which compute in their own
// width where that is more than int's, with each other and with constants.
func TestBitFields(t *testing.T) {
	needGCC(t)
	p := &program{}
	p.file.WriteString(bitFieldDeclarations)
	p.body.WriteString("some.h100 = -((__int128)1 << 90) + 12345; some.g70 = ((__int128)1 << 69) + 99;\n")
	for _, name := range fieldNames {
		p.bitFieldOperators(name)
		p.bitFieldChanges(name)
	}
	p.compare(t, 0)
}

var bitFieldLabels int

func (p *program) show(expression string) {
	bitFieldLabels++
	fmt.Fprintf(&p.body, "r = %s; printf(\"e%d %%lx %%lx\\n\", (long)(r >> 64), (long)r);\n", expression, bitFieldLabels)
}

func (p *program) bitFieldOperators(name string) {
	for _, form := range []string{
		"~full.%s", "-some.%s", "+full.%s", "!some.%s", "some.%s << 3", "some.%s >> 2", "full.%s + 1", "full.%s + 1u",
		"some.%s * 3", "some.%s - 1L", "some.%s / 7", "some.%s > -1", "some.%s %% 1000u", "1 ? full.%s : -1",
	} {
		p.show(fmt.Sprintf(form, name))
	}
	for _, other := range fieldNames {
		for _, op := range []string{"+", "*", "<", "/", "-", "^"} {
			p.show(fmt.Sprintf("some.%s %s full.%s", name, op, other))
		}
	}
}

func (p *program) bitFieldChanges(name string) {
	for _, change := range []string{"+= 77", "-= 1000", "*= 5", "<<= 2", ">>= 1", "/= 3", "/= -3", "%= -11", "^= 0x55", "|= 1"} {
		fmt.Fprintf(&p.body, "changed = some; changed.%s %s;\n", name, change)
		p.show("changed." + name)
	}
	p.body.WriteString("changed = full;\n")
	for _, form := range []string{"changed.%s++", "changed.%s", "--changed.%s", "changed.%s", "changed.%s = 12345678"} {
		p.show(fmt.Sprintf(form, name))
	}
}
