package lang

import (
	"path/filepath"

	"cshell/inspect"
)

// formerPlace is where the file of a library was in memory that is unloaded now.
type formerPlace struct {
	soname   string
	from, to uintptr // to is behind it
}

// place finds the mappings of a library's file by a symbol of its own; false where it
// exports none.
func (l *libraries) place(e *loaded) (p formerPlace, ok bool) {
	f := l.fileOf(e)
	if f == nil {
		return p, false
	}
	real, err := filepath.EvalSymlinks(e.Path)
	if err != nil {
		return p, false
	}
	for name := range f.Names() {
		addr, found := l.host.Symbol(e.Handle, name)
		if in, mapped := inspect.OwnMapping(addr); found && mapped && isFile(in, real) {
			return formerPlace{e.Soname, extent(in, -1), extent(in, +1)}, true
		}
	}
	return p, false
}

// isFile says whether a mapping is one of a file, which may have been replaced.
func isFile(m inspect.Mapping, path string) bool {
	return m.Path == path || m.Path == path+" (deleted)"
}

// extent is where the mappings of a file end that follow each other, downwards (-1)
// or upwards (+1) from one.
func extent(m inspect.Mapping, direction int) uintptr {
	for {
		end, next := uintptr(m.End), uintptr(m.End)
		if direction < 0 {
			end, next = uintptr(m.Start), uintptr(m.Start)-1
		}
		beside, ok := inspect.OwnMapping(next)
		if !ok || beside.Path != m.Path {
			return end
		}
		m = beside
	}
}

// formerly is the library that was at an address until it was unloaded; the last one
// of several, "" for none.
func (l *libraries) formerly(addr uintptr) string {
	for i := len(l.former) - 1; i >= 0; i-- {
		if p := l.former[i]; p.from <= addr && addr < p.to {
			return p.soname
		}
	}
	return ""
}
