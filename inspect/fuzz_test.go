package inspect

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cshell/ctypes"
)

// typeReader makes types out of fuzzed bytes.
type typeReader struct {
	bytes []byte
	depth int
}

func (r *typeReader) next() byte {
	if len(r.bytes) == 0 {
		return 0
	}
	b := r.bytes[0]
	r.bytes = r.bytes[1:]
	return b
}

var leaves = []ctypes.Type{
	ctypes.TChar, ctypes.TInt, ctypes.TUChar, ctypes.TBool, wcharT, char16T, ctypes.CharPtr, ctypes.VoidPtr, ctypes.TFloat,
	ctypes.TLongDouble, ctypes.TInt128, ctypes.TComplexFloat, ctypes.TULong, enumOf("e", "A", "B"), pointer(wcharT), pointer(putsT),
	ctypes.NewRecord(false, "incomplete"),
}

func (r *typeReader) read() ctypes.Type {
	r.depth++
	b := r.next()
	if r.depth > 6 || b < 160 {
		return leaves[int(b)%len(leaves)]
	}
	if b < 200 {
		elem := r.read()
		if ctypes.IsIncomplete(elem) {
			return elem
		}
		return array(elem, int64(r.next()%8)-1)
	}
	record := ctypes.NewRecord(b%2 == 0, "r")
	var fields []ctypes.Field
	for n := r.next() % 4; n > 0; n-- {
		f := field(string('a'+rune(n)), r.read())
		if ctypes.IsIncomplete(f.Type) {
			continue
		}
		if _, basic := f.Type.(*ctypes.Basic); basic && ctypes.IsInteger(f.Type) && r.next() > 128 {
			f.Bits = &ctypes.BitField{Width: 1 + int64(r.next())%(8*f.Type.Size())}
		}
		fields = append(fields, f)
	}
	_ = record.SetFields(fields, ctypes.Packing{}) // refused layouts leave it incomplete
	return record
}

// FuzzShow shows any bytes as any type: nothing may panic, JSON must be valid,
// a limit must hold.
func FuzzShow(f *testing.F) {
	f.Add([]byte{210, 3, 1, 170, 0, 4, 6, 200, 2, 2, 3}, []byte("some bytes that are an object of some type"))
	f.Add([]byte{180, 180, 6, 3, 5}, address(0x1000))
	f.Add([]byte{165, 4, 7}, words(0xd800, 0x110000, 65, 0))
	f.Fuzz(func(t *testing.T, typ, data []byte) {
		r := &typeReader{bytes: typ}
		o := Object{Type: r.read(), Bytes: data, Addr: 0x900}
		p := testPrinter(5)
		p.Echo(o)
		p.Plain(o, true)
		p.Inspect(o, Places{})
		_, _ = NewLayout(o.Type, LayoutOptions{Variants: ctypes.ABIs, Map: true})
		p.NewDiff(changed(data, typ), o)
		p.FindBytes([]Range{{0x0ff0, 0x1200}}, append(typ, 0)[:1], func() bool { return false })
		var b strings.Builder
		p.JSON(&b, o)
		if !json.Valid([]byte(b.String())) {
			t.Errorf("%s: no JSON: %s", o.Type, b.String())
		}
	})
}

// changed is data with other bytes where mask has ones.
func changed(data, mask []byte) []byte {
	out := slices.Clone(data)
	for i := range min(len(mask), len(out)) {
		out[i] ^= mask[i] & 0x55
	}
	return out
}

func FuzzMaps(f *testing.F) {
	f.Add(mapsText)
	f.Fuzz(func(t *testing.T, text string) {
		maps, _ := ParseMaps(strings.NewReader(text))
		_ = NewMaps(maps, nil).Text(&strings.Builder{}, 20)
	})
}

func FuzzGlob(f *testing.F) {
	f.Add("[!a-z]*?", "x")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if match, err := Glob(pattern); err == nil {
			match(name)
		}
	})
}

// FuzzMemory looks at any bytes in every way that needs no type; what a view says
// it has read must lie in them.
func FuzzMemory(f *testing.F) {
	f.Add([]byte("\xe8\x1b\x00\x00\x00\x74\x02\xeb\xf7\xc3 and text"), "4xb", uint16(3))
	f.Add([]byte("\xc3"), "i", uint16(0))
	f.Add([]byte("wide\x00\x00\x00\x00"), "20sw", uint16(1))
	f.Fuzz(func(t *testing.T, data []byte, text string, at uint16) {
		const base = 0x1000
		addr := base + uintptr(at)
		p := testPrinter(5)
		p.Memory = fakeMemory{{base, data}}
		if spec, err := ParseExamineSpec(text); err == nil {
			spec.Count = min(spec.Count, 100)
			if x := p.Examine(addr, spec, nil); uintptr(x.Next) > max(addr, base+uintptr(len(data))) {
				t.Errorf("/%s at %#x: next %s behind %d bytes", text, addr, x.Next, len(data))
			}
		}
		p.Disassemble(addr, Code{})
		p.Disassemble(addr, Code{Start: base, Size: int64(at), Count: 3})
		d := NewDump(p.Memory, addr, int64(at))
		d.MarkPointers(Places{}, func(uintptr) string { return "" })
		viewText(t, d)
		d.Color = true
		viewText(t, d)
	})
}

// FuzzPhrase reads any words as a declaration; an error stands in the text, and
// what is read is said again in the same words.
func FuzzPhrase(f *testing.F) {
	f.Add("declare x as array 3 of const pointer to function (int, ...) returning void")
	f.Add("cast p into pointer to")
	f.Add("function (")
	f.Fuzz(func(t *testing.T, text string) {
		if !IsPhrase(text) {
			return
		}
		e, err := ReadPhrase(text)
		if wrong, ok := err.(*PhraseError); ok && (wrong.Start < 0 || wrong.Start > wrong.End || wrong.End > len(text)) {
			t.Errorf("%q: error at %d to %d", text, wrong.Start, wrong.End)
		}
		if err == nil && e.Declaration == "" {
			t.Errorf("%q: no declaration", text)
		}
	})
}
