package objfile

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
)

// cacheEntry is one library that ldconfig knows.
type cacheEntry struct{ name, path string }

const (
	cacheMagic      = "glibc-ld.so.cache1.1"
	cacheHeaderSize = 48
	cacheEntrySize  = 24
)

// cacheFlags is the flags word of a library that this machine can load: libc6
// ABI in the low byte, the machine above it (glibc's FLAG_X8664_LIB64 …).
var cacheFlags = map[elf.Machine]uint32{
	elf.EM_X86_64:  0x0303,
	elf.EM_AARCH64: 0x0a03,
}

// readCache reads ldconfig's cache; without one there are no entries.
func readCache(path string) []cacheEntry {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return parseCache(data, cacheFlags[hostMachine()])
}

// parseCache reads the format of glibc 2.2 and later, which may stand behind a
// table of the older format. Damaged entries are left out, and so are variants
// for newer processors (hwcap), which the loader picks by itself.
func parseCache(data []byte, flags uint32) []cacheEntry {
	start := bytes.Index(data, []byte(cacheMagic))
	if start < 0 || len(data)-start < cacheHeaderSize {
		return nil
	}
	data = data[start:]
	le := binary.LittleEndian
	count := min(int(le.Uint32(data[20:])), (len(data)-cacheHeaderSize)/cacheEntrySize)
	entries := make([]cacheEntry, 0, count)
	for i := range count {
		e := data[cacheHeaderSize+i*cacheEntrySize:]
		if le.Uint32(e) != flags || le.Uint64(e[16:]) != 0 {
			continue
		}
		name, path := cString(data, le.Uint32(e[4:])), cString(data, le.Uint32(e[8:]))
		if name != "" && path != "" {
			entries = append(entries, cacheEntry{name, path})
		}
	}
	return entries
}

// cString is the text at an offset up to its NUL, or "" where there is none.
func cString(data []byte, at uint32) string {
	if uint64(at) >= uint64(len(data)) {
		return ""
	}
	text, _, ok := bytes.Cut(data[at:], []byte{0})
	if !ok {
		return ""
	}
	return string(text)
}
