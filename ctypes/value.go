package ctypes

// Value is one scalar: an integer, floating, complex, pointer or enum value,
// as its little endian object representation. Integers narrower than 64 bits
// are sign or zero extended to 64 in Bits[0]; a long double uses ten bytes.
type Value struct {
	Type Type
	Bits [4]uint64
}

// Op is a binary operator on values.
type Op uint8

// The binary operators.
const (
	Add Op = iota
	Sub
	Mul
	Div
	Rem
	And
	Or
	Xor
	Shl
	Shr
	Lt
	Le
	Gt
	Ge
	Eq
	Ne
)
