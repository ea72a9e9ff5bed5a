package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Journal holds what was entered in one session, from before it runs until the
// session ends by its own will. A session that is killed leaves it behind, and
// the next one may take it up.
type Journal struct {
	file *os.File // locked as long as the session lives
	pid  int      // a child that C has forked must not end it
}

// Step is one entry of a journal. Of one that did not come to its end, Ended is
// false: it may be what took the session down.
type Step struct {
	Text   string `json:"text"`
	Ended  bool   `json:"ended,omitempty"`
	Failed bool   `json:"failed,omitempty"`
}

// JournalDir is where journals are, beside the history; "" without one.
func JournalDir() string {
	path := DefaultPath()
	if path == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(path), "sessions")
}

// NewJournal begins the journal of this session.
func NewJournal(dir string) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%019d-%d.jsonl", time.Now().UnixNano(), os.Getpid())
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return &Journal{f, os.Getpid()}, nil
}

// Begin notes an entry that is about to run, End that it has.
func (j *Journal) Begin(text string) error { return j.write(Step{Text: text}) }

// End is for the entry of the last Begin.
func (j *Journal) End(failed bool) error { return j.write(Step{Ended: true, Failed: failed}) }

func (j *Journal) write(s Step) error {
	if os.Getpid() != j.pid {
		return nil
	}
	line, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = j.file.Write(append(line, '\n'))
	return err
}

// Close ends the journal of a session that ends as it should.
func (j *Journal) Close() error {
	if os.Getpid() != j.pid {
		return nil
	}
	defer j.file.Close()
	return os.Remove(j.file.Name())
}

// TakeLost gives the entries of the last session that did not end by its own
// will, and removes its journal; none where there is no such session.
func TakeLost(dir string) ([]Step, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths) // by their time
	for _, path := range slices.Backward(paths) {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		defer f.Close()
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			continue // that session is alive
		}
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if steps := steps(data); len(steps) > 0 {
			return steps, os.Remove(path)
		}
	}
	return nil, nil
}

// steps joins entries with how they ended. Damaged lines are left out.
func steps(data []byte) []Step {
	var all []Step
	for line := range bytes.Lines(data) {
		var s Step
		switch err := json.Unmarshal(line, &s); {
		case err != nil:
		case s.Text != "":
			all = append(all, s)
		case len(all) > 0:
			last := &all[len(all)-1]
			last.Ended, last.Failed = s.Ended, s.Failed
		}
	}
	return all
}
