package check_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cshell/ctypes"
	"cshell/lang/check"
)

// compileAndRun runs a C program; without gcc the test is skipped.
func compileAndRun(t *testing.T, program string) string {
	t.Helper()
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		t.Skip("gcc is not installed")
	}
	source, binary := filepath.Join(t.TempDir(), "t.c"), filepath.Join(t.TempDir(), "t")
	if err := os.WriteFile(source, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(gcc, "-std=gnu17", "-w", "-O0", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	out, err := exec.Command(binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// arithmetic lists the types that operators combine; the variable of the i-th
// is vI.
var arithmetic = []string{
	"_Bool", "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int",
	"long", "unsigned long", "long long", "unsigned long long", "float", "double", "long double",
	"__int128", "unsigned __int128", "float _Complex", "double _Complex", "long double _Complex",
}

const fields = "struct { unsigned b3 : 3, b32 : 32; int s7 : 7; long l40 : 40; unsigned long u33 : 33; _Bool b : 1; } s;"

// isInteger says whether the i-th type is one.
func isInteger(i int) bool { return i < 12 || i == 15 || i == 16 }

// operations are the expressions whose types are compared with gcc's.
func operations() (list []string) {
	for i := range arithmetic {
		list = append(list, fmt.Sprintf("-v%d", i), fmt.Sprintf("!v%d", i), fmt.Sprintf("v%d++", i), fmt.Sprintf("v%d += 1", i))
		if isInteger(i) {
			list = append(list, fmt.Sprintf("~v%d", i))
		}
		for j := range arithmetic {
			list = append(list, fmt.Sprintf("v%d + v%d", i, j), fmt.Sprintf("v%d == v%d", i, j), fmt.Sprintf("1 ? v%d : v%d", i, j), fmt.Sprintf("v%d *= v%d", i, j))
			if isInteger(i) && isInteger(j) {
				list = append(list, fmt.Sprintf("v%d << v%d", i, j), fmt.Sprintf("v%d & v%d", i, j))
			}
		}
	}
	for _, f := range []string{"b3", "b32", "s7", "l40", "u33", "b"} {
		if f != "l40" && f != "u33" { // gcc keeps odd widths as types of their own
			list = append(list, "+s."+f, "s."+f+" + 1", "s."+f+" << 1")
		}
		list = append(list, "s."+f+" + 1ull")
	}
	return list
}

// TestTypesAsGCC compares the types of all operators on all pairs of
// arithmetic types.
func TestTypesAsGCC(t *testing.T) {
	var program, ours strings.Builder
	program.WriteString("#include <stdio.h>\n")
	for i, name := range arithmetic {
		fmt.Fprintf(&program, "%s v%d;\n", name, i)
		fmt.Fprintf(&ours, "%s v%d;\n", name, i)
	}
	program.WriteString(fields + "\n#define NAME(x) puts(_Generic((x)")
	for _, name := range arithmetic {
		fmt.Fprintf(&program, ", %s: %q", name, name)
	}
	program.WriteString("))\nint main(void) {\n")
	ours.WriteString(fields + "\n")
	for _, op := range operations() {
		fmt.Fprintf(&program, "NAME(%s);\n", op)
		ours.WriteString(op + ";\n")
	}
	program.WriteString("}\n")
	wanted := strings.Split(strings.TrimSpace(compileAndRun(t, program.String())), "\n")

	s := &session{Env: newSession(t)}
	n := -len(arithmetic) - 1
	err := s.each("types", ours.String(), func(_ string, st check.Stmt, err error) {
		if n++; n <= 0 {
			return
		}
		if err != nil {
			t.Errorf("%v", err)
			return
		}
		got := ctypes.Unwrap(st.(*check.ExprStmt).X.Type()).String()
		if got == "bool" {
			got = "_Bool"
		}
		if got != wanted[n-1] {
			t.Errorf("%s: %s, gcc has %s", st.Span().Text(), got, wanted[n-1])
		}
	})
	if err != nil || n != len(wanted) {
		t.Errorf("%d of %d checked: %v", n, len(wanted), err)
	}
}

var declaredName = regexp.MustCompile(`(\w+)(\[\d*\])* = `)

// TestInitialisersAsGCC compares the bytes of initialised objects.
func TestInitialisersAsGCC(t *testing.T) {
	text, err := os.ReadFile("testdata/initialisers.c")
	if err != nil {
		t.Fatal(err)
	}
	program := "#include <stdio.h>\n" + string(text) +
		"static void dump(const char *n, void *p, unsigned long z) { unsigned char *b = p; printf(\"%s\", n); while (z--) printf(\" %02x\", *b++); puts(\"\"); }\nint main(void) {\n"
	for _, line := range strings.Split(string(text), "\n") {
		if m := declaredName.FindStringSubmatch(line); m != nil {
			program += fmt.Sprintf("dump(%q, &%s, sizeof %s);\n", m[1], m[1], m[1])
		}
	}
	wanted := map[string]string{}
	for line := range strings.Lines(compileAndRun(t, program+"}\n")) {
		name, bytes, _ := strings.Cut(strings.TrimSpace(line), " ")
		wanted[name] = bytes
	}
	s := &session{Env: newSession(t)}
	checked := 0
	err = s.each("init", string(text), func(_ string, st check.Stmt, err error) {
		d, ok := st.(*check.DeclareVar)
		if err != nil {
			t.Errorf("%v", err)
		}
		if !ok {
			return
		}
		checked++
		if got := fmt.Sprintf("% x", image(d.Init)); got != wanted[d.Var.Name] {
			t.Errorf("%s\n  got %s\n  gcc %s", d.Span().Text(), got, wanted[d.Var.Name])
		}
	})
	if err != nil || checked != len(wanted) {
		t.Errorf("%d of %d checked: %v", checked, len(wanted), err)
	}
}

// image is the memory that an initialiser of constants makes.
func image(in *check.Init) []byte {
	mem := make([]byte, in.Size)
	for _, item := range in.Items {
		switch v := item.Value.(type) {
		case nil:
			clear(mem[item.Offset : item.Offset+item.Type.Size()])
		case *check.Const:
			if item.Bits != nil {
				storeBits(mem[item.Offset:], item.Bits, v.Value.Uint())
				continue
			}
			copy(mem[item.Offset:], v.Value.Bytes())
		case *check.StrLit:
			copy(mem[item.Offset:item.Offset+item.Type.Size()], v.Bytes)
		}
	}
	return bytes.Clone(mem)
}

func storeBits(mem []byte, b *ctypes.BitField, v uint64) {
	for i := range b.Width {
		at := b.Offset + i
		mem[at/8] &^= 1 << (at % 8)
		mem[at/8] |= byte(v>>i&1) << (at % 8)
	}
}
