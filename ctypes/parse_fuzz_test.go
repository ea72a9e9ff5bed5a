package ctypes

import "testing"

// FuzzParse: no text makes the parsers panic, and what they accept prints.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "0x1fUL", "0b1'0", "089", "1e999999999L", "0x1.8p-3f", "1.5i", "0x", ".", "1e", "'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 100 {
			return
		}
		for _, parse := range []func(string) (Value, error){ParseInt, ParseFloat} {
			if v, err := parse(text); err == nil && v.String() == "" {
				t.Errorf("%q prints as nothing", text)
			}
		}
	})
}
