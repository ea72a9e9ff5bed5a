package objfile

import (
	"bytes"
	"crypto/sha256"
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The index of large debug information is kept in a file, called as the build
// id of the library, in cshell/dwarf below the user's directory for caches. It
// is nobody's only copy: what is missing, damaged, of another version or of
// other files is built and written anew, and where nothing can be written
// nothing is.

// indexMagic begins a file of this version. Behind it come the SHA-256 of the
// rest, then the key and the index, in which numbers are varints and strings
// have their length before them.
const indexMagic = "cshell DWARF index 1\n"

const (
	cacheLimit    = 64 << 20  // bytes of one file
	cacheDirLimit = 256 << 20 // bytes of all files
)

// cacheWorth is the time that an index takes to build from which on it is kept:
// reading it takes a few milliseconds.
var cacheWorth = 40 * time.Millisecond

// debugCache is where a library's index is kept, and what it must be of.
type debugCache struct {
	path string // "" where nothing is kept
	key  string
}

// newDebugCache is the cache of a library: nothing without a build id or a home.
func newDebugCache(file *File) debugCache {
	dir, err := os.UserCacheDir()
	if err != nil || len(file.BuildID) < 8 || strings.Trim(file.BuildID, "0123456789abcdef") != "" {
		return debugCache{}
	}
	key := file.BuildID + " " + fileKey(file.DebugInfo)
	if f, err := elf.Open(file.DebugInfo); err == nil {
		for _, path := range altLinks(f, file.DebugInfo) {
			key += " " + fileKey(path)
		}
		f.Close()
	}
	return debugCache{filepath.Join(dir, "cshell", "dwarf", file.BuildID), key}
}

// fileKey tells a file from one that has taken its place.
func fileKey(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}

// read is the kept index without its key; nil where there is none of this key.
func (c debugCache) read() []byte {
	info, err := os.Stat(c.path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > cacheLimit {
		return nil
	}
	data, err := os.ReadFile(c.path)
	if err != nil {
		return nil
	}
	now := time.Now()
	os.Chtimes(c.path, now, now) // so that trim knows what is in use
	return unseal(data, c.key)
}

// write keeps an index. A file is there as a whole or not at all.
func (c debugCache) write(index []byte) {
	data := seal(index, c.key)
	dir := filepath.Dir(c.path)
	if c.path == "" || len(data) > cacheLimit || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(dir, ".new-*") // with mode 0600
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), c.path) != nil {
		os.Remove(f.Name())
		return
	}
	trimCache(dir, cacheDirLimit)
}

// trimCache removes what was not used for longest until the rest has at most
// limit bytes.
func trimCache(dir string, limit int64) {
	entries, _ := os.ReadDir(dir)
	var files []os.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, f := range files {
		if limit -= f.Size(); limit < 0 {
			os.Remove(filepath.Join(dir, f.Name()))
		}
	}
}

func seal(index []byte, key string) []byte {
	body := append(appendText(nil, key), index...)
	sum := sha256.Sum256(body)
	return slices.Concat([]byte(indexMagic), sum[:], body)
}

