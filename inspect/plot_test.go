package inspect

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"cshell/ctypes"
)

func floats(values ...float64) Object {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return Object{Type: array(ctypes.TDouble, int64(len(values))), Bytes: b}
}

func TestPlot(t *testing.T) {
	p, err := NewPlot(Object{Type: array(ctypes.TInt, 4), Bytes: words(0, 1, 2, 3)})
	if err != nil {
		t.Fatal(err)
	}
	p.Plain = true
	var b strings.Builder
	if err := p.Text(&b, 12); err != nil {
		t.Fatal(err)
	}
	const want = `3 |        *
  |       *
  |      *
  |     *
  |    *
  |    *
  |   *
  |  *
  | *
0 |*
   0       3
`
	if got := b.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got, want := viewJSON(t, p), `{"view":"plot","type":"int [4]","rows":1,"min":0,"max":3,"values":[0,1,2,3]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPlotBraille(t *testing.T) {
	p, _ := NewPlot(floats(math.NaN(), 5, math.Inf(1), -1e308, 1e308, 0))
	text := viewText(t, p)
	if !strings.Contains(text, "1e+308 │") || !strings.ContainsFunc(text, func(r rune) bool { return r > 0x2800 && r <= 0x28ff }) {
		t.Errorf("got\n%s", text)
	}
	if got := viewJSON(t, p); !strings.Contains(got, `"values":[null,5,null,-1e+308,1e+308,0]`) {
		t.Error(got)
	}
	for _, values := range [][]float64{{}, {1}, {2, 2, 2}, {math.NaN()}, make([]float64, 5000)} {
		p, _ := NewPlot(floats(values...))
		for line := range strings.Lines(viewText(t, p)) {
			if len([]rune(line)) > plotWidth+2 {
				t.Errorf("%d values: a line of %d characters", len(values), len([]rune(line)))
			}
		}
	}
}

func TestPlotPicture(t *testing.T) {
	p, err := NewPlot(Object{Type: array(array(ctypes.TUChar, 3), 2), Bytes: []byte{0, 64, 128, 192, 255, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := viewText(t, p), " ░▒\n▓█\n2 x 3, 0 to 255\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Plain = true
	if got, want := viewText(t, p), " .:\n+*\n2 x 3, 0 to 255\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPlotRefuses(t *testing.T) {
	for _, typ := range []ctypes.Type{ctypes.TInt, array(ctypes.CharPtr, 2), array(record(t, false, "point", field("x", ctypes.TInt)), 2)} {
		if _, err := NewPlot(Object{Type: typ, Bytes: make([]byte, 16)}); err == nil || !strings.HasPrefix(err.Error(), "expected an array of numbers, found ") {
			t.Errorf("%s: %v", typ, err)
		}
	}
}
