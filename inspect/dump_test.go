package inspect

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

func TestDumpAgreesWithHexdump(t *testing.T) {
	if _, err := exec.LookPath("hexdump"); err != nil {
		t.Skip("hexdump is not installed")
	}
	for _, data := range []string{
		"a", "12345678", "123456789", "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz\n\x00\xff",
		strings.Repeat("\x00", 48), strings.Repeat("\x00", 50) + "x", strings.Repeat("abcdefghijklmnop", 3) + "y",
	} {
		cmd := exec.Command("hexdump", "-C")
		cmd.Stdin = strings.NewReader(data)
		want, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got := viewText(t, NewDump(fakeMemory{{0x1000, []byte(data)}}, 0x1000, int64(len(data))))
		if got != string(want) {
			t.Errorf("%q: got\n%swant\n%s", data, got, want)
		}
	}
}

func TestDumpOfHoles(t *testing.T) {
	m := fakeMemory{{0x1ff0, bytes.Repeat([]byte("A"), 16)}, {0x3000, []byte("end")}}
	d := NewDump(m, 0x1ff8, 0x100b)
	want := `00000000  41 41 41 41 41 41 41 41                           |AAAAAAAA|
00000008  <unreadable 0x2000>
00001008  65 6e 64                                          |end|
0000100b
`
	if got := viewText(t, d); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	wantJSON := `{"view":"dump","address":"0x1ff8","length":4107,"parts":[{"offset":0,"length":8,"hex":"4141414141414141"},` +
		`{"offset":8,"length":4096,"unreadable":true},{"offset":4104,"length":3,"hex":"656e64"}]}`
	if got := viewJSON(t, d); got != wantJSON {
		t.Errorf("got  %s\nwant %s", got, wantJSON)
	}
	hole := viewText(t, NewDump(m, 0x10008, 1<<50))
	if want := "00000000  <unreadable 0x10008>\n4000000000000\n"; hole != want {
		t.Errorf("got  %s\nwant %s", hole, want)
	}
}