// unseal gives what seal was given; nil for anything else.
func unseal(data []byte, key string) []byte {
	rest, ok := bytes.CutPrefix(data, []byte(indexMagic))
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	body := rest[sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(rest[:sha256.Size]) {
		return nil
	}
	b := cacheReader{data: body}
	if b.text() != key || b.bad {
		return nil
	}
	return b.data
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// datas are the parts of the debug information in the order of their numbers in
// the cache.
func (d *Debug) datas() []*dwarfData { return []*dwarfData{d.main, d.types, d.alt} }

// encode is the index as it is kept: the units of each part, then the maps.
func (d *Debug) encode() []byte {
	w := &cacheWriter{datas: d.datas()}
	for _, in := range w.datas {
		w.units(in)
	}
	w.number(uint64(len(d.index.at)))
	for addr, refs := range d.index.at {
		w.number(addr)
		w.number(uint64(len(refs)))
		for _, ref := range refs {
			w.ref(ref)
		}
	}
	for _, m := range []map[string]ranked{d.index.funcs, d.index.vars} {
		w.number(uint64(len(m)))
		for name, r := range m {
			w.text(name)
			w.ref(r.dieRef)
			w.number(uint64(r.rank))
		}
	}
	for _, m := range []map[string]dieRef{d.index.typedefs, d.index.constants} {
		w.number(uint64(len(m)))
		for name, ref := range m {
			w.text(name)
			w.ref(ref)
		}
	}
	w.number(uint64(len(d.index.tags)))
	for tag, ref := range d.index.tags {
		w.text(tag.kind)
		w.text(tag.tag)
		w.ref(ref)
	}
	return w.out
}

type cacheWriter struct {
	out   []byte
	datas []*dwarfData
}

func (w *cacheWriter) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }
func (w *cacheWriter) text(s string)   { w.out = appendText(w.out, s) }

func (w *cacheWriter) ref(r dieRef) {
	w.number(uint64(slices.Index(w.datas, r.in)))
	w.number(uint64(r.off))
}

// units writes the units of a part: 0 for none at all, else their number and 1.
func (w *cacheWriter) units(in *dwarfData) {
	if in == nil {
		w.number(0)
		return
	}
	w.number(uint64(len(in.units)) + 1)
	for _, u := range in.units {
		flags := uint64(0)
		if u.isC {
			flags |= 1
		}
		if u.bare {
			flags |= 2
		}
		w.number(uint64(u.off))
		w.number(flags)
	}
}

// decode makes an index of what encode gave; not ok, and nothing is changed,
// where it is anything else. The parts are loaded when an entry of theirs is
// read.
func (d *Debug) decode(data []byte) (ok bool) {
	r := &cacheReader{data: data}
	for range d.datas() {
		r.datas = append(r.datas, r.units(d.load))
	}
	index := newDebugIndex()
	for range r.count() {
		addr, refs := r.number(), []dieRef(nil)
		for range r.count() {
			refs = append(refs, r.ref())
		}
		index.at[addr] = refs
	}
	for _, m := range []map[string]ranked{index.funcs, index.vars} {
		for range r.count() {
			name, ref := r.text(), r.ref()
			m[name] = ranked{ref, int(r.number())}
		}
	}
	for _, m := range []map[string]dieRef{index.typedefs, index.constants} {
		for range r.count() {
			name := r.text()
			m[name] = r.ref()
		}
	}
	for range r.count() {
		tag := tagName{r.text(), r.text()}
		index.tags[tag] = r.ref()
	}
	if r.bad || len(r.data) > 0 || r.datas[0] == nil {
		return false
	}
	d.index, d.indexed = index, true
	d.main, d.types, d.alt = r.datas[0], r.datas[1], r.datas[2]
	return true
}

// cacheReader is the rest of what was kept. Behind anything that cannot be it
// is bad, and all reads give nothing.
type cacheReader struct {
	data  []byte
	datas []*dwarfData
	bad   bool
}

func (r *cacheReader) number() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

// count is a number of things that follow, each at least a byte.
func (r *cacheReader) count() int {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return 0
	}
	return int(n)
}

func (r *cacheReader) text() string {
	n := r.count()
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

func (r *cacheReader) ref() dieRef {
	in, off := r.number(), r.number()
	if in >= uint64(len(r.datas)) || r.datas[in] == nil || off != uint64(dwarf.Offset(off)) {
		r.bad, r.data = true, nil
		return dieRef{}
	}
	return dieRef{r.datas[in], dwarf.Offset(off)}
}

func (r *cacheReader) units(load func()) *dwarfData {
	n := r.count()
	if n == 0 {
		return nil
	}
	in := &dwarfData{load: load}
	for range n - 1 {
		off, flags := r.number(), r.number()
		in.units = append(in.units, dwarfUnit{off: dwarf.Offset(off), isC: flags&1 != 0, bare: flags&2 != 0})
	}
	return in
}
