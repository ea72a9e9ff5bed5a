package objfile

import (
	"debug/elf"
	"encoding/binary"
	"io"
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

// readCache reads ldconfig's cache; without one there are no entries.
func readCache(path string) []namedFile {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	var data strings.Builder
	if info, err := f.Stat(); err == nil {
		data.Grow(int(min(info.Size(), ldCacheLimit)))
	}
	if _, err := io.CopyBuffer(&data, io.LimitReader(f, ldCacheLimit), make([]byte, 4<<10)); err != nil {
		return nil
	}
	return parseCache(data.String(), cacheFlags[hostMachine()])
}

// parseCache reads the format of glibc 2.2 and later, which may stand behind a
// table of the older format. Damaged entries are left out, and so are variants
// for newer processors (hwcap), which the loader picks by itself. The names are
// parts of data: half of the time to start is memory touched first.
func parseCache(data string, flags uint32) []namedFile {
	start := strings.Index(data, cacheMagic)
	if start < 0 || len(data)-start < cacheHeaderSize {
		return nil
	}
	data = data[start:]
	count := min(int(word(data[20:])), (len(data)-cacheHeaderSize)/cacheEntrySize)
	files := make([]namedFile, 0, count)
	for i := range count {
		e := data[cacheHeaderSize+i*cacheEntrySize:]
		if word(e) != flags || word(e[16:]) != 0 || word(e[20:]) != 0 {
			continue
		}
		name, path := cString(data, word(e[4:])), cString(data, word(e[8:]))
		if name != "" && path != "" {
			files = append(files, namedFile{name, path})
		}
	}
	return files
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
