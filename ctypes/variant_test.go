package ctypes

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"math/bits"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// compileObject compiles C without running it and gives the bytes of each
// object by name: gcc -m32 can do that without 32-bit libraries.
func compileObject(t *testing.T, source string, flags ...string) func(name string) []byte {
	t.Helper()
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc, which tells what is right, is not installed")
	}
	dir := t.TempDir()
	if keep := os.Getenv("CTYPES_KEEP"); keep != "" {
		dir = keep
	}
	file, object := filepath.Join(dir, "t.c"), filepath.Join(dir, "t.o")
	if err := os.WriteFile(file, []byte("#define bool _Bool\n#define offsetof __builtin_offsetof\n"+source), 0o666); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-w", "-O0", "-std=gnu17", "-fno-common", "-c", file, "-o", object}, flags...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc %s: %v\n%.2000s", strings.Join(flags, " "), err, out)
	}
	f, err := elf.Open(object)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	objects := map[string][]byte{}
	symbols, _ := f.Symbols()
	data := map[elf.SectionIndex][]byte{}
	for _, s := range symbols {
		if s.Section == elf.SHN_UNDEF || int(s.Section) >= len(f.Sections) {
			continue
		}
		if data[s.Section] == nil {
			data[s.Section], _ = f.Sections[s.Section].Data()
		}
		if d := data[s.Section]; s.Value+s.Size <= uint64(len(d)) {
			objects[s.Name] = d[s.Value : s.Value+s.Size]
		}
	}
	return func(name string) []byte { return objects[name] }
}

// recordFacts is C that records what gcc says of a record: numbers in N_i, an
// object for each bit-field with all its bits set.
func recordFacts(i int, r generated) string {
	numbers := fmt.Sprintf("sizeof(%s), _Alignof(%s)", r.name, r.name)
	var objects strings.Builder
	eachMember(r.Record, 0, func(m Field, _ int64) {
		if m.Bits == nil {
			numbers += fmt.Sprintf(", offsetof(%s, %s)", r.name, m.Name)
		} else {
			fmt.Fprintf(&objects, "const %s B_%d_%s = {.%s = -1};\n", r.name, i, m.Name, m.Name)
		}
	})
	return fmt.Sprintf("const unsigned N_%d[] = {%s};\n%s", i, numbers, objects.String())
}

// factLine puts what gcc says in the form of layoutLine.
func factLine(i int, r generated, object func(string) []byte) string {
	numbers := object(fmt.Sprintf("N_%d", i))
	next := func() (n uint32) {
		if len(numbers) >= 4 {
			n = binary.LittleEndian.Uint32(numbers)
			numbers = numbers[4:]
		}
		return n
	}
	line := fmt.Sprintf("%d %d", next(), next())
	eachMember(r.Record, 0, func(m Field, _ int64) {
		if m.Bits == nil {
			line += fmt.Sprintf(" %d", next())
			return
		}
		first, last, count := -1, -1, 0
		for at, b := range object(fmt.Sprintf("B_%d_%s", i, m.Name)) {
			if b == 0 {
				continue
			}
			if first < 0 {
				first = 8*at + bits.TrailingZeros8(b)
			}
			last, count = 8*at+bits.Len8(b)-1, count+bits.OnesCount8(b)
		}
		line += fmt.Sprintf(" %d-%d/%d", first, last, count)
	})
	return line
}

// TestVariantsAsGCC compares the other layouts of random records with gcc's,
// which reads the same declarations with other flags.
func TestVariantsAsGCC(t *testing.T) {
	const perRound = 300
	for _, test := range []struct {
		abi    ABI
		plain  bool
		flags  []string
		leaves func(Type) bool // out of the members
		before string          // the records
	}{
		{M32, false, []string{"-m32"}, func(t Type) bool { return !fitsM32(t) }, ""},
		{MSVC, true, []string{"-mms-bitfields"}, func(t Type) bool { return !fitsMSVC(t) }, "typedef long long LL; typedef unsigned long long ULL;\n#define long int\n"},
	} {
		for round := range rounds() {
			g := newRecordGenerator(uint64(round))
			g.plain, g.short = test.plain, true
			g.pool = slices.DeleteFunc(g.pool, test.leaves)
			if test.abi == MSVC {
				g.pool = append(g.pool, &Typedef{Name: "LL", Under: TLongLong}, &Typedef{Name: "ULL", Under: TULongLong})
			}
			before := g.text.String() + test.before
			if test.abi == M32 { // 128 bits are not defined there
				before = keepLines(before, "__int128")
			}
			g.text.Reset()
			var records []generated
			for range perRound {
				records = append(records, g.record())
			}
			source := before + g.text.String()
			for i, r := range records {
				source += recordFacts(i, r)
			}
			object := compileObject(t, source, test.flags...)
			var got, want []string
			for i, r := range records {
				again, err := As(r.Record, test.abi)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, layoutLine(generated{Record: again.(*Record)}))
				want = append(want, factLine(i, r, object))
			}
			sameLines(t, func(i int) string { return fmt.Sprintf("%s, seed %d: %s", test.abi, round, records[i].def) }, got, want)
		}
	}
}

// keepLines drops the lines that contain a word.
func keepLines(text, without string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, without) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// fitsM32 leaves out what i386 has not (128 bits), and vectors.
func fitsM32(t Type) bool {
	if _, vector := Unwrap(t).(*Vector); vector || QualsOf(t) != 0 {
		return false
	}
	b, ok := Unwrap(t).(*Basic)
	return !ok || b.Kind != Int128 && b.Kind != UInt128
}

// fitsMSVC leaves out what Microsoft's C has not, and types whose size its
// definition of long does not reach.
func fitsMSVC(t Type) bool {
	if _, aligned := t.(*Typedef); aligned || !fitsM32(t) {
		return false
	}
	switch u := Unwrap(t).(type) {
	case *Basic:
		return u.Kind != LongLong && u.Kind != ULongLong && u.Kind != LongDouble && !isComplexKind(u.Kind)
	case *Enum:
		return u.Under().size == 4
	}
	return true
}
