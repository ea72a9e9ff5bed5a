package objfile

import (
	"debug/elf"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// packed is a library whose .dwo file has become a package, with something before
// what is the unit's own of each section, as other units would be.
func packed(t *testing.T, version uint16, flags ...string) (library string) {
	t.Helper()
	if _, err := exec.LookPath("objcopy"); err != nil {
		t.Skip("objcopy is missing")
	}
	library = debugLibrary(t, append(flags, "-gsplit-dwarf")...)
	dwo, _ := filepath.Glob(filepath.Join(filepath.Dir(library), "*.dwo"))
	if len(dwo) != 1 {
		t.Fatalf("gcc made %v", dwo)
	}
	d := openDebug(t, library)
	if err := d.Index(); err != nil {
		t.Fatal(err)
	}
	id, ok := splitID(d.main, die{d.main, d.splits[0].skeleton})
	if !ok {
		t.Fatal("the skeleton has no id")
	}
	args := []string{}
	var columns, offsets, sizes []uint32
	f, err := elf.Open(dwo[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for number, name := range packageColumns {
		data := readSection(f, name+".dwo")
		if data == nil {
			continue
		}
		before := 16 * number
		columns = append(columns, number)
		offsets, sizes = append(offsets, before), append(sizes, uint32(len(data)))
		file := write(t, filepath.Join(t.TempDir(), name), string(make([]byte, before))+string(data))
		args = append(args, "--update-section", ".debug_"+name+".dwo="+file)
	}
	words := []uint32{uint32(version), uint32(len(columns)), 1, 2, 0, 0, uint32(id), uint32(id >> 32), 0, 1}
	for _, list := range [][]uint32{columns, offsets, sizes} {
		words = append(words, list...)
	}
	index, err := binary.Append(nil, binary.LittleEndian, words)
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, filepath.Join(t.TempDir(), "index"), string(index))
	args = append(args, "--add-section", ".debug_cu_index="+file, dwo[0], library+".dwp")
	if out, err := exec.Command("objcopy", args...).CombinedOutput(); err != nil {
		t.Fatalf("objcopy: %v\n%s", err, out)
	}
	os.Remove(dwo[0])
	return library
}

// The units of a package are read as their .dwo files are; what is damaged is an
// error.
func TestPackage(t *testing.T) {
	for version, flags := range map[uint16][]string{2: {"-gdwarf-4", noAtomic}, 5: {"-gdwarf-5", "-O2"}} {
		library := packed(t, version, flags...)
		d := openDebug(t, library)
		if err := d.Index(); err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		checkWithGCC(t, d, flags...)

		good := read(t, library+".dwp")
		r := rand.New(rand.NewPCG(3, uint64(version)))
		for range 60 {
			data := append([]byte(nil), good...)
			for range 1 + r.IntN(6) {
				data[r.IntN(len(data))] = byte(r.Uint32())
			}
			if r.IntN(3) == 0 {
				data = data[:r.IntN(len(data))]
			}
			write(t, library+".dwp", string(data))
			d := openDebug(t, library)
			checkTyped(t, d.Index())
			for name := range d.Names() {
				_, err := d.Function(name)
				checkTyped(t, err)
			}
		}
	}
}
