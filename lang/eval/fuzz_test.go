package eval

import (
	"strings"
	"testing"
	"time"
)

// FuzzPrograms runs any text. What a user may see is an error, but never one
// of ours.
func FuzzPrograms(f *testing.F) {
	for _, p := range programs {
		f.Add(p.source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		s := newSession(t)
		timer := time.AfterFunc(200*time.Millisecond, s.host.Interrupt)
		defer timer.Stop()
		hang := time.AfterFunc(5*time.Second, func() { panic("does not end: " + source) })
		defer hang.Stop()
		if out := s.output(source, true); strings.Contains(out, "internal error") {
			t.Fatalf("%s\n%s", source, out)
		}
	})
}
