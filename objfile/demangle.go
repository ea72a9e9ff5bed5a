package objfile

import "github.com/ianlancetaylor/demangle"

// Demangle is the name that a C++ or Rust symbol has in its source, "" for a
// name that is not mangled. It takes some microseconds: do it for names that
// are shown.
func Demangle(name string) string {
	text, err := demangle.ToString(name)
	if err != nil {
		return ""
	}
	return text
}
