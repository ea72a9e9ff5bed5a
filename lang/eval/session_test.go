package eval

import (
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"
	"testing"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/syntax"
	"cshell/native"
)

// session runs source text: what lang.Session does, at its simplest, over a
// fake host.
type session struct {
	*bench
	env    *check.Env
	macros cdecl.Macros
	real   *native.Process // instead of the fake host
}

func newSession(t testing.TB) *session {
	s := &session{bench: newBench(t)}
	s.env = check.NewEnv(s)
	s.env.ReadVar = s.m.ReadVar
	s.m.Errno = s.env.Errno()
	s.m.placeErrno()
	return s
}

// What the syntax package asks.

func (s *session) IsType(name string) bool  { return s.env.IsType(name) }
func (s *session) IsKnown(name string) bool { return s.env.IsKnown(name) }
func (s *session) Macros() *cdecl.Macros    { return &s.macros }

// What the checker asks of the outside: the fake host's functions, untyped.

func (s *session) Declared(*check.Library, string) (check.Outer, bool) { return check.Outer{}, false }
func (s *session) Sources(string) iter.Seq[check.Outer]                { return func(func(check.Outer) bool) {} }
func (s *session) Tag(string, string) (ctypes.Type, bool)              { return nil, false }
func (s *session) Exported(_ *check.Library, name string) (in *check.Library, data, ok bool) {
	if s.real != nil {
		_, ok = s.m.findSymbol(nil, name)
		return nil, false, ok && name != "errno"
	}
	_, ok = s.host.names[name]
	return nil, false, ok
}
func (s *session) Names() iter.Seq[string]                 { return func(func(string) bool) {} }
func (s *session) Exports(*check.Library) iter.Seq[string] { return s.Names() }

// run runs a source to its end or first error.
func (s *session) run(text string, echo bool) error {
	r := syntax.NewReader(&diag.Source{Name: "<test>", Text: text, First: 1}, s)
	for {
		st, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.statement(st, echo); err != nil {
			return err
		}
	}
}

func (s *session) statement(st syntax.Stmt, echo bool) error {
	u, err := s.env.Check(st, echo)
	if err != nil {
		return err
	}
	before := s.m.Last()
	if u.Stmt != nil {
		err = s.m.Exec(u.Stmt)
	}
	s.env.Commit(u)
	if n := s.m.Last(); n > before {
		v, _ := s.m.History(n)
		s.env.SetHistory(n, v.Type)
	}
	return err
}

// output runs text and gives what it printed, and the error as a last line.
func (s *session) output(text string, echo bool) string {
	s.out.Reset()
	err := s.run(text, echo)
	out := s.out.String()
	var e *diag.Error
	switch {
	case errors.As(err, &e):
		out += "error: " + string(e.Kind) + ": " + e.Message + "\n"
	case err != nil:
		out += err.Error() + "\n"
	}
	return out
}

func TestPrograms(t *testing.T) {
	for _, test := range programs {
		s := newSession(t)
		want := strings.TrimLeft(test.want, "\n")
		if got := plainAddresses(s.output(test.source, test.echo)); got != want && got != want+"\n" {
			t.Errorf("%s\ngot  %s\nwant %s", test.source, got, want)
		}
	}
}

// plainAddresses makes the addresses that differ from run to run alike.
func plainAddresses(s string) string { return addresses.ReplaceAllString(s, "0xADDR") }

var addresses = regexp.MustCompile(`0x[7c][0-9a-f]{9,11}`)

// Ctrl-C is found where a function is entered, too: its first statement runs then.
func TestInterruptAtEntry(t *testing.T) {
	s := newSession(t)
	if err := s.run("int f(int n)\n{\n\treturn n ? f(n - 1) : 0;\n}\n", false); err != nil {
		t.Fatal(err)
	}
	s.host.Interrupt()
	err := s.run("f(1000);\n", false)
	if e, ok := err.(*diag.Error); !ok || e.Kind != diag.Interrupt || !strings.HasPrefix(e.Span.Text(), "return") {
		t.Errorf("got %v", err)
	}
}
