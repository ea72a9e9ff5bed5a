package diag

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	names := slices.Values([]string{"strlen", "strncpy", "printf", "print", "deflateInit2_", "deflateInit_", "deflateInit", "st_mode", "st_mtim", "x"})
	for name, want := range map[string]string{
		"strlne":    "strlen",
		"prinft":    "printf", // as long as it
		"deflateIn": "deflateInit",
		"st_m":      "st_mode", // of several that go on the first
		"str":       "",        // too short to stand for one of many
		"nothing":   "",
		"strlen":    "",
		"":          "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
