package lang

import (
	"bytes"
	"strings"
	"testing"

	"cshell/diag"
	"cshell/native"
)

// inSession runs f on the evaluating thread with a fresh session and what it
// writes to its two streams.
func inSession(t *testing.T, cfg Config, f func(s *Session, out, err *bytes.Buffer)) {
	t.Helper()
	process, err := native.New()
	if err != nil {
		t.Skip(err)
	}
	var out, errors bytes.Buffer
	cfg.Host, cfg.Out, cfg.Err = process, &out, &errors
	process.Run(func() { f(New(cfg), &out, &errors) })
}

func source(text string) *diag.Source { return &diag.Source{Name: "t.csh", Text: text, First: 1} }

func TestComplete(t *testing.T) {
	inSession(t, Config{}, func(s *Session, _, _ *bytes.Buffer) {
		for text, want := range map[string]bool{
			"1 + 2\n":                     true,
			"1 +\n":                       false,
			"f(1,\n":                      false,
			"int f(void) {\n":             false,
			"int f(void) {\n return 1; }": true,
			"/* open\n":                   false,
			"\"open\n":                    true, // an error that more text does not cure
			"1 \\\n":                      false,
			"struct s { int x;\n":         false,
			"1 2\n":                       true,
			"":                            true,
			":load z\n":                   true,
			"#pragma pack(1)\n":           true,
			"try { f(); }\n":              false,
		} {
			if got := s.Complete(text); got != want {
				t.Errorf("Complete(%q) = %v", text, got)
			}
		}
	})
}

// What stands before an error has run, and stays.
func TestRunUpToAnError(t *testing.T) {
	inSession(t, Config{}, func(s *Session, out, _ *bytes.Buffer) {
		err := s.Run(source("print(1)\nint x = 7\nprint(y)\nprint(3)\n"), false)
		if e, ok := err.(*diag.Error); !ok || e.Kind != diag.Name || e.Span.String() != "t.csh:3:7" {
			t.Errorf("got error %v", err)
		}
		if err := s.Run(source("print(x)"), false); err != nil {
			t.Error(err)
		}
		if out.String() != "1\n7\n" {
			t.Errorf("got output %q", out)
		}
	})
}

func TestReport(t *testing.T) {
	failing := source("print(1 / 0)")
	for _, test := range []struct {
		cfg      Config
		out, err string
	}{
		{Config{}, "", "t.csh:1:7: error: division by zero\n  print(1 / 0)\n        ^~~~~\n"},
		{Config{Color: true}, "", "\x1b[1mt.csh:1:7: \x1b[0m\x1b[1;31merror: \x1b[0mdivision by zero\n  print(1 / 0)\n\x1b[1;32m        ^~~~~\x1b[0m\n"},
		{Config{JSON: true}, `{"error":{"kind":"arithmetic","message":"division by zero","file":"t.csh","line":1,"column":7}}` + "\n", ""},
	} {
		inSession(t, test.cfg, func(s *Session, out, err *bytes.Buffer) {
			s.Report(s.Run(failing, false))
			if out.String() != test.out || err.String() != test.err {
				t.Errorf("got out %q, err %q", out, err)
			}
		})
	}
}

func TestNotesComeOnce(t *testing.T) {
	inSession(t, Config{}, func(s *Session, _, err *bytes.Buffer) {
		for range 3 {
			if e := s.Run(source("gnu_get_libc_version()"), false); e != nil {
				t.Error(e)
			}
		}
		if n := strings.Count(err.String(), "note: "); n > 1 {
			t.Errorf("%d notes: %s", n, err)
		}
	})
}

func TestIdentifier(t *testing.T) {
	for name, want := range map[string]string{"z": "z", "gtk-3": "gtk_3", "7zip": "_7zip", "stdc++": "stdc__"} {
		if got := identifier(name); got != want {
			t.Errorf("identifier(%q) = %q", name, got)
		}
	}
}

// A source is found again by the place of an error in a command's argument.
func TestFragments(t *testing.T) {
	inSession(t, Config{}, func(s *Session, _, _ *bytes.Buffer) {
		src := source("first\n:type  wrong_name + 1")
		at := diag.Span{Src: src, Start: 13, End: len(src.Text)}
		_, err := s.Type(at)
		if e, ok := s.locate(err).(*diag.Error); !ok || e.Span.String() != "t.csh:2:8" {
			t.Errorf("got %v", err)
		}
	})
}
