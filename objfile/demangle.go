package objfile

import (
	"runtime"
	"sync"

	"github.com/ianlancetaylor/demangle"
)

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

// DemangleName is Demangle without result and parameters: geo::twice<int>.
func DemangleName(name string) string {
	text, err := demangle.ToString(name, demangle.NoParams)
	if err != nil {
		return ""
	}
	return text
}

// Readable is the name of a symbol as people read it: demangled, or as it is.
func Readable(name string) string {
	if text := Demangle(name); text != "" {
		return text
	}
	return name
}

// DemangleAll is Demangle of many names, on all processors.
func DemangleAll(names []string) []string {
	out := make([]string, len(names))
	share := len(names)/runtime.GOMAXPROCS(0) + 1
	var running sync.WaitGroup
	for from := 0; from < len(names); from += share {
		running.Go(func() {
			for i := from; i < min(from+share, len(names)); i++ {
				out[i] = Demangle(names[i])
			}
		})
	}
	running.Wait()
	return out
}
