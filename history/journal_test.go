package history

import (
	"os"
	"path/filepath"
	"testing"
)

func TestJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sessions")
	j, err := NewJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Begin("int x = 5")
	j.End(false)
	j.Begin("nonsense")
	j.End(true)
	j.Begin("_exit(3)")
	if steps, _ := TakeLost(dir); steps != nil {
		t.Errorf("a session that lives is not lost: %v", steps)
	}
	if info, err := os.Stat(j.file.Name()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	j.file.Close() // as when the process is killed
	want := []Step{{"int x = 5", true, false}, {"nonsense", true, true}, {"_exit(3)", false, false}}
	steps, err := TakeLost(dir)
	if err != nil || len(steps) != len(want) {
		t.Fatalf("%v %v", steps, err)
	}
	for i := range want {
		if steps[i] != want[i] {
			t.Errorf("%v, want %v", steps[i], want[i])
		}
	}
	if steps, _ := TakeLost(dir); steps != nil {
		t.Errorf("taken twice: %v", steps)
	}
}

func TestJournalOfASessionThatEnds(t *testing.T) {
	dir := t.TempDir()
	j, err := NewJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Begin("int x")
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	if steps, _ := TakeLost(dir); steps != nil {
		t.Errorf("%v", steps)
	}
}
