package objfile

import (
	"bufio"
	"encoding/hex"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

func TestDecodeX86(t *testing.T) {
	const at = 0x1000
	for _, c := range []struct {
		code, text   string
		flow         Flow
		target, data uint64
	}{
		{"f30f1efa", "endbr64", Onward, 0, 0},
		{"c5f877", "vzeroupper", Onward, 0, 0},
		{"c3", "ret", Leave, 0, 0},
		{"4156", "push   %r14", Onward, 0, 0},
		{"e810000000", "call   0x1015", Call, 0x1015, 0},
		{"ebfe", "jmp    0x1000", Jump, 0x1000, 0},
		{"7502", "jne    0x1004", Branch, 0x1004, 0},
		{"488b0510000000", "mov    0x10(%rip),%rax", Onward, 0, 0x1017},
		{"ff2510000000", "jmp    *0x10(%rip)", Jump, 0, 0x1016},
		{"c4e3796b0d7e71030020", "(bad)", Onward, 0, 0},
		{"f3480f38f6c8", "(bad)", Onward, 0, 0},
		{"0f", "(bad)", Onward, 0, 0},
		{"0fc7f8", "(bad)", Onward, 0, 0},       // rdseed %eax
		{"8fe878c2ff10", "(bad)", Onward, 0, 0}, // vprotd $0x10,%xmm7,%xmm7
		{"f7cc34a5e5f1", "(bad)", Onward, 0, 0}, // test $0xf1e5a534,%esp
		{"c074f19bc1", "(bad)", Onward, 0, 0},   // shlb $0xc1,-0x65(%rcx,%rsi,8)
		{"67c461f97ee8", "addr32 vmovq  %xmm13,%rax", Onward, 0, 0},
	} {
		code, _ := hex.DecodeString(c.code)
		got := Decode("amd64", code, at)
		want := Instruction{got.Len, c.text, c.flow, c.target, c.data}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", c.code, got, want)
		}
		if got.Len != len(code) {
			t.Errorf("%s: %d bytes long", c.code, got.Len)
		}
	}
}

func TestDecodeARM64(t *testing.T) {
	for _, c := range []struct {
		code, text   string
		flow         Flow
		target, data uint64
	}{
		{"c0035fd6", "ret", Leave, 0, 0},
		{"04000094", "bl .+0x10", Call, 0x1010, 0},
		{"ffffffff", ".inst 0xffffffff", Onward, 0, 0},
	} {
		code, _ := hex.DecodeString(c.code)
		want := Instruction{4, c.text, c.flow, c.target, c.data}
		if got := Decode("arm64", code, 0x1000); got != want {
			t.Errorf("%s: got %+v, want %+v", c.code, got, want)
		}
	}
}

// TestDecodeLikeObjdump compares where instructions begin, in all of a
// library's code.
func TestDecodeLikeObjdump(t *testing.T) {
	libraries := []string{"z"}
	if os.Getenv("CSHELL_LONG") != "" {
		libraries = []string{"c", "m", "z", "sqlite3", "stdc++", "ncurses", "crypto"}
	}
	for _, name := range libraries {
		t.Run(name, func(t *testing.T) {
			found, err := Find(name, Search{})
			if err != nil {
				t.Skip(err)
			}
			compareWithObjdump(t, found.Path)
		})
	}
}

// fwait is an instruction that objdump shows with the one behind it.
const fwait = 0x9b

func compareWithObjdump(t *testing.T, path string) {
	cmd := exec.Command("objdump", "-d", "-w", "--section=.text", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skip("objdump is missing")
	}
	all, wrong := 0, 0
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		addr, code, text, ok := objdumpLine(lines.Text())
		lone := len(code) == 1 && code[0]&0xf0 == 0x40 // data: a REX prefix of nothing
		if !ok || strings.Contains(text, "(bad)") || code[0] == fwait || lone {
			continue
		}
		all++
		// what follows must not help to tell the length
		got := Decode("amd64", append(code[:len(code):len(code)], 0x90, 0x90, 0x90, 0x90), addr)
		if got.Len != len(code) {
			if wrong++; wrong <= 20 {
				t.Logf("%x: % x: got %d bytes of %s, want %d of %s", addr, code, got.Len, got.Text, len(code), text)
			}
		}
	}
	_ = cmd.Wait()
	t.Logf("%d instructions, %d differ", all, wrong)
	if wrong > all/10000 {
		t.Errorf("%d of %d instructions differ", wrong, all)
	}
}

// objdumpLine reads "    1000:\tf3 0f 1e fa          \tendbr64".
func objdumpLine(line string) (addr uint64, code []byte, text string, ok bool) {
	parts := strings.Split(line, "\t")
	if len(parts) < 3 {
		return 0, nil, "", false
	}
	addr, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(parts[0]), ":"), 16, 64)
	if err != nil {
		return 0, nil, "", false
	}
	code, err = hex.DecodeString(strings.ReplaceAll(parts[1], " ", ""))
	return addr, code, parts[2], err == nil
}

// FuzzDecode decodes any bytes: an instruction is as long as what there is at
// most, and never empty.
func FuzzDecode(f *testing.F) {
	for _, code := range []string{"67c461f97ee8", "8fea7810c2ff10", "66f7cc34a5e5f1", "62f37d203f0700", "c4e3796b0d7e71030020", "676767676767676767676767676767"} {
		b, _ := hex.DecodeString(code)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, code []byte) {
		if len(code) == 0 {
			return
		}
		for _, arch := range []string{"amd64", "arm64"} {
			if i := Decode(arch, code, 0x1000); i.Len < 1 || i.Len > len(code) || i.Text == "" {
				t.Errorf("%s: % x: %+v", arch, code, i)
			}
		}
	})
}
