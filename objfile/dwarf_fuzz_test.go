package objfile

import (
	"bytes"
	"debug/elf"
	"errors"
	"math/rand/v2"
	"os"
	"testing"
)

// readEverything asks for all that debug information has. Damage must be a
// typed error.
func readEverything(t *testing.T, data []byte, symbols []Symbol) {
	e, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return
	}
	d := &Debug{Path: "damaged.so"}
	d.setUp(symbols)
	if err := loadDamaged(d, e); err != nil {
		checkTyped(t, err)
		return
	}
	checkTyped(t, d.Index())
	for name := range d.Names() {
		for _, lookup := range []func(string) (DebugEntry, error){d.Function, d.Variable, d.Typedef, d.Constant} {
			_, err := lookup(name)
			checkTyped(t, err)
		}
	}
	for tag := range d.index.tags {
		_, err := d.Tag(tag.kind, tag.tag)
		checkTyped(t, err)
	}
}

func loadDamaged(d *Debug, e *elf.File) (err error) {
	defer d.rescue(&err)
	d.loadFrom(e)
	return nil
}

func checkTyped(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	_, format := errors.AsType[*FormatError](err)
	_, missing := errors.AsType[*NotDescribedError](err)
	_, unsupported := errors.AsType[*UnsupportedTypeError](err)
	if !format && !missing && !unsupported {
		t.Errorf("%T: %v", err, err)
	}
}

// debugSample is a library and where its debug sections lie in it.
func debugSample(t testing.TB, flags ...string) (data []byte, symbols []Symbol, at []*elf.Section) {
	f := open(t, debugLibrary(t, flags...))
	symbols, _ = f.Symbols()
	for _, name := range []string{".debug_info", ".debug_abbrev", ".debug_types", ".debug_str", ".debug_line", ".debug_rnglists"} {
		if s := f.elf.Section(name); s != nil {
			at = append(at, s)
		}
	}
	data, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	return data, symbols, at
}

// FuzzDebug writes a few bytes over one of the debug sections.
func FuzzDebug(f *testing.F) {
	data, symbols, at := debugSample(f, "-gdwarf-5")
	f.Add(uint8(0), uint16(20), []byte{0xff})
	f.Add(uint8(1), uint16(40), []byte{0, 0})
	f.Fuzz(func(t *testing.T, section uint8, offset uint16, patch []byte) {
		s := at[int(section)%len(at)]
		damaged := bytes.Clone(data)
		copy(damaged[s.Offset+uint64(offset)%s.Size:s.Offset+s.Size], patch)
		readEverything(t, damaged, symbols)
	})
}

// TestDamagedDebug is a short run of the same at random, and cuts sections.
func TestDamagedDebug(t *testing.T) {
	rounds := 150
	if os.Getenv("CSHELL_LONG") != "" {
		rounds = 5000
	}
	for _, flags := range [][]string{{"-gdwarf-5"}, {"-gdwarf-4", "-fdebug-types-section"}} {
		data, symbols, at := debugSample(t, flags...)
		r := rand.New(rand.NewPCG(1, 2))
		for range rounds {
			damaged := bytes.Clone(data)
			s := at[r.IntN(len(at))]
			section := damaged[s.Offset : s.Offset+s.Size]
			if r.IntN(4) == 0 {
				clear(section[r.IntN(len(section)):])
			}
			for range 1 + r.IntN(4) {
				section[r.IntN(len(section))] = byte(r.Uint32())
			}
			readEverything(t, damaged, symbols)
		}
	}
}
