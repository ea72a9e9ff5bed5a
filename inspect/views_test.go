package inspect

import (
	"os"
	"slices"
	"strings"
	"testing"

	"cshell/ctypes"
	"cshell/native/mem"
	"cshell/objfile"
)

const mapsText = `55d0c0000000-55d0c0001000 r--p 00000000 08:01 131 /usr/bin/my program
55d0c0001000-55d0c0180000 r-xp 00001000 08:01 131 /usr/bin/my program
7f0000000000-7f0000021000 rw-p 00000000 00:00 0
nonsense
7f1200000000-7f1200156000 r-xp 00028000 08:01 77                         /usr/lib/x86_64-linux-gnu/libc.so.6
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
`

func testMaps(t *testing.T) []Mapping {
	t.Helper()
	maps, err := ParseMaps(strings.NewReader(mapsText))
	if err != nil {
		t.Fatal(err)
	}
	return maps
}

func TestMaps(t *testing.T) {
	for pattern, want := range map[string]string{
		"*": `0x55d0c0000000-0x55d0c0001000  r--p    4K      0x0  /usr/bin/my program
0x55d0c0001000-0x55d0c0180000  r-xp  1.5M   0x1000  /usr/bin/my program
0x7f0000000000-0x7f0000021000  rw-p  132K      0x0
0x7f1200000000-0x7f1200156000  r-xp  1.3M  0x28000  /usr/lib/x86_64-linux-gnu/libc.so.6
0x7ffc00000000-0x7ffc00021000  rw-p  132K      0x0  [stack]
`,
		"libc*":   "0x7f1200000000-0x7f1200156000  r-xp  1.3M  0x28000  /usr/lib/x86_64-linux-gnu/libc.so.6\n",
		"*linux*": "0x7f1200000000-0x7f1200156000  r-xp  1.3M  0x28000  /usr/lib/x86_64-linux-gnu/libc.so.6\n",
		"nothing": "",
	} {
		match, err := Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := viewText(t, NewMaps(testMaps(t), match)); got != want {
			t.Errorf("%s: got\n%swant\n%s", pattern, got, want)
		}
	}
	got := viewJSON(t, NewMaps(testMaps(t)[4:], nil))
	want := `{"view":"maps","mappings":[{"start":"0x7ffc00000000","end":"0x7ffc00021000","perms":"rw-p","offset":"0x0","path":"[stack]"}]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMapsOfThisProcess(t *testing.T) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	maps, err := ParseMaps(f)
	if err != nil || len(maps) < 3 {
		t.Errorf("got %d mappings, %v", len(maps), err)
	}
}

// What surrounds an address is the same by the kernel's answer and page by page.
func TestHole(t *testing.T) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	maps, _ := ParseMaps(f)
	for _, m := range maps {
		for _, addr := range []Address{m.Start - 1, m.Start - 5*pageSize, m.End, m.End + 5*pageSize - 1, m.End + 2*nearby} {
			if _, mapped := MappingAt(maps, uintptr(addr)); mapped || addr>>47 != 0 {
				continue
			}
			if !sameHole(uintptr(addr)) && !sameHole(uintptr(addr)) && !sameHole(uintptr(addr)) { // others may map meanwhile
				t.Errorf("the surroundings of %s differ", addr)
			}
		}
		if own, ok := OwnMapping(uintptr(m.Start)); strings.HasPrefix(m.Path, "/") && (!ok || own != m) {
			t.Errorf("at %s: %+v, want %+v", m.Start, own, m)
		}
	}
}

func sameHole(addr uintptr) bool {
	start, end := hole(addr)
	slowStart, slowEnd := probeHole(addr)
	return min(addr-start, nearby) == min(addr-slowStart, nearby) && min(end-addr, nearby) == min(slowEnd-addr, nearby)
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"str*", "strlen", true}, {"str*", "astrlen", false}, {"*len", "strlen", true}, {"mem?py", "memcpy", true},
		{"[ms]*", "strlen", true}, {"[!ms]*", "strlen", false}, {"[a-l]*", "strlen", false}, {"a.b", "axb", false},
		{"operator[]*", "operator[](int)", true}, {"x[", "x[", true}, {"[]]", "]", true}, {"(*)", "(a/b)", true}, {"", "", true},
	} {
		match, err := Glob(c.pattern)
		if err != nil || match(c.name) != c.want {
			t.Errorf("%s on %s: got %v %v, want %v", c.pattern, c.name, !c.want, err, c.want)
		}
	}
	if _, err := Glob("[z-a]"); err == nil {
		t.Error("[z-a] is no set but was accepted")
	}
}

func TestSymbolTable(t *testing.T) {
	symbols := []objfile.Symbol{
		{Name: "_Z3addii", Value: 0x10, Size: 20, Kind: objfile.FuncSymbol},
		{Name: "api", Value: 0x40, Size: 8, Kind: objfile.FuncSymbol, Version: "V_2", Hidden: false},
		{Name: "api", Value: 0x30, Size: 8, Kind: objfile.FuncSymbol, Version: "V_1", Hidden: true},
		{Name: "slot", Value: 0x8, Size: 4, Kind: objfile.ThreadSymbol},
	}
	o := SymbolOptions{
		Bias: 0x1000,
		Declare: func(name string) string {
			if name == "api" {
				return "int api(void)"
			}
			return ""
		},
		Demangle: func([]string) []string { return []string{"add(int, int)", "", "", ""} },
	}
	want := `0x1010  func  20  add(int, int)
0x1040  func   8  api            @@V_2  int api(void)
0x1030  func   8  api            @V_1   int api(void)
0x8     tls    4  slot
`
	if got := viewText(t, NewSymbolTable("x", symbols, o)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	o.Match, _ = Glob("add*")
	got := viewJSON(t, NewSymbolTable("x", symbols, o))
	wantJSON := `{"view":"symbols","library":"x","symbols":[{"address":"0x1010","kind":"func","size":20,"name":"_Z3addii","demangled":"add(int, int)","default":true}]}`
	if got != wantJSON {
		t.Errorf("got  %s\nwant %s", got, wantJSON)
	}
}

func testPlaces(t *testing.T) Places {
	arr := &mem.Block{Addr: 0x7f0000000100, Size: 40, Birth: mem.Birth{Name: "arr", Type: "int [10]", Born: "<stdin>:3"}}
	return Places{
		Maps: testMaps(t),
		Block: func(addr uintptr) *mem.Block {
			if addr >= arr.Addr-16 && addr < arr.Addr+100 {
				return arr
			}
			return nil
		},
		Symbol: func(addr uintptr) (string, string, uintptr, bool) {
			return "strcpy", "libc.so.6", addr - 0x7f1200000020, addr >= 0x7f1200000020 && addr < 0x7f1200000100
		},
	}
}

func TestWhere(t *testing.T) {
	places := testPlaces(t)
	anonymous := "\n  rw-p anonymous mapping 0x7f0000000000-0x7f0000021000\n"
	for addr, want := range map[uintptr]string{
		8:              "0x8: not mapped\n",
		0x7f0000000100: "0x7f0000000100: int [10] 'arr', owned, 40 bytes at 0x7f0000000100, made at <stdin>:3" + anonymous,
		0x7f0000000104: "0x7f0000000104: byte 4 of int [10] 'arr', owned, 40 bytes at 0x7f0000000100, made at <stdin>:3" + anonymous,
		0x7f0000000129: "0x7f0000000129: 1 byte behind the end of int [10] 'arr', owned, 40 bytes at 0x7f0000000100, made at <stdin>:3" + anonymous,
		0x7f00000000fe: "0x7f00000000fe: 2 bytes before int [10] 'arr', owned, 40 bytes at 0x7f0000000100, made at <stdin>:3" + anonymous,
		0x7f120000003e: "0x7f120000003e: strcpy+0x1e in libc.so.6\n  r-xp mapping of /usr/lib/x86_64-linux-gnu/libc.so.6 at file offset 0x2803e\n",
		0x7ffc00000000: "0x7ffc00000000: rw-p stack 0x7ffc00000000-0x7ffc00021000\n",
	} {
		if got := viewText(t, places.Where(addr)); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
	got := viewJSON(t, places.Where(0x7f120000003e))
	want := `{"view":"where","address":"0x7f120000003e","symbol":{"name":"strcpy","library":"libc.so.6","offset":30},` +
		`"mapping":{"start":"0x7f1200000000","end":"0x7f1200156000","perms":"r-xp","offset":"0x28000","path":"/usr/lib/x86_64-linux-gnu/libc.so.6","file_offset":"0x2803e"}}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestInspect(t *testing.T) {
	point := record(t, false, "point", field("x", ctypes.TInt), bits("b", ctypes.TUInt, 3), field("", record(t, true, "", field("c", ctypes.TChar), field("u", ctypes.TUChar))))
	for _, c := range []struct {
		o    Object
		want string
	}{
		{Object{Type: ctypes.TInt, Bytes: words(0xfffffffe)}, `type      int
size      4 bytes, alignment 4
value     -2
hex       0xfffffffe
octal     037777777776
binary    11111111 11111111 11111111 11111110
unsigned  4294967294
bytes     fe ff ff ff
`},
		{Object{Type: uint8T, Bytes: []byte("x")}, `type    uint8_t = unsigned char
size    1 byte, alignment 1
value   120 'x'
hex     0x78
octal   0170
binary  01111000
bytes   78
`},
		{Object{Type: ctypes.TDouble, Bytes: ctypes.FloatValue(ctypes.TDouble, 2.5).Bytes()}, `type   double
size   8 bytes, alignment 8
value  2.5
hex    0x1.4p+1
bits   0x4004000000000000
class  normal
bytes  00 00 00 00 00 00 04 40
`},
		{Object{Type: pointer(ctypes.TInt), Bytes: address(0x7f0000000104), Addr: 8}, `type       int *
size       8 bytes, alignment 8
value      0x7f0000000104
address    0x8
where      not mapped
points to  byte 4 of int [10] 'arr', owned, 40 bytes at 0x7f0000000100, made at <stdin>:3
           rw-p anonymous mapping 0x7f0000000000-0x7f0000021000
bytes      04 01 00 00 00 7f 00 00
`},
		{Object{Type: point, Bytes: words(7, 0x4105)}, `type   struct point
size   8 bytes, alignment 4
value  {x = 7, b = 5, {c = 65 'A', u = 65 'A'}}
bytes  07 00 00 00 05 41 00 00
members
  +0    int            x  7
  +4:0  unsigned int   b  5
  +5    char           c  65 'A'
  +5    unsigned char  u  65 'A'
`},
		{Object{Type: array(ctypes.TInt, 100), Bytes: make([]byte, 400)}, ""},
	} {
		p := &Printer{Limit: 3}
		got := viewText(t, p.Inspect(c.o, testPlaces(t)))
		if c.want != "" && got != c.want {
			t.Errorf("got\n%swant\n%s", got, c.want)
		}
		if c.want == "" && (!strings.Contains(got, " … 336 more\n") || !strings.HasSuffix(got, "  +60  int  [15]  0\n  … 84 more\n")) {
			t.Errorf("got\n%s", got)
		}
	}
	p := &Printer{}
	want := `{"view":"inspect","type":"struct point","size":8,"align":4,"value":"{x = 7, b = 5, {c = 65 'A', u = 65 'A'}}","data":{"x":7,"b":5,"c":65,"u":65},"bytes":"0700000005410000","members":[` +
		`{"name":"x","type":"int","offset":0,"value":"7"},{"name":"b","type":"unsigned int","offset":4,"bit_offset":0,"bit_width":3,"value":"5"},` +
		`{"name":"c","type":"char","offset":5,"value":"65 'A'"},{"name":"u","type":"unsigned char","offset":5,"value":"65 'A'"}]}`
	if got := viewJSON(t, p.Inspect(Object{Type: point, Bytes: words(7, 0x4105)}, Places{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWidth(t *testing.T) {
	var b strings.Builder
	if err := NewMaps(testMaps(t), nil).Text(&b, 40); err != nil {
		t.Fatal(err)
	}
	if want := "0x55d0c0000000-0x55d0c0001000  r--p    4K      0x0\n    /usr/bin/my program\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// A long name does not push the rows of others behind the end of the line.
func TestNarrowTable(t *testing.T) {
	var b strings.Builder
	rows := [][]string{{"0x10", "short", "@@V_1", ""}, {"0x20", strings.Repeat("long", 10), "@@V_1", "int f(void)"}, {"0x30", "s", "", strings.Repeat("wide", 20)}}
	if err := table(&b, 40, rows); err != nil {
		t.Fatal(err)
	}
	want := "0x10  short          @@V_1\n0x20  " + strings.Repeat("long", 10) + "  @@V_1\n    int f(void)\n" +
		"0x30  s                     " + strings.Repeat("wide", 20) + "\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestOwned(t *testing.T) {
	blocks := []*mem.Block{
		{Addr: 0x1000, Size: 40, Birth: mem.Birth{Name: "arr", Type: "int [10]", Born: "<stdin>:3"}, Guarded: true},
		{Addr: 0x2000, Size: 8, Birth: mem.Birth{Name: "gone", Type: "long"}, Freed: true},
		{Addr: 0x3000, Size: 1, Birth: mem.Birth{Type: "char"}},
	}
	v := NewOwned(slices.Values(blocks))
	want := "0x1000  40 bytes  ███████████████████████▍  int [10]  arr  <stdin>:3\n0x3000    1 byte  ▌                         char\n2 blocks, 41 bytes\n"
	if got := viewText(t, v); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	wantJSON := `{"view":"mem","blocks":[{"address":"0x1000","size":40,"type":"int [10]","name":"arr","born":"<stdin>:3","guarded":true},` +
		`{"address":"0x3000","size":1,"type":"char","guarded":false}],"total":41}`
	if got := viewJSON(t, v); got != wantJSON {
		t.Errorf("got  %s\nwant %s", got, wantJSON)
	}
}
