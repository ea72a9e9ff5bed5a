package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func open(t *testing.T, path string, limit int) *Store {
	t.Helper()
	s, err := Open(path, limit)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func texts(s *Store) string {
	var all []string
	for _, e := range s.Entries() {
		all = append(all, e.Text)
	}
	return strings.Join(all, "|")
}

func TestEntriesComeBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "history.jsonl")
	s := open(t, path, 10)
	for _, text := range []string{"1+1", "if (x) {\n\ty();\n}", "1+1", "1+1", " secret", "  ", "", "last\n"} {
		if _, err := s.Add(text); err != nil {
			t.Fatal(err)
		}
	}
	const want = "1+1|if (x) {\n\ty();\n}|1+1|last"
	if got := texts(open(t, path, 10)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestDamagedLinesCostThemselves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h")
	damaged := `{"text":"a"}` + "\n\x00\xff garbage\n{\"text\":\n[]\n" + `{"text":"b"}` + "\n" + `{"text":"torn`
	if err := os.WriteFile(path, []byte(damaged), 0o644); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, 10)
	if _, err := s.Add("c"); err != nil {
		t.Fatal(err)
	}
	if got := texts(open(t, path, 10)); got != "a|b|c" {
		t.Errorf("got %q, want a|b|c", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600, others might read it before", info.Mode(), err)
	}
}

func TestTrimKeepsTheNewest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h")
	s := open(t, path, 3)
	for i := range 8 {
		s.Add(fmt.Sprint(i))
	}
	if err := s.Trim(); err != nil {
		t.Fatal(err)
	}
	if got := texts(open(t, path, 100)); got != "5|6|7" {
		t.Errorf("got %q, want 5|6|7", got)
	}
	if got := texts(open(t, path, 2)); got != "6|7" {
		t.Errorf("limit 2: got %q", got)
	}
}

func TestSessionsShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h")
	var all sync.WaitGroup
	for id := range 8 {
		all.Go(func() {
			s, _ := Open(path, 1000)
			for i := range 25 {
				if _, err := s.Add(fmt.Sprintf("%d.%d", id, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := len(open(t, path, 1000).Entries()); got != 200 {
		t.Errorf("%d entries, want 200", got)
	}
}

func TestWithoutAPath(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("XDG_STATE_HOME", "")
	s := open(t, DefaultPath(), 10)
	if stored, err := s.Add("x"); !stored || err != nil || texts(s) != "x" {
		t.Errorf("stored %v, %v, %q", stored, err, texts(s))
	}
	if err := s.Trim(); err != nil {
		t.Error(err)
	}
}

func TestDefaultPath(t *testing.T) {
	t.Setenv("HOME", "/h")
	for state, want := range map[string]string{
		"":         "/h/.local/state/cshell/history.jsonl",
		"/s":       "/s/cshell/history.jsonl",
		"relative": "/h/.local/state/cshell/history.jsonl",
	} {
		t.Setenv("XDG_STATE_HOME", state)
		if got := DefaultPath(); got != want {
			t.Errorf("XDG_STATE_HOME=%q: got %s, want %s", state, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"time":"2020-01-01T00:00:00Z","text":"x"}` + "\n{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range parse(data) {
			if e.Text == "" {
				t.Error("an empty entry")
			}
		}
	})
}
