package inspect

import (
	"math/big"
	"slices"

	"cshell/ctypes"
)

// radixPrefix marks a numeral as C does.
var radixPrefix = map[int]string{2: "0b", 8: "0", 16: "0x"}

// numeral is a number in the printer's radix, if it is an integer: in others
// than ten the bits that C has, so that -1 is 0xffffffff.
func (p *Printer) numeral(v ctypes.Value, bits int64) string {
	prefix, other := radixPrefix[p.Radix]
	if !other || !ctypes.IsInteger(v.Type) || isBool(v.Type) {
		return v.String()
	}
	image := slices.Clone(v.Bytes())
	slices.Reverse(image) // big.Int wants the highest byte first
	n := new(big.Int).SetBytes(image)
	mask := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	n.And(n, mask.Sub(mask, big.NewInt(1)))
	if n.Sign() == 0 {
		return "0"
	}
	return prefix + n.Text(p.Radix)
}

func isBool(t ctypes.Type) bool {
	b, ok := ctypes.Unwrap(t).(*ctypes.Basic)
	return ok && b.Kind == ctypes.Bool
}
