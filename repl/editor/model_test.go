package editor

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cshell/display"
)

// model is a screen as a terminal has it: enough of one for what is written
// here. Cells hold clusters; the second cell of a wide one holds "".
type model struct {
	cols, rows int
	cells      [][]string
	row, col   int
	wrap       bool // the cursor is behind the last column
	lost       []string
}

func newModel(cols, rows int) *model {
	m := &model{cols: cols, rows: rows}
	m.erase()
	return m
}

func (m *model) erase() {
	m.cells = make([][]string, m.rows)
	for i := range m.cells {
		m.cells[i] = m.blank()
	}
}

func (m *model) blank() []string {
	row := make([]string, m.cols)
	for i := range row {
		row[i] = " "
	}
	return row
}

// write interprets text; escape sequences are never cut between two writes.
func (m *model) write(text string) {
	for text != "" {
		switch {
		case text[0] == '\r':
			m.col, m.wrap, text = 0, false, text[1:]
		case text[0] == '\n':
			m.down()
			text = text[1:]
		case strings.HasPrefix(text, "\x1b["):
			end := strings.IndexFunc(text[2:], func(r rune) bool { return r >= '@' }) + 2
			m.control(text[2:end], text[end])
			text = text[end+1:]
		default:
			n, width := display.FirstCluster(text)
			m.put(text[:n], width)
			text = text[n:]
		}
	}
}

func (m *model) put(cluster string, width int) {
	if m.wrap || m.col+width > m.cols {
		m.col = 0
		m.down()
	}
	m.cells[m.row][m.col] = cluster
	for i := 1; i < width; i++ {
		m.cells[m.row][m.col+i] = ""
	}
	m.col += width
	if m.wrap = m.col >= m.cols; m.wrap {
		m.col = m.cols - 1
	}
}

func (m *model) down() {
	m.wrap = false
	if m.row < m.rows-1 {
		m.row++
		return
	}
	m.lost = append(m.lost, m.text(0))
	m.cells = append(m.cells[1:], m.blank())
}

func (m *model) control(parameters string, final byte) {
	n, err := strconv.Atoi(parameters)
	if err != nil || n == 0 {
		n = 1
	}
	switch final {
	case 'A':
		m.row, m.wrap = max(0, m.row-n), false
	case 'B':
		m.row, m.wrap = min(m.rows-1, m.row+n), false
	case 'C':
		m.col, m.wrap = min(m.cols-1, m.col+n), false
	case 'H':
		m.row, m.col, m.wrap = 0, 0, false
	case 'K':
		copy(m.cells[m.row][m.col:], m.blank())
	case 'J':
		if parameters == "2" {
			m.erase()
			return
		}
		copy(m.cells[m.row][m.col:], m.blank())
		for i := m.row + 1; i < m.rows; i++ {
			m.cells[i] = m.blank()
		}
	}
}

func (m *model) text(row int) string {
	return strings.TrimRight(strings.Join(m.cells[row], ""), " ")
}

// String is the screen without the empty rows at its end.
func (m *model) String() string {
	var b strings.Builder
	for i := range m.cells {
		b.WriteString(m.text(i) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// fakeTTY is a terminal without a device.
type fakeTTY struct {
	in      chan []byte
	rest    []byte
	stop    chan struct{}
	once    sync.Once
	resized chan struct{}

	mu      sync.Mutex
	model   *model
	raw     bool
	signals atomic.Bool
	ran     []string // programs
}

func newFakeTTY(cols, rows int) *fakeTTY {
	return &fakeTTY{
		in: make(chan []byte, 1000), stop: make(chan struct{}), resized: make(chan struct{}, 1),
		model: newModel(cols, rows),
	}
}

// typeKeys sends bytes as if they came one write at a time.
func (f *fakeTTY) typeKeys(keys ...string) {
	for _, k := range keys {
		f.in <- []byte(k)
	}
}

func (f *fakeTTY) Read(p []byte, wait time.Duration) (int, error) {
	if len(f.rest) == 0 {
		var timeout <-chan time.Time
		if wait >= 0 {
			timeout = time.After(min(wait, 5*time.Millisecond))
		}
		select {
		case b, ok := <-f.in:
			if !ok {
				return 0, io.EOF
			}
			f.rest = b
		case <-timeout:
			return 0, nil
		case <-f.stop:
			return 0, io.EOF
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func (f *fakeTTY) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.model.write(string(p))
	return len(p), nil
}

func (f *fakeTTY) Cancel()                  { f.once.Do(func() { close(f.stop) }) }
func (f *fakeTTY) Resized() <-chan struct{} { return f.resized }
func (f *fakeTTY) Suspend()                 {}
func (f *fakeTTY) Changed() bool            { return false }
func (f *fakeTTY) Restore()                 {}
func (f *fakeTTY) Signals(on bool)          { f.signals.Store(on) }

func (f *fakeTTY) Size() (int, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.model.cols, f.model.rows
}

func (f *fakeTTY) Raw() error { f.setRaw(true); return nil }
func (f *fakeTTY) Cooked()    { f.setRaw(false) }

func (f *fakeTTY) setRaw(raw bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.raw = raw
}

func (f *fakeTTY) isRaw() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.raw
}

func (f *fakeTTY) Run(program string, args ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ran = append(f.ran, program)
	return nil
}

func (f *fakeTTY) screen() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.model.String()
}

// cursor is the text of the cursor's row up to the cursor.
func (f *fakeTTY) cursor() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.model.cells[f.model.row][:f.model.col], "")
}
