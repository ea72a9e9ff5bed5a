package inspect

// Repeat is a stretch of calls that come Times times in a row: one function that
// calls itself, or some that call each other.
type Repeat[T any] struct {
	Calls []T
	Times int
}

// longestCycle is how many functions that call each other are seen as a cycle.
const longestCycle = 8

// Repeats folds what recursion leaves in a chain of calls: of return addresses in C.
func Repeats[T comparable](chain []T) (folded []Repeat[T]) {
	for len(chain) > 0 {
		r := repeatAt(chain)
		folded = append(folded, r)
		chain = chain[len(r.Calls)*r.Times:]
	}
	return folded
}

// repeatAt is the shortest cycle that chain begins with.
func repeatAt[T comparable](chain []T) Repeat[T] {
	for n := 1; n <= min(longestCycle, len(chain)/2); n++ {
		same := 0 // places that are as those one cycle before
		for n+same < len(chain) && chain[same] == chain[n+same] {
			same++
		}
		if same >= n {
			return Repeat[T]{chain[:n], 1 + same/n}
		}
	}
	return Repeat[T]{chain[:1], 1}
}
