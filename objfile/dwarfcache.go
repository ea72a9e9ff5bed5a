package objfile

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"hash/crc32"
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

// indexMagic begins a file of this version. Behind it come the CRC-32 of the
// rest, then the key and the index, in which numbers are varints and strings
// have their length before them.
const indexMagic = "cshell DWARF index 2\n"

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

// sumSize is the length of the sum that tells damage, in bytes.
const sumSize = 4

func sum(body []byte) []byte { return binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)) }

func seal(index []byte, key string) []byte {
	body := append(appendText(nil, key), index...)
	return slices.Concat([]byte(indexMagic), sum(body), body)
}

// unseal gives what seal was given; nil for anything else.
func unseal(data []byte, key string) []byte {
	rest, ok := bytes.CutPrefix(data, []byte(indexMagic))
	if !ok || len(rest) < sumSize {
		return nil
	}
	body := rest[sumSize:]
	if !bytes.Equal(sum(body), rest[:sumSize]) {
		return nil
	}
	b := cacheReader{data: body}
	if b.text() != key || b.bad {
		return nil
	}
	return b.data
}
