package inspect

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"cshell/ctypes"
	"cshell/display"
)

// Plot is an array of numbers to draw (:plot).
type Plot struct {
	Type   string
	Values []float64 // by rows where there are several
	X      []float64 // where they stand; nil: at 0, 1, 2 …
	Rows   int       // 1, or the rows of a two-dimensional array, drawn as a picture
	Plain  bool      // draw with characters that any terminal has
	Width  int       // of the drawing, where Text is given no limit; 0: as wide as pages are
}

// PlotError says why something cannot be drawn.
type PlotError struct{ Problem string }

func (e *PlotError) Error() string { return e.Problem }

// NewPlot takes the numbers out of an array. What cannot be read is left out.
func NewPlot(o Object) (*Plot, error) {
	p := &Plot{Type: TypeName(o.Type), Rows: 1}
	t, ok := ctypes.Unwrap(o.Type).(*ctypes.Array)
	if !ok {
		return nil, &PlotError{"expected an array of numbers, found " + p.Type}
	}
	elem, n := t.Elem, t.Len
	if row, ok := ctypes.Unwrap(elem).(*ctypes.Array); ok {
		elem, n, p.Rows = row.Elem, n*row.Len, int(t.Len)
	}
	number, ok := numberType(elem)
	if !ok {
		return nil, &PlotError{"expected an array of numbers, found " + p.Type}
	}
	size := elem.Size()
	n = min(n, int64(len(o.Bytes))/size)
	for i := range max(n, 0) {
		p.Values = append(p.Values, ctypes.FromBytes(number, o.Bytes[i*size:(i+1)*size]).Float())
	}
	return p, nil
}

// numberType is what the elements are as plain numbers.
func numberType(elem ctypes.Type) (*ctypes.Basic, bool) {
	switch t := ctypes.Unwrap(elem).(type) {
	case *ctypes.Basic:
		return t, t.Kind != ctypes.Void && !ctypes.IsComplex(t)
	case *ctypes.Enum:
		if t.Under() != nil {
			return t.Under(), true
		}
	}
	return nil, false
}

// MarshalJSON has null for what is no number in JSON.
func (p *Plot) MarshalJSON() ([]byte, error) {
	values := jsonNumbers(p.Values)
	low, high := p.extremes()
	return marshal(struct {
		View   string  `json:"view"`
		Type   string  `json:"type"`
		Rows   int     `json:"rows"`
		Min    float64 `json:"min"`
		Max    float64 `json:"max"`
		Values []any   `json:"values"`
		X      []any   `json:"x,omitempty"`
	}{"plot", p.Type, p.Rows, low, high, values, jsonNumbers(p.X)})
}

func jsonNumbers(values []float64) []any {
	list := make([]any, len(values))
	for i, v := range values {
		if isDrawn(v) {
			list[i] = v
		}
	}
	return list
}

// Against puts the values at the places that other holds.
func (p *Plot) Against(other *Plot) error {
	switch {
	case p.Rows > 1 || other.Rows > 1:
		return &PlotError{"x and y must be arrays of one dimension"}
	case len(p.Values) != len(other.Values):
		return &PlotError{fmt.Sprintf("x has %d values, y %d", len(other.Values), len(p.Values))}
	}
	p.X = other.Values
	return nil
}

