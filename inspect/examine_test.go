package inspect

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"cshell/ctypes"
)

// TestExamineAgreesWithGdb shows the same bytes at the same address as gdb.
func TestExamineAgreesWithGdb(t *testing.T) {
	var specs []string
	for _, format := range "xduotcaf" {
		for _, unit := range "bhwg" {
			specs = append(specs, fmt.Sprintf("%d%c%c", 42, format, unit))
		}
	}
	commands := []string{"print &image", "print sizeof(image)", "x/500xb &image"}
	for _, s := range specs {
		commands = append(commands, "x/"+s+" &image")
	}
	fields := []string{"3s:text", "2sb:text", "1sw:wide", "1sh:utf16", "3s:big", "10fg:doubles", "6fw:floats", "3a:giants"}
	for _, f := range fields {
		spec, name, _ := strings.Cut(f, ":")
		commands = append(commands, "x/"+spec+" image."+name, "print &image."+name)
	}
	out := gdb(t, "examine", commands...)
	memory := fakeMemory{{addressOf(t, out[0]), hexBytes(t, out[2])}}
	p := &Printer{Memory: memory, Limit: 200}
	check := func(spec string, addr uintptr, want string) {
		t.Helper()
		s, err := ParseExamineSpec(spec)
		if err != nil {
			t.Fatal(err)
		}
		p.Symbol = imageSymbol(memory[0].addr)
		if got := viewText(t, p.Examine(addr, s, nil)); got != want {
			t.Errorf("x/%s: got\n%swant\n%s", spec, got, want)
		}
	}
	for i, s := range specs {
		check(s, memory[0].addr, out[3+i])
	}
	for i, f := range fields {
		spec, _, _ := strings.Cut(f, ":")
		at := 3 + len(specs) + 2*i
		check(spec, addressOf(t, out[at+1]), out[at])
	}
}

// addressOf finds the address in `$1 = (struct image *) 0x4040 <image>`.
func addressOf(t *testing.T, out string) uintptr {
	t.Helper()
	for _, word := range strings.Fields(out) {
		if strings.HasPrefix(word, "0x") {
			a, err := strconv.ParseUint(word[2:], 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			return uintptr(a)
		}
	}
	t.Fatalf("no address in %s", out)
	return 0
}

// hexBytes collects the bytes of an x/xb.
func hexBytes(t *testing.T, out string) []byte {
	var digits strings.Builder
	for line := range strings.Lines(out) {
		_, values, _ := strings.Cut(line, ":")
		for _, v := range strings.Fields(values) {
			digits.WriteString(strings.TrimPrefix(v, "0x"))
		}
	}
	b, err := hex.DecodeString(digits.String())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// imageSymbol names addresses in the image as gdb does.
func imageSymbol(base uintptr) func(uintptr) string {
	return func(addr uintptr) string {
		switch offset := addr - base; {
		case addr < base || offset >= 500:
			return ""
		case offset == 0:
			return "<image>"
		default:
			return fmt.Sprintf("<image+%d>", offset)
		}
	}
}

func TestExamineUnreadable(t *testing.T) {
	p := &Printer{Memory: fakeMemory{{0x1000, words(1, 2, 3)}, {0x5ffe, []byte("hi")}}}
	for _, c := range []struct {
		spec string
		addr uintptr
		want string
	}{
		{"4xw", 8, "0x8:\t<unreadable 0x8>\n"},
		{"8xw", 0x1000, "0x1000:\t0x00000001\t0x00000002\t0x00000003\t<unreadable 0x100c>\n"},
		{"2s", 0x5ffe, "0x5ffe:\t\"hi\"\t<unreadable 0x6000>\n"},
		{"s", 8, "0x8:\t<unreadable 0x8>\n"},
		{"0x", 8, ""},
	} {
		spec, err := ParseExamineSpec(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		if got := viewText(t, p.Examine(c.addr, spec, nil)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.spec, got, c.want)
		}
	}
	spec, _ := ParseExamineSpec("4xw")
	if got := viewJSON(t, p.Examine(8, spec, nil)); !strings.Contains(got, `"values":[],"unreadable":"0x8"`) {
		t.Errorf("got %s", got)
	}
}

func TestParseExamineSpec(t *testing.T) {
	for text, want := range map[string]ExamineSpec{
		"": {1, 'x', 0}, "4xw": {4, 'x', 4}, "wx": {1, 'x', 4}, "12": {12, 'x', 0}, "3sg": {3, 's', 8},
	} {
		if got, err := ParseExamineSpec(text); err != nil || got != want {
			t.Errorf("%s: got %v %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"4q":                     `cannot examine with /4q: got 'q', want a format of x d u o t a c f s i and a unit of b h w g`,
		"99999999999999999999xb": "cannot examine with /99999999999999999999xb: at most 1048576 units",
		"é":                      `cannot examine with /é: got 'Ã', want a format of x d u o t a c f s i and a unit of b h w g`,
	} {
		if _, err := ParseExamineSpec(text); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func TestExamineDefaultUnit(t *testing.T) {
	f := ExamineSpec{1, 'f', 0}
	if f.withDefault(ctypes.TFloat).Unit != 4 || f.withDefault(ctypes.TDouble).Unit != 8 || f.withDefault(nil).Unit != 8 {
		t.Error("the unit of f does not follow the type")
	}
}
