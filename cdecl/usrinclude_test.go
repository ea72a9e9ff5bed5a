package cdecl

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cshell/diag"
)

// TestUsrInclude reads every header of /usr/include that gcc accepts, as it
// is and as gcc -E makes it: at most one declaration in a thousand may be lost.
// CSHELL_LONG=1 asks for it; a larger number takes every so manieth header.
func TestUsrInclude(t *testing.T) {
	stride, _ := strconv.Atoi(os.Getenv("CSHELL_LONG"))
	if stride <= 0 {
		t.Skip("CSHELL_LONG is not set")
	}
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed: nothing to compare with")
	}
	headers, read, all, lost := usrInclude(t), 0, 0, 0
	for i := 0; i < len(headers); i += stride {
		expanded, ok := accepted(headers[i])
		if !ok {
			continue
		}
		n, missing := compareExpanded(headers[i], expanded)
		read, all, lost = read+1, all+n, lost+len(missing)
		for _, m := range missing {
			t.Logf("%s: %s", headers[i], m)
		}
	}
	t.Logf("%d of %d headers are C for gcc; %d of their %d declarations lost", read, len(headers)/stride, lost, all)
	if lost*1000 > all {
		t.Error("more than one declaration in a thousand is lost")
	}
}

// usrInclude are the headers below /usr/include, but for those of C++.
func usrInclude(t *testing.T) (paths []string) {
	err := filepath.WalkDir("/usr/include", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // unreadable
		case d.IsDir() && d.Name() == "c++":
			return fs.SkipDir
		case strings.HasSuffix(path, ".h") && !d.IsDir():
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// accepted is what gcc -E makes of a header; false where gcc cannot compile it
// by itself.
func accepted(path string) (string, bool) {
	out, err := exec.Command("gcc", "-E", "-D_GNU_SOURCE", "-x", "c", path).Output()
	if err != nil {
		return "", false
	}
	text := withoutIntrinsics(string(out))
	check := exec.Command("gcc", "-fsyntax-only", "-w", "-fpreprocessed", "-x", "c", "-")
	check.Stdin = strings.NewReader(string(out))
	return text, check.Run() == nil
}

// withoutIntrinsics leaves out what comes from gcc's headers of intrinsics: no
// library has them, and ours are empty.
func withoutIntrinsics(text string) string {
	var b strings.Builder
	skip := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "# ") {
			_, file, _ := strings.Cut(line, `"`)
			file, _, _ = strings.Cut(file, `"`)
			skip = strings.Contains(file, "/gcc/") && (strings.HasSuffix(file, "intrin.h") || strings.HasSuffix(file, "/mm_malloc.h"))
		}
		if !skip {
			b.WriteString(line)
		}
	}
	return b.String()
}

// compareExpanded counts the declarations of a header and names those that are
// lost: those that cannot be read, and those that gcc -E shows differently.
func compareExpanded(path, expanded string) (all int, lost []string) {
	ours, errs := headerTable("#include \"" + path + "\"\n")
	theirs := NewTable()
	errs = append(errs, theirs.Read(&diag.Source{Name: path, Text: expanded, First: 1})...)
	for _, e := range errs {
		lost = append(lost, e.Span.String()+": "+e.Message)
	}
	got, want := declarations(ours), declarations(theirs)
	for name, decl := range want {
		if got[name] != decl {
			lost = append(lost, name+": got "+strconv.Quote(got[name])+", gcc -E gives "+strconv.Quote(decl))
		}
	}
	return len(want), lost
}
