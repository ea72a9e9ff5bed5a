// Package history keeps what was typed at the prompt: one JSON object a line,
// so that an entry of many lines stays one entry.
//
// Several sessions may share a file. Lines are appended under a lock, and a
// line that is damaged costs that entry only.
package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Entry is one thing that was typed.
type Entry struct {
	Time time.Time `json:"time"`
	Text string    `json:"text"`
}

// Store is an open history file. Without a path (see DefaultPath) it keeps
// entries for the session only.
type Store struct {
	path    string
	limit   int // entries kept; the file may hold up to twice as many
	entries []Entry
}

// DefaultLimit is how many entries a store keeps.
const DefaultLimit = 10000

// maxLine is the longest line that is read back; longer ones count as damaged.
const maxLine = 4 << 20

// DefaultPath is the history file under $XDG_STATE_HOME (~/.local/state), or ""
// where there is no home directory.
func DefaultPath() string {
	state := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) { // the XDG standard has relative ones ignored
		home := os.Getenv("HOME")
		if home == "" {
			return ""
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "cshell", "history.jsonl")
}

// Open reads the entries of path, which need not exist. The store is usable
// even where err is not nil: it then starts empty.
func Open(path string, limit int) (*Store, error) {
	s := &Store{path: path, limit: limit}
	if path == "" {
		return s, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	s.entries = last(parse(data), limit)
	return s, err
}

// Entries are the entries, oldest first.
func (s *Store) Entries() []Entry { return s.entries }

// Add appends text and writes it out at once. Blank text, text that begins
// with a blank (the way to keep something private) and a repetition of the
// last entry are not stored; stored says whether it was.
func (s *Store) Add(text string) (stored bool, err error) {
	text = strings.TrimRight(text, "\n")
	if strings.TrimSpace(text) == "" || text[0] == ' ' || s.repeats(text) {
		return false, nil
	}
	e := Entry{Time: time.Now().UTC(), Text: text}
	s.entries = append(s.entries, e)
	if s.path == "" {
		return true, nil
	}
	return true, s.write(e)
}

func (s *Store) repeats(text string) bool {
	n := len(s.entries)
	return n > 0 && s.entries[n-1].Text == text
}

func (s *Store) write(e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return s.locked(func() error {
		f, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := makePrivate(f); err != nil {
			return err
		}
		if tornEnd(f) {
			line = append([]byte{'\n'}, line...)
		}
		_, err = f.Write(append(line, '\n'))
		return err
	})
}

// makePrivate takes a file that others may read away from them.
func makePrivate(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return f.Chmod(0o600)
}

// tornEnd says whether the file ends inside a line, as after a crash: what is
// appended then must not become part of it.
func tornEnd(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	var b [1]byte
	_, err = f.ReadAt(b[:], info.Size()-1)
	return err == nil && b[0] != '\n'
}

// Trim rewrites the file with the newest entries once it holds more than twice
// the limit; it is called when a session starts.
func (s *Store) Trim() error {
	if s.path == "" {
		return nil
	}
	return s.locked(func() error {
		data, err := os.ReadFile(s.path)
		if err != nil || bytes.Count(data, []byte{'\n'}) <= 2*s.limit {
			return ignoreMissing(err)
		}
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		for _, e := range last(parse(data), s.limit) {
			if err := encoder.Encode(e); err != nil {
				return err
			}
		}
		next := s.path + ".new"
		if err := os.WriteFile(next, b.Bytes(), 0o600); err != nil {
			return err
		}
		return os.Rename(next, s.path)
	})
}

// locked runs f while no other session writes. The lock is a file of its own,
// because Trim replaces the history file.
func (s *Store) locked(f func() error) error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(s.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close() // gives the lock back
	for {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		return err
	}
	return f()
}

// parse reads the lines that are whole entries and skips the others.
func parse(data []byte) []Entry {
	var entries []Entry
	for line := range bytes.Lines(data) {
		var e Entry
		if len(line) <= maxLine && json.Unmarshal(line, &e) == nil && e.Text != "" {
			entries = append(entries, e)
		}
	}
	return entries
}

func last(entries []Entry, n int) []Entry {
	return entries[max(0, len(entries)-n):]
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
