package inspect

import (
	"bytes"
	"strings"
	"testing"

	"cshell/ctypes"
)

var (
	wcharT  = &ctypes.Typedef{Name: "wchar_t", Under: ctypes.TInt}
	char16T = &ctypes.Typedef{Name: "char16_t", Under: ctypes.TUShort}
	char32T = &ctypes.Typedef{Name: "char32_t", Under: ctypes.TUInt}
	uint8T  = &ctypes.Typedef{Name: "uint8_t", Under: ctypes.TUChar}
	constCh = ctypes.Qualify(ctypes.TChar, ctypes.Const)
	putsT   = &ctypes.Func{Result: ctypes.TInt, Proto: true, Params: []ctypes.Param{{Type: ctypes.PointerTo(constCh)}}}
)

// testPrinter reads strings at 0x1000 and up; 0x3000 ends in unmapped memory.
func testPrinter(limit int) *Printer {
	return &Printer{
		Memory: fakeMemory{
			{0x1000, []byte("root\x00")},
			{0x1100, []byte("a\x01b\xc8\n\"'\\\t\x1bz\xc3\xa9\xff\x7f\x00")},
			{0x1200, wide("hé😀\n\x00")},
			{0x2000, append(bytes.Repeat([]byte("x"), 10000), 0)},
			{0x5ffd, []byte("end")},
			{0x7000, make([]byte, 64)},
		},
		Symbol: named(map[uintptr]string{0x4004: "<arr+4>", 0x4100: "<puts in libc.so.6>", 0x1000: "<name>"}),
		Limit:  limit,
	}
}

type shown struct {
	name              string
	typ               ctypes.Type
	bytes             []byte
	addr              uintptr
	echo, plain, json string
}

func scalars() []shown {
	color := enumOf("color", "RED", "GREEN")
	return []shown{
		{"int", ctypes.TInt, words(0xffffffff), 0, "-1", "-1", "-1"},
		{"size_t", ctypes.TULong, address(1<<64 - 1), 0, "18446744073709551615", "18446744073709551615", "18446744073709551615"},
		{"char", ctypes.TChar, []byte{97}, 0, "97 'a'", "97", "97"},
		{"newline", ctypes.TChar, []byte{10}, 0, `10 '\n'`, "10", "10"},
		{"high char", ctypes.TChar, []byte{0o310}, 0, `-56 '\310'`, "-56", "-56"},
		{"NUL char", ctypes.TChar, []byte{0}, 0, `0 '\000'`, "0", "0"},
		{"quote", ctypes.TChar, []byte{'\''}, 0, `39 '\''`, "39", "39"},
		{"double quote", ctypes.TChar, []byte{'"'}, 0, `34 '"'`, "34", "34"},
		{"backslash", ctypes.TChar, []byte{'\\'}, 0, `92 '\\'`, "92", "92"},
		{"delete", ctypes.TChar, []byte{127}, 0, `127 '\177'`, "127", "127"},
		{"uint8_t", uint8T, []byte{200}, 0, `200 '\310'`, "200", "200"},
		{"signed char", ctypes.TSChar, []byte{200}, 0, `-56 '\310'`, "-56", "-56"},
		{"wchar_t", wcharT, wide("é"), 0, "233 L'é'", "233", "233"},
		{"char16_t", char16T, []byte{'h', 0}, 0, "104 u'h'", "104", "104"},
		{"true", ctypes.TBool, []byte{1}, 0, "true", "true", "true"},
		{"double", ctypes.TDouble, ctypes.FloatValue(ctypes.TDouble, 1e16).Bytes(), 0, "1e+16", "1e+16", "1e+16"},
		{"float", ctypes.TFloat, ctypes.FloatValue(ctypes.TFloat, 0.1).Bytes(), 0, "0.1", "0.1", "0.1"},
		{"inf", ctypes.TDouble, address(0x7ff0 << 48), 0, "inf", "inf", `"inf"`},
		{"long double", ctypes.TLongDouble, ctypes.FloatValue(ctypes.TLongDouble, 2.5).Bytes(), 0, "2.5", "2.5", "2.5"},
		{"complex", ctypes.TComplexDouble, joinBytes(ctypes.FloatValue(ctypes.TDouble, 1.5).Bytes(), ctypes.FloatValue(ctypes.TDouble, -2.5).Bytes()), 0, "1.5-2.5i", "1.5-2.5i", `"1.5-2.5i"`},
		{"__int128", ctypes.TInt128, bytes.Repeat([]byte{255}, 16), 0, "-1", "-1", "-1"},
		{"enum", color, words(1), 0, "GREEN (1)", "GREEN (1)", "1"},
		{"enum without a name", color, words(7), 0, "7", "7", "7"},
	}
}

