package eval

import (
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// localArray is memory for an array of variable length. The end of the block
// gives it back.
func (c *compiler) localArray(x *check.Builtin) node {
	c.reserve(16, 16) // so that the function's end gives back what a switch leaves
	count, elem := c.expr(x.Args[0]).i, elementOf(x.T)
	unit := max(elem.Size(), 1)
	return dynamics(x.T, func(fr *frame) Value {
		n := count(fr)
		if n < 0 || n > maxBytes/unit {
			panic(diag.Errorf(x.At, diag.Type, "an array cannot have %d elements", n))
		}
		size := (n*unit + 15) &^ 15
		addr, err := fr.stack.Push(size)
		if err != nil {
			panic(stackError(x.At, err))
		}
		mem.Zero(addr, size)
		return slice(elem, addr, n)
	})
}

// declaresLocalArray says whether a block has arrays of variable length.
func declaresLocalArray(list []check.Stmt) bool {
	for _, s := range list {
		d, ok := s.(*check.DeclareVar)
		if !ok {
			continue
		}
		if b, ok := d.Bind.(*check.Builtin); ok && b.ID == check.BLocalArray {
			return true
		}
	}
	return false
}
