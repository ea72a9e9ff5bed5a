package repl

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/eval"
)

// diffLimit is the largest memory that :diff compares, bytes.
const diffLimit = 1 << 30

// snapshot is memory as it was.
type snapshot struct {
	t     ctypes.Type
	addr  uintptr
	bytes []byte
}

// diff is :diff EXPR STATEMENT, which compares before and after; :diff EXPR,
// which remembers; and :diff, which compares with what was remembered.
func (s *Shell) diff(call *invocation) error {
	if call.text == "" {
		if s.snapshot == nil {
			return call.errorf(diag.Name, "there is nothing to compare with").WithHint("`:diff EXPR` remembers what lies there")
		}
		return s.showDiff()
	}
	at, run := s.splitStatement(call.at)
	taken, err := s.take(call, at)
	if err != nil {
		return err
	}
	if run.Src == nil {
		s.snapshot = taken
		return nil
	}
	failed := s.Session.Do(run)
	s.snapshot = taken
	if err := s.showDiff(); err != nil {
		return err
	}
	return failed
}

// splitStatement splits "EXPR STATEMENT" at the first blank where both sides
// can be parsed, unless the whole is an expression.
func (s *Shell) splitStatement(at diag.Span) (expr, run diag.Span) {
	if s.parses(at) {
		return at, run
	}
	text := at.Text()
	for i := strings.IndexAny(text, " \t{"); i >= 0 && i < len(text); i++ {
		if strings.IndexByte(" \t{", text[i]) < 0 {
			continue
		}
		left, right := at, at
		left.End = at.Start + len(strings.TrimRight(text[:i], " \t"))
		right.Start = at.End - len(strings.TrimLeft(text[i:], " \t"))
		if left.End > left.Start && right.Start >= left.End && s.parses(left) && s.parses(right) {
			return left, right
		}
	}
	return at, run
}

// take remembers the memory that an expression stands for.
func (s *Shell) take(call *invocation, at diag.Span) (*snapshot, error) {
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return nil, err
	}
	addr, size, err := s.target(call, v, place)
	if err != nil {
		return nil, err
	}
	t := typeAt(v, size)
	if t.Size() > diffLimit {
		return nil, call.errorf(diag.Limit, "%d bytes are too many to compare", t.Size())
	}
	taken := &snapshot{t: t, addr: addr}
	if taken.bytes = s.read(taken); len(taken.bytes) == 0 && t.Size() > 0 {
		return nil, call.errorf(diag.Memory, "cannot read memory at 0x%x", addr)
	}
	return taken, nil
}

// typeAt is what lies where a value points to: size bytes, -1 where the extent
// is not known.
func typeAt(v eval.Value, size int64) ctypes.Type {
	elem := v.Type
	if e := elementOf(v.Type); e != nil {
		elem = e
	}
	if _, isArray := ctypes.Unwrap(v.Type).(*ctypes.Array); isArray {
		return v.Type
	}
	one := elem.Size()
	switch {
	case !ctypes.IsPointer(v.Type) && size >= 0 && size == v.Type.Size():
		return v.Type
	case ctypes.IsVoid(elem) || ctypes.IsFunc(elem) || one <= 0:
		elem, one = ctypes.TUChar, 1
	}
	_, isRecord := ctypes.Unwrap(elem).(*ctypes.Record)
	switch {
	case size < 0 && isRecord:
		return elem
	case size < 0:
		size = dumpLength
	case size == one:
		return elem
	}
	return ctypes.ArrayOf(elem, size/one)
}

// read is what lies there now, as far as it can be read.
func (s *Shell) read(at *snapshot) []byte {
	b := make([]byte, at.t.Size())
	return b[:max(s.memory().Read(at.addr, b), 0)]
}

// showDiff compares with the snapshot, and what is there now is the next one.
func (s *Shell) showDiff() error {
	s.Host.Flush()
	before := s.snapshot
	now := *before
	now.bytes = s.read(before)
	s.snapshot = &now
	return s.show(s.printer().NewDiff(before.bytes, inspect.Object{Type: now.t, Addr: now.addr, Bytes: now.bytes}))
}

