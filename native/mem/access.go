// Package mem is C memory as the shell sees it: typed access to any address,
// blocks that the shell owns, and the stack of the session's functions.
//
// Access is raw. An address that is not mapped faults; on a goroutine with
// debug.SetPanicOnFault (native.Run sets it) that is a Go panic whose address
// native.Process.FaultAddress tells. Nothing here refers to Go's own heap, which C must
// never see.
package mem

import "unsafe"

// The loads and stores compile to one instruction and are inlined. Unaligned
// addresses are allowed. They are exempt from checkptr because an address that
// a user computed may be anything.

// Load8 reads a byte.
//
//go:nocheckptr
func Load8(addr uintptr) uint8 { return *(*uint8)(unsafe.Add(nil, addr)) }

// Load16 reads two bytes.
//
//go:nocheckptr
func Load16(addr uintptr) uint16 { return *(*uint16)(unsafe.Add(nil, addr)) }

// Load32 reads four bytes.
//
//go:nocheckptr
func Load32(addr uintptr) uint32 { return *(*uint32)(unsafe.Add(nil, addr)) }

// Load64 reads eight bytes.
//
//go:nocheckptr
func Load64(addr uintptr) uint64 { return *(*uint64)(unsafe.Add(nil, addr)) }

// LoadI8 reads a signed byte.
//
//go:nocheckptr
func LoadI8(addr uintptr) int8 { return *(*int8)(unsafe.Add(nil, addr)) }

// LoadI16 reads a signed 16-bit integer.
//
//go:nocheckptr
func LoadI16(addr uintptr) int16 { return *(*int16)(unsafe.Add(nil, addr)) }

// LoadI32 reads a signed 32-bit integer.
//
//go:nocheckptr
func LoadI32(addr uintptr) int32 { return *(*int32)(unsafe.Add(nil, addr)) }

// LoadI64 reads a signed 64-bit integer.
//
//go:nocheckptr
func LoadI64(addr uintptr) int64 { return *(*int64)(unsafe.Add(nil, addr)) }

// LoadF32 reads a float.
//
//go:nocheckptr
func LoadF32(addr uintptr) float32 { return *(*float32)(unsafe.Add(nil, addr)) }

// LoadF64 reads a double.
//
//go:nocheckptr
func LoadF64(addr uintptr) float64 { return *(*float64)(unsafe.Add(nil, addr)) }

// Store8 writes a byte.
//
//go:nocheckptr
func Store8(addr uintptr, v uint8) { *(*uint8)(unsafe.Add(nil, addr)) = v }

// Store16 writes two bytes.
//
//go:nocheckptr
func Store16(addr uintptr, v uint16) { *(*uint16)(unsafe.Add(nil, addr)) = v }

// Store32 writes four bytes.
//
//go:nocheckptr
func Store32(addr uintptr, v uint32) { *(*uint32)(unsafe.Add(nil, addr)) = v }

// Store64 writes eight bytes.
//
//go:nocheckptr
func Store64(addr uintptr, v uint64) { *(*uint64)(unsafe.Add(nil, addr)) = v }

// StoreF32 writes a float.
//
//go:nocheckptr
func StoreF32(addr uintptr, v float32) { *(*float32)(unsafe.Add(nil, addr)) = v }

// StoreF64 writes a double.
//
//go:nocheckptr
func StoreF64(addr uintptr, v float64) { *(*float64)(unsafe.Add(nil, addr)) = v }

// Bytes is a view of n bytes at addr, not a copy: it is valid as long as C (or
// the Heap) keeps the memory, and touching it afterwards faults. The collector
// ignores it.
//
//go:nocheckptr
func Bytes(addr uintptr, n int64) []byte {
	return unsafe.Slice((*byte)(unsafe.Add(nil, addr)), n)
}

// Copy moves n bytes; the areas may overlap.
func Copy(dst, src uintptr, n int64) {
	if n > 0 {
		copy(Bytes(dst, n), Bytes(src, n))
	}
}

// Zero clears n bytes.
func Zero(addr uintptr, n int64) {
	if n > 0 {
		clear(Bytes(addr, n))
	}
}

// CString is a copy of the bytes at addr up to a NUL, max bytes at most. It
// touches nothing behind the NUL.
func CString(addr uintptr, max int64) string {
	n := int64(0)
	for n < max && Load8(addr+uintptr(n)) != 0 {
		n++
	}
	if n == 0 {
		return ""
	}
	return string(Bytes(addr, n))
}
