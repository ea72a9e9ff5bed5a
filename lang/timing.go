package lang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
)

// What Time is content with: so many samples, each long enough for the clock to
// measure well, all within a time that nobody minds waiting.
const (
	timeSamples = 40
	sampleTime  = 2 * time.Millisecond
	timeLimit   = time.Second
)

// Repetition says how often Time may evaluate.
type Repetition uint8

const (
	AsSafe Repetition = iota // once where the text says that repeating could hurt
	Once
	Often
)

// Time measures the expression at a place: the first evaluation, then samples of
// many, as far as it may be repeated.
func (s *Session) Time(at diag.Span, r Repetition) (*inspect.Timing, error) {
	checked, err := s.expression(at)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	first, err := s.machine.Eval(checked)
	took := time.Since(start)
	if err != nil {
		return nil, err
	}
	reason := ""
	switch {
	case r == Once:
		reason = "as asked for"
	case r == AsSafe:
		reason = s.unrepeatable(at)
	}
	if took > timeLimit/2 {
		reason = cmp.Or(reason, "it takes long")
	}
	if reason != "" {
		return inspect.NewTiming([]time.Duration{took}, 1, reason), nil
	}
	shown := s.Show(first)
	samples, calls, err := s.sample(checked, took)
	if err != nil {
		return nil, err
	}
	t := inspect.NewTiming(samples, calls, "")
	if last, err := s.machine.Eval(checked); err == nil {
		if now := s.Show(last); now != shown {
			t.Changed = fmt.Sprintf("%s, then %s", shown, now)
		}
	}
	return t, nil
}

// sample evaluates in runs of the same number of calls and gives the time of
// each run; took is what one evaluation took at first.
func (s *Session) sample(x check.Expr, took time.Duration) (samples []time.Duration, calls int, err error) {
	run, err := s.machine.Repeated(x)
	if err != nil {
		return nil, 0, err
	}
	deadline := time.Now().Add(timeLimit)
	for calls = 1; took < sampleTime && calls < 1<<24; calls *= 2 { // warms up too
		if took, err = run(calls); err != nil {
			return nil, 0, err
		}
	}
	for len(samples) < timeSamples && (len(samples) == 0 || time.Now().Before(deadline)) {
		took, err := run(calls)
		if err != nil {
			return nil, 0, err
		}
		samples = append(samples, took)
	}
	return samples, calls, nil
}

// unrepeatable says why an expression is better evaluated once: it assigns, or
// by the names of what it calls, here or in session functions, it gives up,
// makes, reads or writes something. "" where nothing speaks against it.
func (s *Session) unrepeatable(at diag.Span) string {
	return s.unrepeatableText(at.Text(), true, map[string]bool{})
}

func (s *Session) unrepeatableText(text string, assigns bool, seen map[string]bool) string {
	scanner := cdecl.NewScannerAt(&diag.Source{Text: text}, 0)
	for last := (cdecl.Token{}); ; {
		t := scanner.Next()
		switch {
		case t.Kind == cdecl.EOF:
			return ""
		case assigns && t.Kind == cdecl.Punct && assigning(t.Text):
			return "it assigns"
		case t.Kind == cdecl.Ident && t.Text == "new":
			return "it makes memory"
		case t.Kind == cdecl.Punct && t.Text == "(" && last.Kind == cdecl.Ident:
			if reason := s.unrepeatableCall(last.Text, seen); reason != "" {
				return reason
			}
		}
		last = t
	}
}

func assigning(op string) bool {
	switch op {
	case "==", "!=", "<=", ">=":
		return false
	case "++", "--":
		return true
	}
	return strings.HasSuffix(op, "=")
}

func (s *Session) unrepeatableCall(name string, seen map[string]bool) string {
	if seen[name] {
		return ""
	}
	seen[name] = true
	if o, ok := s.env.Lookup(name); ok && o.Func != nil && o.Func.Body != nil {
		return s.unrepeatableText(o.Func.Body.Span().Text(), false, seen) // what it assigns is mostly its own
	}
	if hurts(name) {
		return "it calls " + name
	}
	return ""
}

// harmless are functions that hurts would suspect.
var harmless = []string{"sprintf", "snprintf", "sscanf", "memset", "wmemset", "strspn", "strcspn", "isprint", "iswprint", "strxfrm", "isatty"}

// hurts guesses by a function's name whether calling it many times does more
// than calling it once.
func hurts(name string) bool {
	name = strings.ToLower(strings.TrimPrefix(name, "__"))
	if slices.Contains(harmless, name) {
		return false
	}
	return slices.ContainsFunc(hurtful, func(word string) bool { return strings.Contains(name, word) })
}

// hurtful are parts of names: of what ends or makes things, and of input and
// output.
var hurtful = []string{
	"free", "close", "destroy", "delete", "release", "unref", "unlink", "remove", "rename", "rmdir", "mkdir", "truncate",
	"exit", "abort", "fork", "exec", "kill", "raise", "system", "longjmp", "unmap", "fini",
	"alloc", "dup", "open", "creat", "new", "init", "mmap", "pipe", "socket", "accept", "connect", "bind", "load", "buffer",
	"read", "write", "send", "recv", "print", "put", "scan", "getc", "gets", "getline", "seek", "flush", "perror", "poke",
	"push", "pop", "append", "insert", "step", "lock", "wait", "sleep", "alarm", "bytes", "peek", "string",
}
