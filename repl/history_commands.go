package repl

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cshell/diag"
	"cshell/history"
)

// historyRow is an entry with its number, by which :edit knows it.
type historyRow struct {
	N int `json:"n"`
	history.Entry
}

// historyList is the view of :history.
type historyList struct {
	View    string       `json:"view"`
	Entries []historyRow `json:"entries"`
}

// Text writes number, time and text; the rows of an entry stand below each
// other.
func (v *historyList) Text(w io.Writer, _ int) error {
	var b strings.Builder
	for _, row := range v.Entries {
		heading := fmt.Sprintf("%5d  %s  ", row.N, when(row.Time.Local(), time.Now()))
		b.WriteString(heading + strings.ReplaceAll(row.Text, "\n", "\n"+strings.Repeat(" ", len(heading))) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// when is a time of today, or a day.
func when(t, now time.Time) string {
	switch {
	case t.IsZero():
		return "          "
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format("  15:04:05")
	}
	return t.Format(time.DateOnly)
}

// history is :history [N|TEXT]: the newest entries, or those that contain a
// text.
func (s *Shell) history(call *invocation) error {
	entries := s.History().Entries()
	view := &historyList{"history", []historyRow{}}
	newest, err := strconv.Atoi(call.text)
	isCount := err == nil
	if isCount && newest < 0 {
		return call.usageError()
	}
	for i, e := range entries {
		if isCount && i < len(entries)-newest || !isCount && !strings.Contains(e.Text, call.text) {
			continue
		}
		view.Entries = append(view.Entries, historyRow{i + 1, e})
	}
	if len(view.Entries) == 0 && call.text != "" && !isCount {
		return call.errorf(diag.Name, "no entry contains %q", call.text)
	}
	return s.show(view)
}
