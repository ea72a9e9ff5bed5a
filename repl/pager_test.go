package repl

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"cshell/diag"
)

type noHost struct{}

func (noHost) Flush()        {}
func (noHost) Idle(f func()) { f() }

func (noHost) KeepDescriptors()                  {}
func (noHost) HoldInterrupts()                   {}
func (noHost) SpareThreads()                     {}
func (noHost) ReleaseInterrupts() (pressed bool) { return false }

func TestPager(t *testing.T) {
	const pagerMark = "paged: "
	t.Setenv("PAGER", "sed 's/^/"+pagerMark+"/'")
	for _, test := range []struct {
		option string
		rows   int
		manual bool
		paged  bool
	}{
		{"500", 500, false, false},
		{"500", 501, false, true},
		{"500", 23, true, false},
		{"500", 24, true, true},
		{"on", 23, false, false},
		{"on", 24, false, true},
		{"30", 30, false, false},
		{"30", 31, false, true},
		{"off", 1000, true, false},
	} {
		t.Run(fmt.Sprintf("%s-%d-%v", test.option, test.rows, test.manual), func(t *testing.T) {
			var out bytes.Buffer
			s := &Shell{Config: Config{Host: noHost{}, Out: &out, Screen: func() (int, int) { return 80, 24 }}, prompts: true}
			if o, ok := findSetting("pager"); !ok || !o.set(s, test.option) || o.get(s) != test.option {
				t.Fatalf("cannot set pager to %s", test.option)
			}
			text := strings.Repeat("row\n", test.rows)
			err := s.paged(&diag.Source{Name: promptName}, func() error {
				if test.manual {
					s.manualPage()
				}
				_, err := s.viewsTo().Write([]byte(text))
				return err
			})
			if test.paged {
				text = strings.ReplaceAll(text, "row", pagerMark+"row")
			}
			if err != nil || out.String() != text {
				t.Errorf("%v, %d bytes: %.50q", err, out.Len(), out.String())
			}
		})
	}
}

// What is not a number of rows is no value of the option.
func TestPagerRows(t *testing.T) {
	for _, value := range []string{"", "0", "-1", "1.5", "yes"} {
		if rows, ok := pagerRows(value); ok {
			t.Errorf("%q: %d", value, rows)
		}
	}
}
