package diag

import (
	"cmp"
	"iter"
	"math/bits"
	"strings"
)

// unfinishedLength is how long a name must be to stand for one that it begins.
const unfinishedLength = 4

// Nearest is the candidate most like name: at most a third of the letters may
// differ. Where none is so near it is the shortest that begins with name, else "".
// Further candidates are looked at only where those before have none.
func Nearest(name string, candidates ...iter.Seq[string]) string {
	return NearestThat(func(string) bool { return true }, name, candidates...)
}

// NearestThat is Nearest among the candidates that fit, which are few of those that
// are near: fits is asked last.
func NearestThat(fits func(string) bool, name string, candidates ...iter.Seq[string]) string {
	for _, list := range candidates {
		if near := nearest(fits, name, list); near != "" {
			return near
		}
	}
	return ""
}

func nearest(fits func(string) bool, name string, candidates iter.Seq[string]) string {
	best, bestDistance, finished := "", len(name)/3+1, ""
	m := measure{name: name, letters: lettersOf(name)}
	for c := range candidates {
		if goesOn(c, name) && (finished == "" || shorter(c, finished)) && fits(c) {
			finished = c
		}
		if c == name || m.atLeast(c) > bestDistance {
			continue
		}
		d := m.distance(c)
		if (d < bestDistance || d == bestDistance && best != "" && closer(name, c, best)) && fits(c) {
			best, bestDistance = c, d
		}
	}
	return cmp.Or(best, finished)
}

func goesOn(c, name string) bool {
	return len(name) >= unfinishedLength && len(c) > len(name) && strings.HasPrefix(c, name)
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

// measure tells how far other names are from one.
type measure struct {
	name    string
	letters uint64
	rows    [3][]int // of distance, made once
}

// lettersOf is the set of a name's letters, in which few stand for each other.
func lettersOf(name string) (set uint64) {
	for i := range len(name) {
		set |= 1 << (name[i] & 63)
	}
	return set
}

// atLeast is a bound of the distance that costs little: each edit brings one
// letter at most and takes one away.
func (m *measure) atLeast(c string) int {
	longer := max(len(c)-len(m.name), len(m.name)-len(c))
	if longer > len(m.name)/3+1 {
		return longer
	}
	letters := lettersOf(c)
	return max(longer, bits.OnesCount64(letters&^m.letters), bits.OnesCount64(m.letters&^letters))
}

// distance is the Levenshtein distance with adjacent transpositions, in bytes.
func (m *measure) distance(b string) int {
	a := m.name
	for i := range m.rows {
		if len(m.rows[i]) <= len(b) {
			m.rows[i] = make([]int, len(b)+16)
		}
	}
	before, last, row := m.rows[0], m.rows[1], m.rows[2]
	for j := range len(b) + 1 {
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
