package objfile

import (
	"debug/elf"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"cshell/ctypes"
)

// Debug is the debug information of a library: DWARF 4 or 5, in the file or
// in a separate one. What it knows is indexed on first use (Index does it
// ahead of time, in a goroutine perhaps); types are built when asked for, one
// for each entry, and never change afterwards. It is safe for concurrent use.
//
// An index that took long is kept on disk; see debugCache. For libc6-dbg,
// opening (inflating its sections) takes 100 ms and indexing 90 ms; with the
// index at hand 3 ms until a type is asked for, and then the 100 ms.
type Debug struct {
	Path string // of the file that has the DWARF

	mu      sync.Mutex
	exports exports
	main    *dwarfData
	types   *dwarfData   // .debug_types of DWARF 4
	alt     *dwarfData   // what .gnu_debugaltlink names
	splits  []*dwarfData // .dwo files
	missing string       // one of them that was not found; else ""

	library      string // whose debug information it is
	pack         *dwarfPackage
	packageTried bool

	units map[uint64]dieRef

	cache    debugCache
	loadTime time.Duration
	indexed  bool
	indexErr error
	index    debugIndex

	builder typeBuilder
}

// DebugEntry is what debug information says of a name.
type DebugEntry struct {
	Name  string
	Type  ctypes.Type  // of a typedef the *ctypes.Typedef, of a constant its C type
	Value ctypes.Value // of a constant
	File  string       // where it was declared; "" where that is not known
	Line  int
}

// NoDebugError says that a library has no debug information.
type NoDebugError struct{ Path string }

func (e *NoDebugError) Error() string { return e.Path + " has no debug information" }

// NotDescribedError says that the debug information does not have a name, or
// has it without a type.
type NotDescribedError struct {
	Path string
	Name string
}

func (e *NotDescribedError) Error() string {
	return fmt.Sprintf("the debug information of %s does not describe %q", e.Path, e.Name)
}

// UnsupportedTypeError says that C, or ctypes, has no such type.
type UnsupportedTypeError struct{ What string }

func (e *UnsupportedTypeError) Error() string { return e.What + " is no type of C" }

// OpenDebug reads the debug information that belongs to file. The error is a
// *NoDebugError where there is none, a *FormatError where it is damaged or
// that of another build.
func OpenDebug(file *File) (d *Debug, err error) {
	if file.DebugInfo == "" {
		return nil, &NoDebugError{file.Path}
	}
	d = &Debug{Path: file.DebugInfo, library: file.Path}
	defer d.rescue(&err)
	if err := checkBelongs(file); err != nil {
		return nil, err
	}
	symbols, err := file.Symbols()
	if err != nil {
		return nil, err
	}
	d.setUp(symbols)
	d.cache = newDebugCache(file)
	if kept := d.cache.read(); kept == nil || !d.decode(kept) {
		start := time.Now()
		d.load()
		d.loadTime = time.Since(start)
	}
	return d, nil
}

func (d *Debug) setUp(symbols []Symbol) {
	d.exports = newExports(symbols)
	d.units = map[uint64]dieRef{}
	d.builder = newTypeBuilder(d)
}

// checkBelongs compares a separate file's build id with the library's, or,
// where the library has none, the checksum of the debug link.
func checkBelongs(file *File) error {
	if file.DebugInfo == file.Path {
		return nil
	}
	debug, err := elf.Open(file.DebugInfo)
	if err != nil {
		return &FormatError{file.DebugInfo, "is damaged: " + err.Error()}
	}
	defer debug.Close()
	same := true
	if file.BuildID != "" {
		same = buildID(debug) == file.BuildID
	} else if want, ok := debugLinkSum(file.elf); ok {
		same = checksum(file.DebugInfo) == want
	}
	if !same {
		return &FormatError{file.DebugInfo, "belongs to another build of " + file.Path}
	}
	return nil
}

