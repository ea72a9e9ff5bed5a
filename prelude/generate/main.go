// Command generate writes the prelude's text from the C headers of this
// machine: facts only, one line a name. It needs gcc and glibc's headers and
// is run by hand with `go generate ./prelude`.
package main

import (
	"bytes"
	"debug/elf"
	_ "embed"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/diag"
)

//go:embed headers.txt
var headerList string

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate OUTPUT")
	}
	table := readHeaders()
	e := newEmitter(table, exportedSymbols("libc.so.6", "libm.so.6"))
	e.emitAll()
	if err := os.WriteFile(os.Args[1], e.text(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d names\n", os.Args[1], len(e.lines))
}

// readHeaders reads all headers, as gcc preprocesses them, and then their
// macros.
func readHeaders() *cdecl.Table {
	var includes strings.Builder
	for _, h := range strings.Fields(headerList) {
		fmt.Fprintf(&includes, "#include <%s>\n", h)
	}
	table := cdecl.NewTable()
	for _, err := range table.Read(&diag.Source{Name: "headers", Text: gcc(includes.String(), "-E")}) {
		log.Print(err)
	}
	compiler := map[string]bool{}
	for _, line := range strings.Split(gcc("", "-E", "-dM"), "\n") {
		compiler[line] = true
	}
	for _, line := range strings.Split(gcc(includes.String(), "-E", "-dM"), "\n") {
		definition, ok := strings.CutPrefix(line, "#define ")
		if !ok || compiler[line] && !strings.HasPrefix(definition, "__") {
			continue
		}
		if err := table.Macros.Define(definition, diag.Span{}); err != nil {
			log.Printf("%s: %v", line, err)
		}
	}
	return table
}

// gcc runs the compiler on a text.
func gcc(text string, args ...string) string {
	cmd := exec.Command("gcc", append(args, "-D_GNU_SOURCE", "-x", "c", "-")...)
	cmd.Stdin = strings.NewReader(text)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		log.Fatalf("gcc: %v", err)
	}
	return string(out)
}

// exportedSymbols are the names that the libraries define for others.
func exportedSymbols(libraries ...string) map[string]bool {
	names := map[string]bool{}
	for _, name := range libraries {
		f, err := elf.Open(strings.TrimSpace(gcc("", "-print-file-name="+name)))
		if err != nil {
			log.Fatal(err)
		}
		symbols, err := f.DynamicSymbols()
		if err != nil {
			log.Fatal(err)
		}
		for _, s := range symbols {
			if s.Section != elf.SHN_UNDEF && !s.VersionIndex.IsHidden() {
				names[s.Name] = true
			}
		}
		f.Close()
	}
	return names
}

// text is the output: lines in the order of their keys.
func (e *emitter) text() []byte {
	keys := make([]string, 0, len(e.lines))
	for key := range e.lines {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var b bytes.Buffer
	for _, key := range keys {
		b.WriteString(key + "\t" + e.lines[key] + "\n")
	}
	return b.Bytes()
}