func pointers() []shown {
	return []shown{
		{"NULL", ctypes.VoidPtr, address(0), 0, "NULL", "NULL", "null"},
		{"int *", pointer(ctypes.TInt), address(0x4004), 0, "0x4004 <arr+4>", "0x4004", `"0x4004"`},
		{"void *", ctypes.VoidPtr, address(0x4000), 0, "0x4000", "0x4000", `"0x4000"`},
		{"char *", ctypes.CharPtr, address(0x1000), 0, `0x1000 "root"`, "root", `"0x1000"`},
		{"const char *", pointer(constCh), address(0x1100), 0, `0x1100 "a\001b\310\n\"'\\\t\033zé\377\177"`,
			"a\x01b\xc8\n\"'\\\t\x1bz\xc3\xa9\xff\x7f", `"0x1100"`},
		{"null char *", ctypes.CharPtr, address(0), 0, "NULL", "NULL", "null"},
		{"wild char *", ctypes.CharPtr, address(8), 0, "0x8 <unreadable 0x8>", "<unreadable 0x8>", `"0x8"`},
		{"torn char *", ctypes.CharPtr, address(0x5ffd), 0, `0x5ffd "end" <unreadable 0x6000>`, "end<unreadable 0x6000>", `"0x5ffd"`},
		{"unsigned char *", pointer(ctypes.TUChar), address(0x1000), 0, "0x1000 <name>", "0x1000", `"0x1000"`},
		{"wchar_t *", pointer(wcharT), address(0x1200), 0, `0x1200 L"hé😀\n"`, "hé😀\n", `"0x1200"`},
		{"function pointer", pointer(putsT), address(0x4100), 0, "0x4100 <puts in libc.so.6>", "0x4100 <puts in libc.so.6>", `"0x4100"`},
		{"null function pointer", pointer(putsT), address(0), 0, "NULL", "NULL", "null"},
		{"function", putsT, nil, 0x4100, "0x4100 <puts in libc.so.6>", "0x4100 <puts in libc.so.6>", `"0x4100"`},
	}
}

func arrays() []shown {
	return []shown{
		{"int[3]", array(ctypes.TInt, 3), words(1, 2, 3), 0, "{1, 2, 3}", "{1, 2, 3}", "[1,2,3]"},
		{"int[2][2]", array(array(ctypes.TInt, 2), 2), words(1, 2, 3, 4), 0, "{{1, 2}, {3, 4}}", "{{1, 2}, {3, 4}}", "[[1,2],[3,4]]"},
		{"int[0]", array(ctypes.TInt, 0), nil, 0, "{}", "{}", "[]"},
		{"int[]", array(ctypes.TInt, -1), nil, 0, "{}", "{}", "[]"},
		{"char[8]", array(ctypes.TChar, 8), []byte("hi\x00there"), 0, `"hi"`, "hi", `"hi"`},
		{"full char[2]", array(ctypes.TChar, 2), []byte("hi"), 0, `"hi"`, "hi", `"hi"`},
		{"char[2][3]", array(array(ctypes.TChar, 3), 2), []byte("ab\x00cd\x00"), 0, `{"ab", "cd"}`, `{"ab", "cd"}`, `["ab","cd"]`},
		{"unsigned char[2]", array(uint8T, 2), []byte("xy"), 0, "{0x78, 0x79}", "78 79", "[120,121]"},
		{"signed char[2]", array(ctypes.TSChar, 2), []byte("xy"), 0, "{120 'x', 121 'y'}", "{120 'x', 121 'y'}", "[120,121]"},
		{"wchar_t[3]", array(wcharT, 3), wide("é\x00z"), 0, `L"é"`, "é", `"é"`},
		{"char16_t[3]", array(char16T, 3), []byte{0x3d, 0xd8, 0, 0xde, 'x', 0}, 0, `u"😀x"`, "😀x", `"😀x"`},
		{"lone surrogate", array(char16T, 2), []byte{0x3d, 0xd8, 'a', 0}, 0, `u"\xd83d\141"`, "�a", `"�a"`},
		{"char32_t[2]", array(char32T, 2), words(0xffffffff, 1), 0, `U"\xffffffff\001"`, "�\x01", `"�\u0001"`},
		{"int as text is none", array(ctypes.TInt, 1), wide("é"), 0, "{233}", "{233}", "[233]"},
		{"char *[2]", array(ctypes.CharPtr, 2), joinBytes(address(0x1000), address(0)), 0, `{0x1000 "root", NULL}`, `{0x1000 "root", NULL}`,
			`[{"value":"0x1000","text":"root"},null]`},
		{"torn int[4]", array(ctypes.TInt, 4), words(1, 2)[:7], 0x900, "{1, <unreadable 0x907>}", "{1, <unreadable 0x907>}", `[1,"<unreadable 0x907>"]`},
		{"torn char[4]", array(ctypes.TChar, 4), []byte("ab"), 0x900, `"ab" <unreadable 0x902>`, "ab<unreadable 0x902>", `"ab<unreadable 0x902>"`},
		{"unreadable int", ctypes.TInt, nil, 8, "<unreadable 0x8>", "<unreadable 0x8>", `"<unreadable 0x8>"`},
	}
}

