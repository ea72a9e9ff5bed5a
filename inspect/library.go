package inspect

import (
	"fmt"
	"io"
	"strings"

	"cshell/objfile"
)

// LibraryInfo is what a file is (:info).
type LibraryInfo struct {
	View string `json:"view"`
	*objfile.File
	Exported map[objfile.SymbolKind]int `json:"exported"` // symbols by kind, old versions too
}

// NewLibraryInfo describes an ELF file.
func NewLibraryInfo(f *objfile.File) (*LibraryInfo, error) {
	v := &LibraryInfo{View: "info", File: f, Exported: map[objfile.SymbolKind]int{}}
	symbols, err := f.Symbols()
	for _, s := range symbols {
		v.Exported[s.Kind]++
	}
	return v, err
}

// Text has a line for each fact.
func (v *LibraryInfo) Text(w io.Writer, width int) error {
	rows := [][]string{{"path", v.Path}, {"kind", v.Kind + " for " + v.Machine}}
	for _, fact := range [][]string{
		{"soname", v.Soname},
		{"needs", strings.Join(v.Needed, ", ")},
		{"run path", strings.Join(v.RunPath, ":")},
		{"build id", v.BuildID},
		{"size", sizeText(uint64(v.Size)) + v.parts()},
		{"exports", v.exports()},
		{"hardening", v.hardening()},
		{"debug info", v.debugInfo()},
	} {
		if fact[1] != "" {
			rows = append(rows, fact)
		}
	}
	if err := table(w, width, rows); err != nil || len(v.Sections) == 0 {
		return err
	}
	if _, err := fmt.Fprintln(w, "sections"); err != nil {
		return err
	}
	return table(w, width, v.sectionRows(), 2, 3)
}

// sectionRows has name, address in the file's own terms, size and flags.
func (v *LibraryInfo) sectionRows() (rows [][]string) {
	for _, s := range v.Sections {
		rows = append(rows, []string{"  " + s.Name, s.Flags, fmt.Sprintf("0x%x", s.Addr), sizeText(s.Size)})
	}
	return rows
}

// parts sums the sections that are loaded, by what may be done with them.
func (v *LibraryInfo) parts() string {
	var code, constant, data uint64
	for _, s := range v.Sections {
		switch {
		case !strings.Contains(s.Flags, "a"):
		case strings.Contains(s.Flags, "x"):
			code += s.Size
		case strings.Contains(s.Flags, "w"):
			data += s.Size
		default:
			constant += s.Size
		}
	}
	return fmt.Sprintf(" (code %s, constants %s, data %s)", sizeText(code), sizeText(constant), sizeText(data))
}

func (v *LibraryInfo) exports() string {
	var texts []string
	for _, k := range []struct {
		kind objfile.SymbolKind
		name string
	}{
		{objfile.FuncSymbol, "function"}, {objfile.IndirectSymbol, "indirect function"}, {objfile.ObjectSymbol, "object"},
		{objfile.ThreadSymbol, "thread-local object"}, {objfile.UntypedSymbol, "untyped symbol"},
	} {
		if n := v.Exported[k.kind]; n > 0 {
			texts = append(texts, countOf(int64(n), k.name))
		}
	}
	return strings.Join(texts, ", ")
}

func (v *LibraryInfo) hardening() string {
	texts := []string{v.RELRO + " RELRO"}
	if v.RELRO == "none" {
		texts[0] = "no RELRO"
	}
	texts = append(texts, map[bool]string{true: "NX", false: "executable stack"}[v.NX])
	texts = append(texts, map[bool]string{true: "position independent (PIC, PIE)", false: "fixed address"}[v.PIE])
	return strings.Join(texts, ", ")
}

func (v *LibraryInfo) debugInfo() string {
	switch {
	case v.DebugInfo == v.Path:
		return "DWARF in the file"
	case v.DebugInfo != "":
		return "DWARF in " + v.DebugInfo
	case v.Stripped:
		return "none, stripped"
	}
	return "none"
}

// Found is where a short name leads (:find).
type Found struct {
	View string `json:"view"`
	Name string `json:"name"`
	objfile.Result
}

// NewFound shows the result of objfile.Find.
func NewFound(name string, r objfile.Result) *Found { return &Found{"find", name, r} }

// Text is the path and why it was taken.
func (v *Found) Text(w io.Writer, _ int) error {
	t := textWriter{w: w}
	t.printf("%s (%s)\n", v.Path, v.Why)
	for _, tried := range v.Tried {
		t.printf("  before it: %s\n", tried)
	}
	return t.err
}

// Dependencies is the tree of what a library needs (:deps).
type Dependencies struct {
	View string `json:"view"`
	*objfile.Dependency
}

// NewDependencies shows a tree of objfile.DependencyTree.
func NewDependencies(d *objfile.Dependency) *Dependencies { return &Dependencies{"deps", d} }

// Text draws the tree. A library has its branches where it is nearest to the
// root; elsewhere they are only hinted at.
func (v *Dependencies) Text(w io.Writer, width int) error {
	t := textWriter{w: w}
	t.printf("%s\n", v.Path)
	t.branches(v.Needs, "")
	return t.err
}

func (t *textWriter) branches(needs []*objfile.Dependency, indent string) {
	for i, d := range needs {
		joint, next := "├─ ", "│  "
		if i == len(needs)-1 {
			joint, next = "└─ ", "   "
		}
		t.printf("%s%s%s\n", indent, joint, dependencyLine(d))
		t.branches(d.Needs, indent+next)
	}
}

func dependencyLine(d *objfile.Dependency) string {
	switch {
	case d.Problem != "":
		return d.Name + ": " + d.Problem
	case d.Repeated:
		return d.Name + " => " + d.Path + " (…)"
	}
	return fmt.Sprintf("%s => %s (%s)", d.Name, d.Path, d.Why)
}
