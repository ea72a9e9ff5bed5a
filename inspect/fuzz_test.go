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