// watch is an expression that is shown after each statement.
type watch struct {
	N          int
	Expression string
	at         diag.Span
	shown      watched
}

// watched is a watch as it shows.
type watched struct {
	N          int             `json:"n"`
	Expression string          `json:"expression"`
	Type       string          `json:"type,omitempty"`
	Value      json.RawMessage `json:"value,omitempty"`
	Error      string          `json:"error,omitempty"`
	Was        string          `json:"was,omitempty"` // the text of the last value where it was another
	text       string
}

// watchView is the view of :watch.
type watchView struct {
	View    string    `json:"view"`
	Watches []watched `json:"watches"`
}

// Text has a line for each expression, with the last value where it changed.
func (v *watchView) Text(w io.Writer, _ int) error {
	var b strings.Builder
	for _, x := range v.Watches {
		fmt.Fprintf(&b, "%d: %s = %s", x.N, x.Expression, x.text)
		if x.Was != "" {
			fmt.Fprintf(&b, "  (was %s)", x.Was)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// watch is :watch [EXPR | off [N]].
func (s *Shell) watch(call *invocation) error {
	if word, rest, _ := cutBlank(call.text); word == "off" {
		return s.unwatchWord(call, strings.TrimSpace(rest))
	}
	if call.text != "" {
		if _, err := s.Session.Type(call.at); err != nil { // what is wrong with it now, is said now
			return err
		}
		n := 1
		if len(s.watches) > 0 {
			n = s.watches[len(s.watches)-1].N + 1
		}
		src := &diag.Source{Name: call.at.Src.Name, Text: call.text, First: 1}
		s.watches = append(s.watches, watch{N: n, Expression: call.text, at: diag.Span{Src: src, End: len(call.text)}})
		s.watchChanged()
		return s.showWatches(s.watches[len(s.watches)-1:])
	}
	return s.showWatches(s.watches)
}

// unwatch is :unwatch [N].
func (s *Shell) unwatch(call *invocation) error { return s.unwatchWord(call, call.text) }

func (s *Shell) unwatchWord(call *invocation, word string) error {
	defer s.watchChanged()
	if word == "" {
		s.watches = nil
		return nil
	}
	n, _ := strconv.Atoi(word) // 0, which no watch has, for an expression
	at := slices.IndexFunc(s.watches, func(w watch) bool { return w.N == n || w.Expression == word })
	if at < 0 {
		return call.errorf(diag.Name, "there is no watch %s", word)
	}
	s.watches = slices.Delete(s.watches, at, at+1)
	return nil
}

// watchChanged has the session tell of statements while there is a watch.
func (s *Shell) watchChanged() {
	s.Session.AfterStatement = nil
	if len(s.watches) > 0 {
		s.Session.AfterStatement = func() { _ = s.showWatches(s.watches) } // a broken output shows elsewhere
	}
}

// showWatches evaluates and shows.
func (s *Shell) showWatches(list []watch) error {
	view := &watchView{View: "watch", Watches: []watched{}}
	for i := range list {
		w := &list[i]
		now := s.evaluate(w)
		if w.shown.text != "" && w.shown.text != now.text {
			now.Was = w.shown.text
		}
		w.shown = now
		view.Watches = append(view.Watches, now)
	}
	return s.show(view)
}

func (s *Shell) evaluate(w *watch) watched {
	now := watched{N: w.N, Expression: w.Expression}
	s.Session.Aside(func() {
		v, place, err := s.Session.Eval(w.at)
		if e, ok := err.(*diag.Error); ok {
			now.Error = e.Message
			now.text = "<" + e.Message + ">"
			return
		} else if err != nil {
			now.text = "<" + err.Error() + ">"
			return
		}
		now.text = s.Session.Show(v)
		if o, ok := s.Session.Inspectable(v, place); ok {
			now.Type = inspect.TypeName(o.Type)
			var b strings.Builder
			s.Session.Printer().JSON(&b, o)
			now.Value = json.RawMessage(b.String())
		}
	})
	return now
}
