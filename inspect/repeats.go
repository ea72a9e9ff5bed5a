package inspect

// Repeat is a stretch of calls that come Times times in a row: one function that
// calls itself, or some that call each other.
type Repeat struct {
	Calls []uint64
	Times int
}

// longestCycle is how many functions that call each other are seen as a cycle.
const longestCycle = 8

// Repeats folds what recursion leaves in a chain of return addresses.
func Repeats(chain []uint64) (folded []Repeat) {
	for len(chain) > 0 {
		r := repeatAt(chain)
		folded = append(folded, r)
		chain = chain[len(r.Calls)*r.Times:]
	}
	return folded
}

// repeatAt is the shortest cycle that chain begins with.
func repeatAt(chain []uint64) Repeat {
	for n := 1; n <= min(longestCycle, len(chain)/2); n++ {
		same := 0 // places that are as those one cycle before
		for n+same < len(chain) && chain[same] == chain[n+same] {
			same++
		}
		if same >= n {
			return Repeat{chain[:n], 1 + same/n}
		}
	}
	return Repeat{chain[:1], 1}
}
