package objfile

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// hostMachines maps GOARCH to what a loadable file must say.
var hostMachines = map[string]elf.Machine{
	"amd64": elf.EM_X86_64,
	"arm64": elf.EM_AARCH64,
}

func hostMachine() elf.Machine { return hostMachines[runtime.GOARCH] }

// machineName is the name that uname and gcc use.
func machineName(m elf.Machine, class elf.Class) string {
	switch m {
	case elf.EM_X86_64:
		if class == elf.ELFCLASS32 {
			return "x32"
		}
		return "x86-64"
	case elf.EM_386:
		return "i386"
	case elf.EM_AARCH64:
		return "aarch64"
	case elf.EM_ARM:
		return "arm"
	case elf.EM_RISCV:
		return "riscv"
	case elf.EM_PPC64:
		return "ppc64"
	case elf.EM_S390:
		return "s390x"
	}
	return fmt.Sprintf("machine %d", uint16(m))
}

// header is what the first bytes of an ELF file say, as far as a loader cares.
type header struct {
	class   elf.Class
	machine elf.Machine
	kind    elf.Type
}

const (
	headerSize  = 64 // of Elf64_Ehdr
	programSize = 56 // of Elf64_Phdr
)

// CheckLoadable says why the dynamic loader would refuse the file or crash on
// it: not ELF, another machine, a program, truncated. Nil means that it may be
// loaded.
func CheckLoadable(path string) error {
	_, err := checkFile(path)
	return err
}

// checkFile is CheckLoadable, and the soname of what may be loaded.
func checkFile(path string) (soname string, err error) {
	f, err := openFile(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fileError(path, err)
	}
	var start [headerSize]byte
	n, err := io.ReadFull(f, start[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		return "", fileError(path, err)
	}
	h, err := identify(path, start[:n])
	if err != nil {
		return "", err
	}
	if h.kind != elf.ET_DYN {
		return "", &FormatError{path, notLibrary(h.kind)}
	}
	return checkSegments(path, start[:], f, info.Size())
}

func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		f.Close()
		if info.IsDir() {
			return nil, &FormatError{path, "is a directory"}
		}
		return nil, &FormatError{path, "is not a regular file"}
	}
	return f, nil
}

func fileError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &NotFoundError{Name: path}
	}
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return &FileError{path, err}
}

// identify reads the ELF header and wants a little endian file of 64 bits for
// this machine.
func identify(path string, start []byte) (header, error) {
	if !bytes.HasPrefix(start, []byte(elf.ELFMAG)) {
		return header{}, &FormatError{path, "is " + foreignFormat(start)}
	}
	if len(start) < headerSize {
		return header{}, &FormatError{path, fmt.Sprintf("is truncated: %d bytes, an ELF header has %d", len(start), headerSize)}
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if elf.Data(start[elf.EI_DATA]) == elf.ELFDATA2MSB {
		order = binary.BigEndian
	}
	h := header{
		class:   elf.Class(start[elf.EI_CLASS]),
		kind:    elf.Type(order.Uint16(start[16:])),
		machine: elf.Machine(order.Uint16(start[18:])),
	}
	want := hostMachine()
	if h.machine != want || h.class != elf.ELFCLASS64 || order != binary.LittleEndian {
		return h, &MachineError{path, machineName(h.machine, h.class), machineName(want, elf.ELFCLASS64)}
	}
	return h, nil
}

// foreignFormat names what a file is that is not ELF.
func foreignFormat(start []byte) string {
	for _, f := range []struct{ magic, name string }{
		{"!<arch>\n", "a static archive, not a shared library"},
		{"!<thin>\n", "a static archive, not a shared library"},
		{"MZ", "a Windows file, not an ELF file"},
		{"\xcf\xfa\xed\xfe", "a macOS file, not an ELF file"},
		{"\xca\xfe\xba\xbe", "a macOS or Java file, not an ELF file"},
		{"\x00asm", "a WebAssembly file, not an ELF file"},
		{"BC\xc0\xde", "LLVM bitcode, not an ELF file"},
		{"#!", "a script, not an ELF file"},
	} {
		if bytes.HasPrefix(start, []byte(f.magic)) {
			return f.name
		}
	}
	if len(start) == 0 {
		return "empty"
	}
	return "not an ELF file"
}

func notLibrary(kind elf.Type) string {
	switch kind {
	case elf.ET_REL:
		return "is an object file; link it with gcc -shared"
	case elf.ET_EXEC:
		return "is a program, not a shared library"
	case elf.ET_CORE:
		return "is a core dump, not a shared library"
	}
	return fmt.Sprintf("is no shared library (ELF type %d)", uint16(kind))
}

// checkSegments finds files that the loader would map but fault on: those whose
// segments reach behind the end of the file, and those that are damaged.
func checkSegments(path string, start []byte, r io.ReaderAt, size int64) (soname string, err error) {
	le := binary.LittleEndian
	at, entry, count := int64(le.Uint64(start[32:])), le.Uint16(start[54:]), int64(le.Uint16(start[56:]))
	if entry != programSize || count == 0 {
		return "", &FormatError{path, "is damaged: it has no program headers"}
	}
	table := make([]byte, count*programSize)
	if at < 0 {
		return "", &FormatError{path, "is damaged: its program headers lie outside the file"}
	}
	if _, err := r.ReadAt(table, at); err != nil {
		return "", &FormatError{path, "is truncated: its program headers lie behind the end of the file"}
	}
	segments := readSegments(table)
	for i, s := range segments {
		if s.kind != elf.PT_LOAD || s.fileSize == 0 {
			continue
		}
		if end := s.offset + s.fileSize; end < s.offset || end > uint64(size) {
			return "", &FormatError{path, fmt.Sprintf("is truncated: segment %d ends at byte %d, the file has %d", i, end, size)}
		}
	}
	im := image{r: r}
	if problem := im.check(segments); problem != "" {
		return "", &FormatError{path, "is damaged: " + problem}
	}
	return im.soname, nil
}
