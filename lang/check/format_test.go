package check_test

import (
	"testing"

	"cshell/ctypes"
	"cshell/lang/check"
)

var (
	intPtr   = ctypes.PointerTo(ctypes.TInt)
	floatPtr = ctypes.PointerTo(ctypes.TFloat)
)

// TestCheckFormat calls CheckFormat as eval does, for formats that are known
// only when they run.
func TestCheckFormat(t *testing.T) {
	tests := []struct {
		format string
		scan   bool
		args   []ctypes.Type
		want   string
	}{
		{"%d", false, []ctypes.Type{ctypes.TUInt}, ""},
		{"%d", false, []ctypes.Type{ctypes.TLong}, "format: argument 1 is long, but %d wants int"},
		{"%5.*lf|", false, []ctypes.Type{ctypes.TInt, ctypes.TDouble}, ""},
		{"%5.*lf|", false, []ctypes.Type{ctypes.TDouble}, "format: argument 1 is double, but %5.*lf wants int"},
		{"100%", false, []ctypes.Type{ctypes.TInt}, ""}, // cannot be read
		{"%2$d %1$s", false, []ctypes.Type{ctypes.CharPtr, ctypes.TInt}, ""},
		{"%2$d %1$s", false, []ctypes.Type{ctypes.TInt, ctypes.TInt}, "format: argument 1 is int, but %1$s wants char *"},
		{"%2$d %1$d", false, []ctypes.Type{ctypes.TInt}, "format: argument 2 is missing: %2$d wants int"},
		{"%1$*2$d", false, []ctypes.Type{ctypes.TInt, ctypes.TInt, ctypes.TInt}, "format: argument 3 is not used by the format"},
		{"%1$d %d", false, []ctypes.Type{ctypes.TInt}, ""}, // undefined: left to the call
		{"%1$d", true, []ctypes.Type{ctypes.TInt}, "format: argument 1 is int, but %1$d wants int *"},
		{"%ls", false, []ctypes.Type{ctypes.CharPtr}, "format: argument 1 is char *, but %ls wants wchar_t *"},
		{"%%", false, []ctypes.Type{ctypes.TInt}, "format: argument 1 is not used by the format"},
		{"%m", false, nil, ""},
		{"%s", false, []ctypes.Type{ctypes.VoidPtr}, ""},
		{"%s", false, []ctypes.Type{ctypes.PointerTo(ctypes.TUChar)}, ""},
		{"%s", false, []ctypes.Type{intPtr}, "format: argument 1 is int *, but %s wants char *"},
		{"%c", false, nil, "format: argument 1 is missing: %c wants int"},
		{"%Lf", false, []ctypes.Type{ctypes.TDouble}, "format: argument 1 is double, but %Lf wants long double"},
		{"%hhd", false, []ctypes.Type{ctypes.TInt}, ""},
		{"%zu", false, []ctypes.Type{ctypes.TInt}, "format: argument 1 is int, but %zu wants size_t"},
		{"%p", false, []ctypes.Type{ctypes.TLong}, "format: argument 1 is long, but %p wants a pointer"},
		{"%f", true, []ctypes.Type{floatPtr}, ""},
		{"%lf", true, []ctypes.Type{floatPtr}, "format: argument 1 is float *, but %lf wants double *"},
		{"%d%n", true, []ctypes.Type{intPtr, intPtr}, ""},
		{"%ms", true, []ctypes.Type{ctypes.CharPtr}, "format: argument 1 is char *, but %ms wants char **"},
		{"%*s%[^]]%d", true, []ctypes.Type{ctypes.CharPtr, intPtr}, ""},
		{"%[abc", true, nil, ""}, // cannot be read
	}
	for _, test := range tests {
		got := ""
		if err := check.CheckFormat(test.format, test.scan, test.args); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.format, got, test.want)
		}
	}
}