// debugLinkSum is the checksum in .gnu_debuglink: the last word, aligned.
func debugLinkSum(e *elf.File) (uint32, bool) {
	s := e.Section(".gnu_debuglink")
	if s == nil || s.Size < 8 || s.Size > 1<<12 {
		return 0, false
	}
	data, err := s.Data()
	if err != nil || len(data) < 8 {
		return 0, false
	}
	return e.ByteOrder.Uint32(data[len(data)&^3-4:]), true
}

func checksum(path string) uint32 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	h := crc32.NewIEEE()
	if _, err := io.Copy(h, f); err != nil {
		return 0
	}
	return h.Sum32()
}

// damage is how the readers of DWARF give up; rescue catches it.
type damage struct{ reason string }

func fail(format string, args ...any) {
	panic(damage{fmt.Sprintf(format, args...)})
}

// rescue turns what the readers threw into the error of an exported function.
// Whatever else panics does so because the bytes are no DWARF: debug/dwarf is
// not proof against all of them.
func (d *Debug) rescue(err *error) {
	switch r := recover().(type) {
	case nil:
	case *UnsupportedTypeError:
		*err = r
	case damage:
		*err = &FormatError{d.Path, "has damaged debug information: " + r.reason}
	default:
		*err = &FormatError{d.Path, fmt.Sprintf("has damaged debug information: %v", r)}
	}
}

// Index builds the index of names, once.
func (d *Debug) Index() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ensureIndex()
}

func (d *Debug) ensureIndex() error {
	if !d.indexed {
		d.indexed = true
		start := time.Now()
		d.indexErr = d.buildIndex()
		if d.indexErr == nil && d.cache.path != "" && d.splits == nil && d.loadTime+time.Since(start) >= cacheWorth {
			d.cache.write(d.encode())
		}
	}
	return d.indexErr
}

// Function is the type of an exported function. A *NotDescribedError where
// nothing is known of its parameters and result, as with -g1.
func (d *Debug) Function(name string) (DebugEntry, error) {
	return d.describe(name, func() (DebugEntry, bool) { return d.builder.function(name) })
}

// Variable is the type of an exported variable.
func (d *Debug) Variable(name string) (DebugEntry, error) {
	return d.describe(name, func() (DebugEntry, bool) { return d.builder.variable(name) })
}

// Typedef is a type with a name of its own.
func (d *Debug) Typedef(name string) (DebugEntry, error) {
	return d.describe(name, func() (DebugEntry, bool) { return d.builder.named(d.index.typedefs[name], name) })
}

// Tag is a struct, union or enum, as kind says.
func (d *Debug) Tag(kind, tag string) (DebugEntry, error) {
	return d.describe(kind+" "+tag, func() (DebugEntry, bool) { return d.builder.named(d.index.tags[tagName{kind, tag}], tag) })
}

// Constant is an enumerator.
func (d *Debug) Constant(name string) (DebugEntry, error) {
	return d.describe(name, func() (DebugEntry, bool) { return d.builder.constant(name) })
}

// describe runs one lookup under the lock and behind the border that damaged
// DWARF does not cross.
func (d *Debug) describe(name string, lookup func() (DebugEntry, bool)) (e DebugEntry, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.ensureIndex(); err != nil {
		return DebugEntry{}, err
	}
	defer func() {
		if _, damaged := errors.AsType[*FormatError](err); damaged {
			d.builder = newTypeBuilder(d) // of the old one, types may be half built
		}
	}()
	defer d.rescue(&err)
	e, ok := lookup()
	if !ok {
		return DebugEntry{}, &NotDescribedError{d.Path, name}
	}
	return e, nil
}

// Names yields every name of the ordinary name space in alphabetical order:
// exported functions and variables, typedefs, enumerators.
func (d *Debug) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range d.sortedNames() {
			if !yield(name) {
				return
			}
		}
	}
}

func (d *Debug) sortedNames() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ensureIndex() != nil {
		return nil
	}
	all := map[string]bool{}
	for _, names := range []iter.Seq[string]{d.describedExports(),
		maps.Keys(d.index.typedefs), maps.Keys(d.index.constants)} {
		for name := range names {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
