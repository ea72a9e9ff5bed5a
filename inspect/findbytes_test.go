package inspect

import (
	"math/rand"
	"testing"
)

// A pattern may be longer than what is read at once, and lie across what is.
func TestFindBytes(t *testing.T) {
	text := make([]byte, 3*largeRead)
	rand.New(rand.NewSource(1)).Read(text)
	const base = 0x10000
	p := &Printer{Memory: fakeMemory{{base, text}}, Limit: 5}
	never := func() bool { return false }
	for _, test := range []struct{ from, length int }{
		{0, 4}, {largeRead - 20, 40}, {2*largeRead - 1, 64}, {100, largeRead}, {largeRead / 2, 2*largeRead + 1}, {0, len(text)}, {len(text) - 8, 8},
	} {
		pattern := text[test.from : test.from+test.length]
		v := p.FindBytes([]Range{{base, base + uintptr(len(text))}}, pattern, never)
		found := false
		for _, m := range v.Matches {
			found = found || m.Offset == int64(test.from)
		}
		if !found || v.Searched != int64(len(text)) {
			t.Errorf("%d bytes at %d: found %v in %d bytes", test.length, test.from, v.Matches, v.Searched)
		}
	}
	if v := p.FindBytes([]Range{{base, base + 9}}, nil, never); v.Total != 0 {
		t.Error("an empty pattern was found", v.Total)
	}
	calls := 0
	v := p.FindBytes([]Range{{base, base + 100}}, text[:1], func() bool { calls++; return calls > 1 })
	if calls > 3 || v.Total > 1 {
		t.Errorf("the search was stopped after %d questions and %d matches", calls, v.Total)
	}
}
