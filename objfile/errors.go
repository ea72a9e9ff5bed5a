package objfile

import (
	"fmt"
	"strings"
)

// NotFoundError says that no file has the name.
type NotFoundError struct {
	Name    string
	Tried   []string // places, in the order of the search
	Nearest string   // the most similar name there is; may be empty
}

func (e *NotFoundError) Error() string {
	if strings.Contains(e.Name, "/") {
		return fmt.Sprintf("no such file: %s", e.Name)
	}
	return fmt.Sprintf("library %q was not found; looked for %s", e.Name, strings.Join(e.Tried, ", "))
}

// Hint is a line of help, or "".
func (e *NotFoundError) Hint() string {
	if e.Nearest == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", e.Nearest)
}

// MachineError says that a file is for another processor.
type MachineError struct {
	Path      string
	Got, Want string
}

func (e *MachineError) Error() string {
	return fmt.Sprintf("%s is for %s, this is %s", e.Path, e.Got, e.Want)
}

// FormatError says that a file is no shared library, or a damaged one.
type FormatError struct {
	Path    string
	Problem string // a predicate: "is not an ELF file"
}

func (e *FormatError) Error() string { return e.Path + " " + e.Problem }

// FileError says that a file cannot be read.
type FileError struct {
	Path string
	Err  error // without the path
}

func (e *FileError) Error() string { return fmt.Sprintf("cannot read %s: %v", e.Path, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }
