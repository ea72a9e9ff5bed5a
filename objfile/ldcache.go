package objfile

import (
	"debug/elf"
	"encoding/binary"
	"io"
	"iter"
	"os"
	"strings"
)

const (
	cacheMagic      = "glibc-ld.so.cache1.1"
	cacheHeaderSize = 48
	cacheEntrySize  = 24
	ldCacheLimit    = 64 << 20 // bytes; those of large systems have one megabyte
)

// cacheFlags is the flags word of a library that this machine can load: libc6
// ABI in the low byte, the machine above it (glibc's FLAG_X8664_LIB64 …).
var cacheFlags = map[elf.Machine]uint32{
	elf.EM_X86_64:  0x0303,
	elf.EM_AARCH64: 0x0a03,
}

// readCache reads ldconfig's cache; without one it is empty.
func readCache(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() > ldCacheLimit {
		return ""
	}
	data := make([]byte, info.Size())
	n, _ := io.ReadFull(f, data)
	return string(data[:n])
}

// cacheFiles yields the entries of a cache in the format of glibc 2.2 and later, which may stand behind a
// table of the older format. Damaged entries are left out, and so are variants
// for newer processors (hwcap), which the loader picks by itself. The names are
// parts of data: half of the time to start is memory touched first.
func cacheFiles(data string, flags uint32) iter.Seq[namedFile] {
	return func(yield func(namedFile) bool) {
		start := strings.Index(data, cacheMagic)
		if start < 0 || len(data)-start < cacheHeaderSize {
			return
		}
		cache := data[start:]
		count := min(int(word(cache[20:])), (len(cache)-cacheHeaderSize)/cacheEntrySize)
		for i := range count {
			e := cache[cacheHeaderSize+i*cacheEntrySize:]
			if word(e) != flags || word(e[16:]) != 0 || word(e[20:]) != 0 {
				continue
			}
			name, path := cString(cache, word(e[4:])), cString(cache, word(e[8:]))
			if name != "" && path != "" && !yield(namedFile{name, path}) {
				return
			}
		}
	}
}

func word(s string) uint32 { return binary.LittleEndian.Uint32([]byte(s[:4])) }

// cString is the text at an offset up to its NUL, or "" where there is none.
func cString(data string, at uint32) string {
	if uint64(at) >= uint64(len(data)) {
		return ""
	}
	text, _, ok := strings.Cut(data[at:], "\x00")
	if !ok {
		return ""
	}
	return text
}