func records(t *testing.T) []shown {
	point := record(t, false, "point", field("x", ctypes.TInt), field("y", ctypes.TInt))
	line := record(t, false, "line", field("from", point), field("name", ctypes.CharPtr), field("tag", array(ctypes.TChar, 4)),
		field("raw", array(ctypes.TUChar, 2)), field("c", ctypes.TChar), field("ok", ctypes.TBool))
	number := record(t, true, "number", field("i", ctypes.TInt), field("u", array(ctypes.TUChar, 4)))
	anonymous := record(t, false, "", field("kind", ctypes.TInt), field("", record(t, true, "", field("i", ctypes.TInt), field("f", ctypes.TFloat))))
	flags := record(t, false, "flags", bits("a", ctypes.TInt, 3), bits("", ctypes.TInt, 2), bits("b", ctypes.TUInt, 9), bits("t", ctypes.TBool, 1),
		bits("w", ctypes.TLong, 40))
	flexible := record(t, false, "flexible", field("n", ctypes.TInt), field("data", array(ctypes.TInt, -1)))
	lineBytes := joinBytes(words(1, 2), address(0x1000), []byte("hi\x00\x00xyA\x01"))
	return []shown{
		{"point", point, words(1, 2), 0, "{x = 1, y = 2}", "{x = 1, y = 2}", `{"x":1,"y":2}`},
		{"line", line, lineBytes, 0,
			`{from = {x = 1, y = 2}, name = 0x1000 "root", tag = "hi", raw = {0x78, 0x79}, c = 65 'A', ok = true}`,
			`{from = {x = 1, y = 2}, name = 0x1000 "root", tag = "hi", raw = {0x78, 0x79}, c = 65 'A', ok = true}`,
			`{"from":{"x":1,"y":2},"name":{"value":"0x1000","text":"root"},"tag":"hi","raw":[120,121],"c":65,"ok":true}`},
		{"union", number, words(5), 0, "{i = 5, u = {0x05, 0x00, 0x00, 0x00}}", "{i = 5, u = {0x05, 0x00, 0x00, 0x00}}", `{"i":5,"u":[5,0,0,0]}`},
		{"anonymous member", anonymous, words(2, 0), 0, "{kind = 2, {i = 0, f = 0}}", "{kind = 2, {i = 0, f = 0}}", `{"kind":2,"i":0,"f":0}`},
		{"bit-fields", flags, address(0x7 | 300<<5 | 1<<14 | (1<<40-5)<<15), 0, "{a = -1, b = 300, t = 1, w = -5}", "{a = -1, b = 300, t = 1, w = -5}",
			`{"a":-1,"b":300,"t":1,"w":-5}`},
		{"flexible member", flexible, words(3), 0, "{n = 3, data = {}}", "{n = 3, data = {}}", `{"n":3,"data":[]}`},
		{"torn struct", point, words(1), 0x900, "{x = 1, y = <unreadable 0x904>}", "{x = 1, y = <unreadable 0x904>}", `{"x":1,"y":"<unreadable 0x904>"}`},
		{"incomplete", ctypes.NewRecord(false, "dir"), nil, 0x900, "<incomplete type>", "<incomplete type>", "{}"},
		{"empty", record(t, false, "empty"), nil, 0, "{}", "{}", "{}"},
	}
}

