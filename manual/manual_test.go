package manual

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func install(t *testing.T, name, text string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("MANPATH", dir)
	t.Setenv("PATH", "") // no man, no mandoc
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestPlain(t *testing.T) {
	install(t, "man3/add.3lib", `.TH ADD 3 "2024-01-01"
.\" a comment
.SH NAME
add \- adds
.SH SYNOPSIS
.nf
.B #include <add.h>
.PP
.BI "int add(int " a ", int " b );
.fi
.SH DESCRIPTION
The
.BR add ()
function adds \fIa\fP and
.IR b ,
which takes less than \(aqa week\(aq\(em or so.
.TP
.B EINVAL
is never set.
.PP
End.
.SH SEE ALSO
.BR sub (3)
`)
	page, ok := Find("add")
	if !ok || page.String() != "add(3lib)" {
		t.Fatal("found", page, ok)
	}
	sections, err := page.Sections(40)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range sections {
		b.WriteString(s.Title + "\n" + strings.Join(s.Lines, "\n") + "\n")
	}
	want := `NAME
       add - adds
SYNOPSIS
       #include <add.h>

       int add(int a, int b);
DESCRIPTION
       The add() function adds a and b,
       which takes less than 'a week'—
       or so.

       EINVAL
           is never set.

       End.
SEE ALSO
       sub(3)
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestLink(t *testing.T) {
	install(t, "man3/plus.3", ".so man3/add.3\n")
	dir := os.Getenv("MANPATH")
	if err := os.WriteFile(filepath.Join(dir, "man3/add.3"), []byte(".SH NAME\nadd\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	page, _ := Find("plus")
	if sections, err := page.Sections(80); err != nil || len(sections) != 1 || sections[0].Lines[0] != "       add" {
		t.Error(sections, err)
	}
}

func TestNoPage(t *testing.T) {
	install(t, "man3/add.3", "")
	for _, name := range []string{"sub", "", "../x", "a*", "[", "a b"} {
		if page, ok := Find(name); ok {
			t.Errorf("%q: found %v", name, page)
		}
	}
	page, _ := Find("add")
	if sections, err := page.Sections(80); err != nil || len(sections) != 0 {
		t.Error(sections, err)
	}
}

// Every installed page can be read without man; few lines may lose a request.
func TestInstalled(t *testing.T) {
	paths, _ := filepath.Glob("/usr/share/man/man3/s*.3.gz")
	if len(paths) == 0 {
		t.Skip("no manual pages are installed")
	}
	t.Setenv("PATH", "")
	for _, path := range paths {
		sections, err := (Page{Path: path}).Sections(80)
		if err != nil || len(sections) < 2 {
			t.Errorf("%s: %d sections, %v", path, len(sections), err)
		}
		for _, s := range sections {
			for _, line := range s.Lines {
				if strings.Contains(line, `\f`) || strings.HasPrefix(line, ".") {
					t.Errorf("%s: %q", path, line)
				}
			}
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(".SH A\n.BR b c\n\\fBd\\fP\n.TS\n.TE\n.de x\n..\n.IP \"a b\" 4\nx")
	f.Fuzz(func(t *testing.T, source string) { cut(plain(source, 60)) })
}
