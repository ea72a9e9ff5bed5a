package inspect

import (
	"fmt"
	"testing"
)

func TestRepeats(t *testing.T) {
	tests := []struct {
		chain []uint64
		want  string
	}{
		{nil, "[]"},
		{[]uint64{1, 2, 3}, "[{[1] 1} {[2] 1} {[3] 1}]"},
		{[]uint64{1, 1}, "[{[1] 2}]"},
		{[]uint64{4, 1, 1, 1, 2}, "[{[4] 1} {[1] 3} {[2] 1}]"},
		{[]uint64{1, 2, 1, 2, 1, 3}, "[{[1 2] 2} {[1] 1} {[3] 1}]"},
		{[]uint64{5, 5, 5, 6, 7, 8, 6, 7, 8}, "[{[5] 3} {[6 7 8] 2}]"},
	}
	for _, test := range tests {
		if got := fmt.Sprint(Repeats(test.chain)); got != test.want {
			t.Errorf("%v: %s, want %s", test.chain, got, test.want)
		}
	}
}
