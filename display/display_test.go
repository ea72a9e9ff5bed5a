package display

import "testing"

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "漢字": 4, "é": 1, "e\u0301": 1, "👍🏽": 2, "a漢b": 4, "a\tb\n": 2, "…": 1, "\xff": 1, "🇩🇪x": 3,
	} {
		if got := Width(text); got != want {
			t.Errorf("%q: got %d columns, want %d", text, got, want)
		}
	}
}

func TestWidthOfASCIIAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Width("plain text of a table") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
