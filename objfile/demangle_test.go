package objfile

import "testing"

func TestDemangle(t *testing.T) {
	for name, want := range map[string]string{
		"_Z3addii":                          "add(int, int)",
		"_ZNSt6vectorIiSaIiEE9push_backEOi": "std::vector<int, std::allocator<int> >::push_back(int&&)",
		"_RNvC6_123foo3bar":                 "123foo::bar",
		"printf":                            "",
		"_Zzz":                              "",
		"":                                  "",
	} {
		if got := Demangle(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
