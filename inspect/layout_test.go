package inspect

import (
	"strings"
	"testing"

	"cshell/ctypes"
)

// layoutTypes are the types of testdata/layout.c.
func layoutTypes(t *testing.T) map[string]ctypes.Type {
	point := record(t, false, "point", field("x", ctypes.TInt), field("y", ctypes.TInt))
	empty := record(t, false, "empty")
	callback := &ctypes.Func{Result: ctypes.TVoid, Proto: true, Params: []ctypes.Param{{Type: ctypes.TInt}, {Type: ctypes.VoidPtr}}}
	pq := record(t, false, "", field("p", ctypes.TChar), field("q", ctypes.TShort))
	z := record(t, false, "", field("z", array(ctypes.TChar, 3)))
	b12 := record(t, false, "", bits("b1", ctypes.TInt, 3), bits("b2", ctypes.TInt, 7))
	in := record(t, false, "", field("c", ctypes.TChar), field("i", ctypes.TInt))
	mid := record(t, false, "", field("in", in), field("d", ctypes.TChar))
	big := ctypes.NewRecord(false, "big")
	if err := big.SetFields([]ctypes.Field{
		field("tp", &ctypes.Typedef{Name: "point_t", Under: point}), field("pts", array(point, 2)),
		field("cp", ctypes.Qualify(point, ctypes.Const)), field("c", enumOf("color", "RED", "GREEN")), field("e", empty),
		field("", record(t, true, "", field("a", ctypes.TInt), field("", pq), field("zz", z))),
		field("u8", ctypes.TUChar), bits("flag", ctypes.TBool, 1), bits("", ctypes.TUInt, 0), bits("ul", ctypes.TULong, 33), field("us", ctypes.TUShort),
		field("ubits", record(t, true, "", field("bits", b12), field("raw", ctypes.TUInt))),
		field("cb", pointer(callback)), field("ld", ctypes.TLongDouble), field("pa", pointer(array(ctypes.TInt, 3))),
		field("argv", pointer(ctypes.CharPtr)), field("next", pointer(big)), bits("tail", ctypes.TUChar, 3),
	}, ctypes.Packing{}); err != nil {
		t.Fatal(err)
	}
	nest := record(t, false, "nest", field("mid", mid), field("last", ctypes.TChar))
	return map[string]ctypes.Type{
		"struct big":   big,
		"struct empty": empty,
		"struct nest":  nest,

		"struct nest *":         pointer(nest),
		"struct nest *[2]":      array(pointer(nest), 2),
		"struct nest (*)[3]":    pointer(array(nest, 3)),
		"const struct nest [1]": array(ctypes.Qualify(nest, ctypes.Const), 1),

		"union pad":    record(t, true, "pad", field("c", array(ctypes.TChar, 5)), field("i", ctypes.TInt)),
		"struct holes": record(t, false, "holes", bits("a", ctypes.TInt, 3), field("b", ctypes.TLong), field("c", ctypes.TChar), bits("d", ctypes.TInt, 9), bits("e", ctypes.TInt, 20)),
		"union bits":   record(t, true, "bits", bits("a", ctypes.TInt, 3), bits("b", ctypes.TUInt, 9)),
		"struct flex":  record(t, false, "flex", field("n", ctypes.TInt), field("data", array(ctypes.TChar, -1))),
	}
}

// layoutOf is the layout without anything beside it.
func layoutOf(t *testing.T, typ ctypes.Type) *Layout {
	t.Helper()
	l, err := NewLayout(typ, LayoutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// gdbLines drops what gdb does not say: cache lines and better orders.
func gdbLines(text string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "/* --- cacheline") && !strings.HasPrefix(line, "/* reordering") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func TestLayoutAgreesWithGdb(t *testing.T) {
	types := layoutTypes(t)
	var names, commands []string
	for name := range types {
		names = append(names, name)
		commands = append(commands, "ptype /o "+name)
	}
	ours := strings.NewReplacer("_Bool", "bool")
	for i, out := range gdb(t, "layout", commands...) {
		want := ours.Replace(out)
		if got := gdbLines(viewText(t, layoutOf(t, types[names[i]]))); got != want {
			t.Errorf("%s: got\n%swant\n%s", names[i], got, want)
		}
	}
}

func TestLayout(t *testing.T) {
	s := record(t, false, "s", field("c", ctypes.TChar), field("i", ctypes.TInt), bits("b", ctypes.TUInt, 3))
	want := `/* offset      |    size */  type = struct s {
/*      0      |       1 */    char c;
/* XXX  3-byte hole      */
/*      4      |       4 */    int i;
/*      8: 0   |       4 */    unsigned int b : 3;
/* XXX  5-bit padding    */
/* XXX  3-byte padding   */

                               /* total size (bytes):   12 */
                             }
/* reordering saves 4 bytes, 8 instead of 12: int i; unsigned int b : 3; char c; */
`
	if got := viewText(t, layoutOf(t, s)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wantJSON := `{"view":"layout","type":"struct s","size":12,"align":4,"fields":[` +
		`{"name":"c","offset":0,"size":1,"align":1,"type":"char"},` +
		`{"name":"i","offset":4,"size":4,"align":4,"type":"int","hole_bits":24},` +
		`{"name":"b","offset":8,"size":4,"align":4,"type":"unsigned int","bit_offset":0,"bit_width":3}],"padding_bits":29,"reordered":{"size":8,"saves":4,"order":["int i","unsigned int b : 3","char c"]}}`
	if got := viewJSON(t, layoutOf(t, s)); got != wantJSON {
		t.Errorf("got\n%s\nwant\n%s", got, wantJSON)
	}
	if got := viewText(t, layoutOf(t, ctypes.CharPtr)); got != "type = char *  /* size: 8, align: 8 */\n" {
		t.Errorf("got %s", got)
	}
}
