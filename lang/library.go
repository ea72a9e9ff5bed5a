package lang

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/eval"
	"cshell/objfile"
)

// libraries are the loaded libraries, in the order in which an unqualified
// symbol is searched.
type libraries struct {
	host    eval.Host
	program *check.Library // NULL, None: the process as a whole
	own     *loaded        // the program with its file
	list    []*loaded
	session *Session
	copies  map[string]int // by path, see unused
	former  []formerPlace  // of those that were unloaded, oldest first

	halfMade map[string]os.FileInfo // the files whose constructors have failed, by path
}

// loaded is a library with the file that it came from.
type loaded struct {
	*check.Library
	file   *objfile.File // opened on first need
	broken bool          // the file cannot be read; do not try again

	symbolsBegun bool // its symbol table is being read, or has been

	debug      *objfile.Debug // read on first need
	debugTried bool
	debugging  *task[debugResult]  // reads it
	learnt     bool                // the headers of its package have been looked for
	reading    *task[packageTypes] // reads them

	cpp *task[*cppSymbols] // symbols of C++
}

// newLibraries knows libc and libm, which are always loaded; the work of
// opening them waits until a symbol of theirs is asked for.
func newLibraries(host eval.Host) *libraries {
	l := &libraries{host: host, program: &check.Library{Soname: "the program"}}
	l.own = &loaded{Library: l.program}
	for _, known := range []struct{ name, soname string }{{"c", "libc.so.6"}, {"m", "libm.so.6"}} {
		l.list = append(l.list, &loaded{Library: &check.Library{Name: known.name, Soname: known.soname}})
	}
	return l
}

// open loads the library that name means, once.
func (l *libraries) open(name string) (*check.Library, error) {
	if name == "" {
		return l.program, nil
	}
	found, err := objfile.Find(name, objfile.Search{})
	if err != nil {
		return nil, loadError(err)
	}
	path, err := filepath.Abs(found.Path)
	if err != nil {
		path = found.Path
	}
	for _, lib := range l.list {
		if l.isOf(lib, path) {
			return lib.Library, l.reopen(lib)
		}
	}
	lib := &loaded{Library: &check.Library{
		Name:   objfile.ShortName(path),
		Path:   path,
		Soname: filepath.Base(path),
	}}
	if err := l.ready(lib); err != nil {
		return nil, err
	}
	if found.Soname != "" {
		lib.Soname = found.Soname
	}
	l.list = append(l.list, lib)
	return lib.Library, nil
}

// ready opens the library in the process unless that is done.
func (l *libraries) ready(lib *loaded) error {
	if lib.Handle != 0 || lib == l.own {
		return nil
	}
	if lib.Closed {
		return diag.Errorf(diag.Span{}, diag.Load, "%s is not loaded any more", lib.Soname)
	}
	name := lib.Soname
	if lib.Path != "" {
		name = l.unused(lib.Path)
	}
	handle, err := l.host.Open(name)
	l.constructed(lib, err)
	if err != nil {
		return loadError(err)
	}
	lib.Handle = handle
	return nil
}

// constructed notes of a library whose constructors have failed that the loader has
// it all the same, and takes it for ready when it is loaded again.
func (l *libraries) constructed(lib *loaded, err error) {
	info, unreadable := os.Stat(lib.Path)
	if unreadable != nil {
		return
	}
	if _, fault := errors.AsType[*ctypes.Fault](err); fault {
		if l.halfMade == nil {
			l.halfMade = map[string]os.FileInfo{}
		}
		l.halfMade[lib.Path] = info
	} else if before := l.halfMade[lib.Path]; err == nil && before != nil && os.SameFile(before, info) {
		l.session.note(diag.Span{}, lib.Soname+" failed when it was loaded before: what it sets up then is not all there")
	}
}

// unused is a name for a file that the loader has not seen. By one that it knows it
// would take a copy that stayed in memory (another library needs it, a destructor
// has failed, C++ has made it permanent) for what the file is now.
func (l *libraries) unused(path string) string {
	dir, file := filepath.Split(path)
	name := dir + strings.Repeat("./", l.copies[path]) + file
	if !l.host.Loaded(name) {
		return name
	}
	if l.copies == nil {
		l.copies = map[string]int{}
	}
	l.copies[path]++
	return dir + strings.Repeat("./", l.copies[path]) + file
}

// reopen opens a library that a reload has closed only.
func (l *libraries) reopen(lib *loaded) error {
	lib.Closed = false
	err := l.ready(lib)
	lib.Closed = err != nil
	return err
}

// close unloads the library and forgets it, also if a destructor fails.
func (l *libraries) close(lib *check.Library) error {
	at := slices.IndexFunc(l.list, func(o *loaded) bool { return o.Library == lib })
	if at < 0 {
		return diag.Errorf(diag.Span{}, diag.Load, "the library is not loaded")
	}
	if err := permanent(lib, at); err != nil {
		return err
	}
	err := l.shut(l.list[at])
	if lib.Closed {
		l.list = slices.Delete(l.list, at, at+1)
	}
	return err
}

