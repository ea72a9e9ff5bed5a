package diag

import (
	"cmp"
	"iter"
	"strings"
)

// unfinishedLength is how long a name must be to stand for one that it begins.
const unfinishedLength = 4

// Nearest is the candidate most like name: at most a third of the letters may
// differ. Where none is so near it is the shortest that begins with name, else "".
func Nearest(name string, candidates iter.Seq[string]) string {
	best, bestDistance, finished := "", len(name)/3+1, ""
	for c := range candidates {
		if len(name) >= unfinishedLength && strings.HasPrefix(c, name) && c != name && (finished == "" || shorter(c, finished)) {
			finished = c
		}
		if abs(len(c)-len(name)) > bestDistance || c == name {
			continue
		}
		if d := distance(name, c); d < bestDistance || d == bestDistance && best != "" && closer(name, c, best) {
			best, bestDistance = c, d
		}
	}
	return cmp.Or(best, finished)
}

func shorter(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

// closer decides between equally distant candidates: the one as long as name
// (prinft is printf, not print), the one that begins more like it, else the
// first in the alphabet.
func closer(name, a, b string) bool {
	if (len(a) == len(name)) != (len(b) == len(name)) {
		return len(a) == len(name)
	}
	x, y := commonPrefix(name, a), commonPrefix(name, b)
	return x > y || x == y && a < b
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the Levenshtein distance with adjacent transpositions, in bytes.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