func TestShow(t *testing.T) {
	p := testPrinter(200)
	for _, group := range [][]shown{scalars(), pointers(), arrays(), records(t)} {
		for _, c := range group {
			o := Object{c.typ, c.bytes, c.addr}
			if got := p.Echo(o); got != c.echo {
				t.Errorf("%s: echo\ngot  %s\nwant %s", c.name, got, c.echo)
			}
			if got := p.Plain(o, true); got != c.plain {
				t.Errorf("%s: print\ngot  %s\nwant %s", c.name, got, c.plain)
			}
			var b strings.Builder
			p.JSON(&b, o)
			if b.String() != c.json {
				t.Errorf("%s: JSON\ngot  %s\nwant %s", c.name, b.String(), c.json)
			}
		}
	}
}

func TestBytesAmongOthers(t *testing.T) {
	o := Object{Type: array(ctypes.TUChar, 2), Bytes: []byte("xy")}
	if got := testPrinter(0).Plain(o, false); got != "{0x78, 0x79}" {
		t.Errorf("got %s", got)
	}
}

func TestLimit(t *testing.T) {
	ints := make([]byte, 40000)
	pair := record(t, false, "pair", field("a", array(ctypes.TInt, 4)), field("b", array(ctypes.TInt, 2)))
	for _, c := range []struct {
		limit int
		o     Object
		want  string
	}{
		{2, Object{Type: array(ctypes.TInt, 10000), Bytes: ints}, "{0, 0, … 9998 more}"},
		{2, Object{Type: array(ctypes.TInt, 2), Bytes: ints}, "{0, 0}"},
		{3, Object{Type: array(array(ctypes.TInt, 2), 5000), Bytes: ints}, "{{0, 0}, {0, … 1 more}, … 4998 more}"},
		{2, Object{Type: array(ctypes.TUChar, 9), Bytes: ints}, "{0x00, 0x00, … 7 more}"},
		{3, Object{Type: pair, Bytes: ints}, "{a = {0, 0, 0, … 1 more}, b = {0, 0}}"},
		{3, Object{Type: array(ctypes.TChar, 9), Bytes: []byte("abcdefghi")}, `"abc" … 6 more`},
		{2, Object{Type: array(ctypes.TChar, 5), Bytes: []byte("éèa\xff\n")}, `"éè" … 1 more`},
		{4, Object{Type: ctypes.CharPtr, Bytes: address(0x2000)}, `0x2000 "xxxx" … 9996 more`},
		{1, Object{Type: array(array(ctypes.TChar, 2), 3), Bytes: []byte("a\x00b\x00c\x00")}, `{"a", … 2 more}`},
	} {
		if got := testPrinter(c.limit).Echo(c.o); got != c.want {
			t.Errorf("limit %d of %s:\ngot  %s\nwant %s", c.limit, c.o.Type, got, c.want)
		}
	}
}

func TestPrintNeverCuts(t *testing.T) {
	p := testPrinter(4)
	if got := p.Plain(Object{Type: ctypes.CharPtr, Bytes: address(0x2000)}, true); len(got) != 10000 {
		t.Errorf("got %d characters, want 10000", len(got))
	}
	got := p.Plain(Object{Type: array(ctypes.TInt, 6), Bytes: make([]byte, 24)}, true)
	if got != "{0, 0, 0, 0, 0, 0}" {
		t.Errorf("got %s", got)
	}
}

func TestText(t *testing.T) {
	p := testPrinter(1)
	if text, ok := p.Text(Object{Type: ctypes.CharPtr, Bytes: address(0x1000)}); !ok || text != "root" {
		t.Errorf("got %q %v", text, ok)
	}
	for _, o := range []Object{
		{Type: ctypes.CharPtr, Bytes: address(0)}, {Type: ctypes.CharPtr, Bytes: address(8)},
		{Type: ctypes.VoidPtr, Bytes: address(0x1000)}, {Type: ctypes.TInt, Bytes: words(1)},
	} {
		if text, ok := p.Text(o); ok {
			t.Errorf("%s: got %q, want none", o.Type, text)
		}
	}
}

func TestTypeName(t *testing.T) {
	for want, typ := range map[string]ctypes.Type{
		"int":                   ctypes.Qualify(ctypes.TInt, ctypes.Const),
		"uint8_t":               uint8T,
		"const char *":          pointer(constCh),
		"int (*)(const char *)": putsT,
		"int [3]":               array(ctypes.TInt, 3),
	} {
		if got := TypeName(typ); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
