package objfile

import (
	"debug/elf"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// File is an ELF file: what its headers say, read by Open, and its exported
// symbols, read on first use. It is safe for concurrent use.
type File struct {
	Path    string   `json:"path"`
	Kind    string   `json:"kind"` // shared library, program, object file, core dump
	Machine string   `json:"machine"`
	Soname  string   `json:"soname,omitempty"`
	Needed  []string `json:"needed"`
	RunPath []string `json:"runpath,omitempty"` // RUNPATH, else RPATH; $ORIGIN as written
	BuildID string   `json:"build_id,omitempty"`
	Size    int64    `json:"size"` // of the file, bytes

	RELRO string `json:"relro"` // full, partial, none
	NX    bool   `json:"nx"`    // the stack is not executable
	PIE   bool   `json:"pie"`   // may lie anywhere

	// DebugInfo is where DWARF is: the path of this file or of a separate
	// one, "" where there is none.
	DebugInfo string    `json:"debug_info,omitempty"`
	Stripped  bool      `json:"stripped"` // no .symtab
	Sections  []Section `json:"sections"`

	elf     *elf.File
	once    sync.Once
	symbols []Symbol
	symErr  error

	onceFunctions sync.Once
	functions     []Symbol // by address
	onceUnwind    sync.Once
	unwind        []unwindEntry // by address
}

// Section is one section's header.
type Section struct {
	Name  string `json:"name"`
	Addr  uint64 `json:"address"`
	Size  uint64 `json:"size"`
	Flags string `json:"flags"` // of w (write), a (allocated), x (code), t (thread local)
}

// Open reads the headers of any ELF file, also one that cannot be loaded here.
func Open(path string) (*File, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	e, err := elf.NewFile(r)
	if err != nil {
		defer r.Close()
		return nil, elfError(path, r, err)
	}
	f := &File{Path: path, elf: e}
	if info, err := r.Stat(); err == nil {
		f.Size = info.Size()
	}
	f.readHeaders()
	return f, nil
}

// Close releases the file; symbols that were not read before are lost.
func (f *File) Close() error { return f.elf.Close() }

// elfError words what debug/elf did not like; a file that is not ELF at all is
// named for what it is.
func elfError(path string, r *os.File, err error) error {
	start := make([]byte, headerSize)
	n, _ := r.ReadAt(start, 0)
	if !strings.HasPrefix(string(start[:n]), elf.ELFMAG) || n < headerSize {
		_, err := identify(path, start[:n])
		return err
	}
	return &FormatError{path, "is damaged: " + err.Error()}
}

func (f *File) readHeaders() {
	e := f.elf
	f.Machine = machineName(e.Machine, e.Class)
	f.Needed, _ = e.DynString(elf.DT_NEEDED)
	if s, _ := e.DynString(elf.DT_SONAME); len(s) > 0 {
		f.Soname = s[0]
	}
	f.RunPath = runPath(e)
	f.BuildID = buildID(e)
	f.PIE = e.Type == elf.ET_DYN
	f.Kind = f.kind()
	f.RELRO, f.NX = hardening(e)
	f.Stripped = e.Section(".symtab") == nil
	f.DebugInfo = f.findDebugInfo()
	for _, s := range e.Sections {
		if s.Name != "" {
			f.Sections = append(f.Sections, Section{s.Name, s.Addr, s.Size, sectionFlags(s.Flags)})
		}
	}
}

func (f *File) kind() string {
	switch f.elf.Type {
	case elf.ET_DYN:
		if flags, _ := f.elf.DynValue(elf.DT_FLAGS_1); len(flags) > 0 && flags[0]&uint64(elf.DF_1_PIE) != 0 {
			return "program"
		}
		return "shared library"
	case elf.ET_EXEC:
		return "program"
	case elf.ET_REL:
		return "object file"
	case elf.ET_CORE:
		return "core dump"
	}
	return fmt.Sprintf("ELF type %d", uint16(f.elf.Type))
}

func runPath(e *elf.File) []string {
	for _, tag := range []elf.DynTag{elf.DT_RUNPATH, elf.DT_RPATH} {
		if s, _ := e.DynString(tag); len(s) > 0 && s[0] != "" {
			return strings.Split(s[0], ":")
		}
	}
	return nil
}

// buildID reads the GNU note: three words of sizes and type, "GNU\0", the id.
func buildID(e *elf.File) string {
	s := e.Section(".note.gnu.build-id")
	if s == nil || s.Size > 1<<12 {
		return ""
	}
	note, err := s.Data()
	if err != nil || len(note) < 16 {
		return ""
	}
	size := e.ByteOrder.Uint32(note[4:])
	return hex.EncodeToString(note[16:min(uint64(len(note)), 16+uint64(size))])
}

func hardening(e *elf.File) (relro string, nx bool) {
	relro = "none"
	for _, p := range e.Progs {
		switch p.Type {
		case elf.PT_GNU_RELRO:
			relro = "partial"
		case elf.PT_GNU_STACK:
			nx = p.Flags&elf.PF_X == 0
		}
	}
	if relro == "partial" && bindsNow(e) {
		relro = "full"
	}
	return relro, nx
}

// bindsNow says whether all symbols are bound while loading, so that the whole
// GOT can be made read-only.
func bindsNow(e *elf.File) bool {
	if v, _ := e.DynValue(elf.DT_BIND_NOW); len(v) > 0 {
		return true
	}
	if v, _ := e.DynValue(elf.DT_FLAGS); len(v) > 0 && v[0]&uint64(elf.DF_BIND_NOW) != 0 {
		return true
	}
	v, _ := e.DynValue(elf.DT_FLAGS_1)
	return len(v) > 0 && v[0]&uint64(elf.DF_1_NOW) != 0
}

func sectionFlags(flags elf.SectionFlag) string {
	var s strings.Builder
	for _, f := range []struct {
		bit    elf.SectionFlag
		letter byte
	}{{elf.SHF_ALLOC, 'a'}, {elf.SHF_WRITE, 'w'}, {elf.SHF_EXECINSTR, 'x'}, {elf.SHF_TLS, 't'}} {
		if flags&f.bit != 0 {
			s.WriteByte(f.letter)
		}
	}
	return s.String()
}

// findDebugInfo looks where gdb does: in the file, by build id, by debug link.
func (f *File) findDebugInfo() string {
	if f.elf.Section(".debug_info") != nil || f.elf.Section(".zdebug_info") != nil {
		return f.Path
	}
	own, _ := os.Stat(f.Path)
	for _, path := range f.debugFiles() {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() && !os.SameFile(info, own) { // in .debug it may have the same name
			return path
		}
	}
	return ""
}

func (f *File) debugFiles() []string {
	var paths []string
	if len(f.BuildID) > 2 {
		paths = append(paths, buildIDPath(f.BuildID))
		if cache, err := os.UserCacheDir(); err == nil { // what debuginfod has fetched before
			paths = append(paths, filepath.Join(cache, "debuginfod_client", f.BuildID, "debuginfo"))
		}
	}
	if link := debugLink(f.elf); link != "" {
		dir := filepath.Dir(f.Path)
		if real, err := filepath.EvalSymlinks(f.Path); err == nil {
			dir = filepath.Dir(real)
		}
		if full, err := filepath.Abs(dir); err == nil {
			dir = full
		}
		paths = append(paths, filepath.Join(dir, link), filepath.Join(dir, ".debug", link),
			filepath.Join("/usr/lib/debug", dir, link))
	}
	return paths
}

// debugLink is the file name in .gnu_debuglink, which a checksum follows.
func debugLink(e *elf.File) string {
	s := e.Section(".gnu_debuglink")
	if s == nil || s.Size > 1<<12 {
		return ""
	}
	data, err := s.Data()
	if err != nil {
		return ""
	}
	if name := cString(string(data), 0); name != "" {
		return filepath.Base(name)
	}
	return ""
}
