package eval

import (
	"cshell/ctypes"
	"cshell/native/mem"
)

// Records of one or two whole words in registers, the commonest, are moved
// between memory and the image without a loop. The image of a call site stays
// where it is, so its words have addresses.

// word is one word of a record and its place in the image.
type word struct {
	offset uintptr
	image  *uint64
}

// wordsOf are the words of a record; ok is false where it is not one or two
// whole words in registers. The last is given twice where there is only one.
func wordsOf(locs []ctypes.Loc, gpr []uint64, vec [][2]uint64) (words [2]word, ok bool) {
	if len(locs) == 0 || len(locs) > 2 {
		return words, false
	}
	for i := range words {
		l := locs[min(i, len(locs)-1)]
		if l.Size != 8 {
			return words, false
		}
		words[i].offset = uintptr(l.Offset)
		switch l.Bank {
		case ctypes.InGPR:
			words[i].image = &gpr[l.Index]
		case ctypes.InVec:
			words[i].image = &vec[l.Index][0]
		default:
			return words, false
		}
	}
	return words, true
}

// storeWords puts a record into the image.
func storeWords(words [2]word, n node) func(*frame, *ctypes.Image) {
	a, b := words[0], words[1]
	return func(fr *frame, _ *ctypes.Image) {
		from := n.a(fr)
		*a.image, *b.image = mem.Load64(from+a.offset), mem.Load64(from+b.offset)
	}
}

// loadWords takes a result out of the image.
func loadWords(words [2]word) func(to uintptr) {
	a, b := words[0], words[1]
	return func(to uintptr) {
		mem.Store64(to+a.offset, *a.image)
		mem.Store64(to+b.offset, *b.image)
	}
}
