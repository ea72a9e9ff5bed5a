package repl

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"cshell/diag"
	"cshell/inspect"
)

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
