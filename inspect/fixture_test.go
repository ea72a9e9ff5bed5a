package inspect

import (
	"encoding/binary"
	"testing"

	"cshell/ctypes"
)

// segment is a stretch of fake memory.
type segment struct {
	addr uintptr
	data []byte
}

// fakeMemory is memory with holes.
type fakeMemory []segment

func (m fakeMemory) Read(addr uintptr, into []byte) int {
	for _, s := range m {
		if addr >= s.addr && addr < s.addr+uintptr(len(s.data)) {
			return copy(into, s.data[addr-s.addr:])
		}
	}
	return 0
}

// named knows the names of a few addresses.
func named(names map[uintptr]string) func(uintptr) string {
	return func(addr uintptr) string { return names[addr] }
}

// record lays out a complete struct or union.
func record(t testing.TB, union bool, tag string, fields ...ctypes.Field) *ctypes.Record {
	t.Helper()
	r := ctypes.NewRecord(union, tag)
	if err := r.SetFields(fields, ctypes.Packing{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func field(name string, t ctypes.Type) ctypes.Field { return ctypes.Field{Name: name, Type: t} }

func bits(name string, t ctypes.Type, width int64) ctypes.Field {
	return ctypes.Field{Name: name, Type: t, Bits: &ctypes.BitField{Width: width}}
}

func enumOf(tag string, names ...string) *ctypes.Enum {
	e := &ctypes.Enum{Tag: tag}
	var consts []ctypes.EnumConst
	for i, n := range names {
		consts = append(consts, ctypes.EnumConst{Name: n, Val: int64(i)})
	}
	e.SetConsts(consts, false, nil)
	return e
}

func array(t ctypes.Type, n int64) ctypes.Type { return ctypes.ArrayOf(t, n) }
func pointer(t ctypes.Type) ctypes.Type        { return ctypes.PointerTo(t) }

// words is little endian memory of 32-bit numbers.
func words(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func address(a uint64) []byte { return binary.LittleEndian.AppendUint64(nil, a) }

func wide(s string) []byte {
	var b []byte
	for _, r := range s {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	return b
}

func joinBytes(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
