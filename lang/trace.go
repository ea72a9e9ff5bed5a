package lang

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cshell/ctypes"
	"cshell/inspect"
	"cshell/lang/eval"
)

// Tracing is what happens with foreign calls beside being made: each is logged,
// counted, or both.
type Tracing struct {
	Log   bool
	To    io.Writer              // nil: standard error
	Match func(name string) bool // which are logged; nil: all
	Count bool

	session *Session
	open    []openCall
	counts  map[string]*CallCount
}

// openCall is a call that has not returned.
type openCall struct {
	name   string
	args   []eval.Value
	logged bool
	nested bool          // a line says already that it runs
	inner  time.Duration // took the calls in it
}

// CallCount is what :count knows of a function. Total includes the calls that
// callbacks made in it, Self does not.
type CallCount struct {
	Function string        `json:"function"`
	Calls    int           `json:"calls"`
	Failed   int           `json:"failed"`
	Total    time.Duration `json:"total_ns"`
	Self     time.Duration `json:"self_ns"`
	Min      time.Duration `json:"min_ns"`
	Max      time.Duration `json:"max_ns"`
}

// Tracing is what is traced; SetTracing changes it and keeps the counts.
func (s *Session) Tracing() Tracing { return s.tracing }

func (s *Session) SetTracing(t Tracing) {
	t.session, t.counts = s, s.tracing.counts
	s.tracing = t
	s.machine.Trace = nil
	if t.Log || t.Count {
		s.machine.Trace = &s.tracing
	}
}

// Counts are the functions that were called while Count was on, what took
// longest first.
func (s *Session) Counts() []CallCount {
	var all []CallCount
	for _, c := range s.tracing.counts {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b CallCount) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), strings.Compare(a.Function, b.Function))
	})
	return all
}

// ResetCounts forgets them.
func (s *Session) ResetCounts() { clear(s.tracing.counts) }

// Aside runs what is no part of the program: its calls are not traced, and errno
// stays as it was.
func (s *Session) Aside(run func()) {
	trace, errno := s.machine.Trace, s.machine.GetErrno()
	s.machine.Trace = nil
	run()
	s.machine.Trace = trace
	s.machine.SetErrno(errno)
}

// Wants is for the machine, as are Begin and End.
func (t *Tracing) Wants(name string) (call, values bool) {
	logged := t.logs(name)
	return logged || t.Count, logged
}

func (t *Tracing) logs(name string) bool { return t.Log && (t.Match == nil || t.Match(name)) }

// Begin says of the calls around this one that they run: it comes from a
// callback in them.
func (t *Tracing) Begin(name string, args []eval.Value) {
	logged := t.logs(name)
	if logged {
		for i := range t.open {
			if c := &t.open[i]; c.logged && !c.nested {
				c.nested = true
				t.line(i, t.callText(c.name, c.args)+" …")
			}
		}
	}
	t.open = append(t.open, openCall{name: name, args: args, logged: logged})
}

// End logs and counts a call.
func (t *Tracing) End(r eval.Returned) {
	if len(t.open) == 0 { // tracing began inside of it
		return
	}
	last := len(t.open) - 1
	c := t.open[last]
	t.open = t.open[:last]
	if last > 0 {
		t.open[last-1].inner += r.Took
	}
	if t.Count {
		t.count(r, r.Took-c.inner)
	}
	if c.logged {
		t.line(last, t.callText(r.Name, r.Args)+t.resultText(r)+"  ["+inspect.DurationText(r.Took)+"]")
	}
}

func (t *Tracing) count(r eval.Returned, self time.Duration) {
	c := t.counts[r.Name]
	if c == nil {
		c = &CallCount{Function: r.Name, Min: r.Took}
		if t.counts == nil {
			t.counts = map[string]*CallCount{}
		}
		t.counts[r.Name] = c
	}
	c.Calls++
	if r.Failed {
		c.Failed++
	}
	c.Total += r.Took
	c.Self += self
	c.Min, c.Max = min(c.Min, r.Took), max(c.Max, r.Took)
}

// line writes a line that is indented by the logged calls around it.
func (t *Tracing) line(outer int, text string) {
	depth := 0
	for _, c := range t.open[:outer] {
		if c.logged {
			depth++
		}
	}
	to := t.To
	if to == nil {
		to = t.session.cfg.Err
	}
	fmt.Fprintf(to, "%s%s\n", strings.Repeat("  ", depth), text)
}

// callText is a call as C would write it: strlen("abc").
func (t *Tracing) callText(name string, args []eval.Value) string {
	var words []string
	for _, arg := range args {
		words = append(words, t.valueText(arg))
	}
	return fmt.Sprintf("%s(%s)", name, strings.Join(words, ", "))
}

// resultText is " = 3", with the name of errno where the call failed.
func (t *Tracing) resultText(r eval.Returned) string {
	if r.Ended != "" {
		return " = <" + r.Ended + ">"
	}
	text := ""
	if !r.Result.IsVoid() && !ctypes.IsVoid(r.Result.Type) {
		text = " = " + t.valueText(r.Result)
	}
	if r.Failed {
		text += t.session.machine.ErrnoName(r.Errno)
	}
	return text
}

// valueText is a value as the echo shows it, a string without its address.
func (t *Tracing) valueText(v eval.Value) string {
	shown := t.session.machine.Show(v)
	if !v.IsVoid() && ctypes.IsPointer(v.Type) {
		if _, text, ok := strings.Cut(shown, ` "`); ok {
			return `"` + text
		}
	}
	return shown
}