// shut closes a library's file. A destructor that fails does not keep it open: for
// the loader it is closed when destructors run.
func (l *libraries) shut(e *loaded) error {
	if e.Closed {
		return nil
	}
	place, known := l.place(e)
	err := l.host.Close(e.Handle)
	if _, failed := errors.AsType[*ctypes.Fault](err); err != nil && !failed {
		return loadError(err)
	}
	e.Handle, e.Closed = 0, true
	if known {
		l.former = append(l.former, place)
	}
	return err
}

// permanent is the error for closing libc or libm, the first two of the list.
func permanent(lib *check.Library, at int) error {
	if lib.Name == "c" && at == 0 || lib.Name == "m" && at == 1 {
		return diag.Errorf(diag.Span{}, diag.Load, "lib%s belongs to the program and stays loaded", lib.Name)
	}
	return nil
}

// reload loads the file anew, after a rebuild. The library keeps its place and
// its bindings, also if that fails, so that it can be tried again.
func (l *libraries) reload(lib *check.Library) error {
	at := slices.IndexFunc(l.list, func(o *loaded) bool { return o.Library == lib })
	if at < 0 {
		return diag.Errorf(diag.Span{}, diag.Load, "the library is not loaded")
	}
	if err := permanent(lib, at); err != nil {
		return err
	}
	if err := l.shut(l.list[at]); err != nil {
		return err
	}
	l.list[at].forgetFile()
	return l.reopen(l.list[at])
}

// forgetFile drops what was read of a file that may be another one now.
func (e *loaded) forgetFile() {
	e.file, e.broken, e.symbolsBegun = nil, false, false
	e.debug, e.debugTried, e.debugging = nil, false, nil
	e.cpp = nil
}

// named finds a loaded library by short name, soname or path.
func (l *libraries) named(name string) *check.Library {
	path, _ := filepath.Abs(name)
	for _, lib := range l.list {
		if lib.Name == name || lib.Soname == name || lib.Path == name || lib.Path == path {
			return lib.Library
		}
	}
	return nil
}

// pathOf is the file of a library; of libc and libm it is looked up.
func (l *libraries) pathOf(lib *loaded) string {
	switch {
	case lib.Path != "":
	case lib == l.own:
		lib.Path, _ = os.Executable() // "" is as good as any file that cannot be read
	default:
		if found, err := objfile.Find(lib.Soname, objfile.Search{}); err == nil {
			lib.Path = found.Path
		}
	}
	return lib.Path
}

// isOf says whether a library was loaded from a file. libc and libm are looked up
// only for a file that may be theirs.
func (l *libraries) isOf(lib *loaded, path string) bool {
	if lib.Path == "" && filepath.Base(path) != lib.Soname {
		return false
	}
	return l.pathOf(lib) == path
}

// fileOf is the library's file, or nil where it cannot be read.
func (l *libraries) fileOf(lib *loaded) *objfile.File {
	if lib.file == nil && !lib.broken {
		f, err := objfile.Open(l.pathOf(lib))
		lib.file, lib.broken = f, err != nil
	}
	return lib.file
}

// entry is the loaded form of lib, or nil.
func (l *libraries) entry(lib *check.Library) *loaded {
	if lib == l.program {
		return l.own
	}
	for _, e := range l.list {
		if e.Library == lib {
			return e
		}
	}
	return nil
}

// exported finds the first library that exports name; nil searches them all.
func (l *libraries) exported(lib *check.Library, name string) (in *loaded, ok bool) {
	if lib == l.program {
		lib = nil
	}
	for _, e := range l.list {
		if lib != nil && e.Library != lib || l.ready(e) != nil {
			continue
		}
		if _, ok := l.host.Symbol(e.Handle, name); ok {
			return e, true
		}
	}
	return nil, false
}

// isData says whether a symbol that e exports, by itself or through a library
// that it depends on, is data.
func (l *libraries) isData(e *loaded, name string) bool {
	if s, ok := l.symbol(e, name); ok {
		return !s.IsFunc()
	}
	for _, other := range l.list {
		if s, ok := l.symbol(other, name); ok {
			return !s.IsFunc()
		}
	}
	return false
}

// dataSize is the size of a variable, as its symbol has it.
func (l *libraries) dataSize(lib *check.Library, name string) int64 {
	e, ok := l.exported(lib, name)
	if !ok {
		return 0
	}
	s, _ := l.symbol(e, name)
	return int64(s.Size)
}

func (l *libraries) symbol(e *loaded, name string) (objfile.Symbol, bool) {
	if f := l.fileOf(e); f != nil {
		return f.Lookup(name)
	}
	return objfile.Symbol{}, false
}

// names yields what lib exports; nil is every library.
func (l *libraries) names(lib *check.Library) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, e := range l.list {
			if lib != nil && lib != l.program && e.Library != lib {
				continue
			}
			f := l.fileOf(e)
			if f == nil {
				continue
			}
			for name := range f.Names() {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// loadError is the user's error for what objfile or the loader said; the
// caller adds the place.
func loadError(err error) error {
	if _, ok := errors.AsType[*ctypes.Fault](err); ok {
		return err
	}
	e := diag.Errorf(diag.Span{}, diag.Load, "%s", err)
	if hinted, ok := err.(interface{ Hint() string }); ok {
		e.Hint = hinted.Hint()
	}
	return e
}