func isDrawn(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// extremes are the least and the greatest value, zeros where there are none.
func (p *Plot) extremes() (low, high float64) { return extremes(p.Values) }

func extremes(values []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if isDrawn(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		return 0, 0
	}
	return low, high
}

const (
	plotWidth  = 72 // columns where the terminal does not say
	plotHeight = 10 // lines
)

// Text draws a curve with its scale at the left, or a picture of rows.
func (p *Plot) Text(w io.Writer, width int) error {
	if width <= 0 {
		width = cmp.Or(p.Width, plotWidth)
	}
	if len(p.Values) == 0 {
		_, err := fmt.Fprintln(w, "no values")
		return err
	}
	if p.Rows > 1 {
		return p.picture(w, width)
	}
	return p.curve(w, width)
}

func (p *Plot) curve(w io.Writer, width int) error {
	low, high := p.extremes()
	top, bottom := numberText(high), numberText(low)
	margin := max(display.Width(top), display.Width(bottom))
	c := newCanvas(max(width-margin-2, 8), plotHeight, p.Plain)
	c.draw(p.X, p.Values)
	t := textWriter{w: w}
	bar := "│"
	if p.Plain {
		bar = "|"
	}
	for i, line := range c.lines() {
		label := ""
		switch i {
		case 0:
			label = top
		case plotHeight - 1:
			label = bottom
		}
		t.printf("%*s %s%s\n", margin, label, bar, strings.TrimRight(line, " ⠀"))
	}
	first, last := "0", strconv.Itoa(len(p.Values)-1)
	if p.X != nil {
		left, right := extremes(p.X)
		first, last = numberText(left), numberText(right)
	}
	t.printf("%*s  %s%*s\n", margin, "", first, max(c.width-len(first), len(last)+1), last)
	return t.err
}

func numberText(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }

// canvas is a grid of dots, several of which make a character.
type canvas struct {
	width, height int // characters
	across, down  int // dots in a character
	dots          [][]bool
}

func newCanvas(width, height int, plain bool) *canvas {
	c := &canvas{width: width, height: height, across: 2, down: 4}
	if plain {
		c.across, c.down = 1, 1
	}
	c.dots = make([][]bool, height*c.down)
	for y := range c.dots {
		c.dots[y] = make([]bool, width*c.across)
	}
	return c
}

// draw connects the values in their order; dot row 0 is the top. Without places
// they stand from left to right.
func (c *canvas) draw(places, values []float64) {
	low, high := extremes(values)
	left, right := extremes(places)
	if places == nil {
		right = float64(len(values) - 1)
	}
	lastX, lastY := -1, -1
	for i, v := range values {
		at := float64(i)
		if places != nil {
			at = places[i]
		}
		if !isDrawn(v) || !isDrawn(at) {
			lastX = -1
			continue
		}
		x := scale(share(at, left, right, 0), c.width*c.across)
		y := c.height*c.down - 1 - scale(share(v, low, high, 0.5), c.height*c.down)
		if lastX < 0 {
			lastX, lastY = x, y
		}
		c.line(lastX, lastY, x, y)
		lastX, lastY = x, y
	}
}

// share is where v stands between low and high, 0 … 1; otherwise where these
// are the same.
func share(v, low, high, otherwise float64) float64 {
	if high <= low {
		return otherwise
	}
	return (v/2 - low/2) / (high/2 - low/2) // halves, so that the difference is finite
}

// scale maps 0 … 1 to one of n places.
func scale(part float64, n int) int {
	return min(max(int(math.Round(part*float64(n-1))), 0), n-1)
}

// line sets the dots from one place to another.
func (c *canvas) line(x0, y0, x1, y1 int) {
	steps := max(x1-x0, x0-x1, y1-y0, y0-y1, 1)
	for i := 0; i <= steps; i++ {
		part := float64(i) / float64(steps)
		x := x0 + int(math.Round(part*float64(x1-x0)))
		y := y0 + int(math.Round(part*float64(y1-y0)))
		c.dots[y][x] = true
	}
}

// brailleDots are the bits of the dots of a braille character, by row.
var brailleDots = [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

func (c *canvas) lines() []string {
	var lines []string
	for row := range c.height {
		var line strings.Builder
		for column := range c.width {
			line.WriteRune(c.character(row, column))
		}
		lines = append(lines, line.String())
	}
	return lines
}

func (c *canvas) character(row, column int) rune {
	if c.down == 1 {
		if c.dots[row][column] {
			return '*'
		}
		return ' '
	}
	r := rune(0x2800)
	for y, bits := range brailleDots {
		for x, bit := range bits {
			if c.dots[row*c.down+y][column*c.across+x] {
				r |= bit
			}
		}
	}
	return r
}

// picture draws a character for each element, the darkest for the greatest;
// what is wider or longer than the terminal is drawn in steps.
func (p *Plot) picture(w io.Writer, width int) error {
	shades := []rune(" ░▒▓█")
	if p.Plain {
		shades = []rune(" .:+*")
	}
	low, high := p.extremes()
	columns := len(p.Values) / p.Rows
	step := max((columns+width-1)/max(width, 1), 1)
	t := textWriter{w: w}
	for row := 0; row < p.Rows && columns > 0; row += step {
		var line strings.Builder
		for column := 0; column < columns; column += step {
			v, shade := p.Values[row*columns+column], 0
			if isDrawn(v) {
				shade = scale(share(v, low, high, 0), len(shades))
			}
			line.WriteRune(shades[shade])
		}
		t.printf("%s\n", strings.TrimRight(line.String(), " "))
	}
	t.printf("%d x %d, %s to %s\n", p.Rows, columns, numberText(low), numberText(high))
	return t.err
}
