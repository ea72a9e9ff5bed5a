package repl

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
)

// trace is :trace [on [GLOB] [> FILE] | off]; alone it says what is logged.
func (s *Shell) trace(call *invocation) error {
	order, rest, _ := cutBlank(call.text)
	t := s.Session.Tracing()
	switch order {
	case "":
		return s.show(&textView{"trace", []string{s.traceState()}})
	case "off":
		if rest != "" {
			return call.usageError()
		}
		s.logCalls(false)
		return nil
	case "on":
		return s.traceOn(call, t, rest)
	}
	return call.usageError()
}

// logCalls begins or ends the log of all calls to standard error.
func (s *Shell) logCalls(on bool) {
	t := s.Session.Tracing()
	t.Log, t.Match, t.To = on, nil, nil
	s.setTracing(t, "", "")
}

// traceOn begins the log that "[GLOB] [> FILE]" describes.
func (s *Shell) traceOn(call *invocation, t lang.Tracing, rest string) error {
	pattern, path, toFile := strings.Cut(rest, ">")
	pattern, path = strings.TrimSpace(pattern), unquote(strings.TrimSpace(path))
	if strings.ContainsAny(pattern, " \t") || toFile && path == "" {
		return call.usageError()
	}
	match, err := namesMatching(call, pattern)
	if err != nil {
		return err
	}
	t.Log, t.Match, t.To = true, match, nil
	var file *os.File
	if toFile {
		if file, err = os.Create(path); err != nil {
			return call.errorf(diag.IO, "cannot write %s: %s", path, cause(err))
		}
		t.To = file
	}
	s.setTracing(t, pattern, path)
	s.log.file = file
	return nil
}

// callLog is where :trace writes to, as it was asked for.
type callLog struct {
	pattern, path string
	file          io.Closer // nil: none
}

// setTracing replaces what is traced and closes the file of the log before.
func (s *Shell) setTracing(t lang.Tracing, pattern, path string) {
	s.Session.SetTracing(t)
	if s.log.file != nil {
		s.log.file.Close()
	}
	s.log = callLog{pattern: pattern, path: path}
}

func (s *Shell) traceState() string {
	if !s.Session.Tracing().Log {
		return "trace is off"
	}
	text := "trace is on"
	if s.log.pattern != "" {
		text += " for " + s.log.pattern
	}
	if s.log.path != "" {
		text += ", to " + s.log.path
	}
	return text
}

// callCounts is the view of :count.
type callCounts struct {
	View      string           `json:"view"`
	Counting  bool             `json:"counting"`
	Functions []lang.CallCount `json:"functions"`
}

// Text has a row for each function, as strace -c has.
func (v *callCounts) Text(w io.Writer, width int) error {
	if len(v.Functions) == 0 {
		_, err := fmt.Fprintln(w, "no calls counted; counting is", map[bool]string{true: "on", false: "off"}[v.Counting])
		return err
	}
	rows := [][]string{{"calls", "failed", "total", "self", "mean", "min", "max", "function"}}
	var calls, failed int
	var self time.Duration
	for _, c := range v.Functions {
		rows = append(rows, []string{
			strconv.Itoa(c.Calls), strconv.Itoa(c.Failed), inspect.DurationText(c.Total), inspect.DurationText(c.Self),
			inspect.DurationText(c.Total / time.Duration(c.Calls)), inspect.DurationText(c.Min), inspect.DurationText(c.Max), c.Function,
		})
		calls, failed, self = calls+c.Calls, failed+c.Failed, self+c.Self
	}
	rows = append(rows, []string{strconv.Itoa(calls), strconv.Itoa(failed), "", inspect.DurationText(self), "", "", "", "all"})
	return inspect.Table(w, width, rows, 0, 1, 2, 3, 4, 5, 6)
}

// count is :count [on|off|reset]; alone it shows the counts.
func (s *Shell) count(call *invocation) error {
	t := s.Session.Tracing()
	switch call.text {
	case "on", "off":
		t.Count = call.text == "on"
		s.Session.SetTracing(t)
		return nil
	case "reset":
		s.Session.ResetCounts()
		return nil
	case "":
		list := s.Session.Counts()
		if list == nil {
			list = []lang.CallCount{}
		}
		return s.show(&callCounts{"count", t.Count, list})
	}
	return call.usageError()
}
