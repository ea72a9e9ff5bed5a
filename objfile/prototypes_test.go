package objfile_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/objfile"
)

// TestInstalledHeaders loads the headers that are found for well-known
// libraries and counts the exported functions that get a prototype. What is
// not installed is skipped.
func TestInstalledHeaders(t *testing.T) {
	for _, tt := range []struct {
		lib, main string
		percent   int
		limit     time.Duration // on a quiet machine
	}{
		{"z", "zlib.h", 97, 30 * time.Millisecond},
		{"sqlite3", "sqlite3.h", 97, 0},
		{"png16", "png.h", 97, 0},
		{"curl", "curl/curl.h", 97, 0},
		{"ssl", "openssl/ssl.h", 97, 0},
		{"crypto", "openssl/crypto.h", 97, 0},
		{"X11", "X11/Xlib.h", 97, 0},
		{"SDL2", "SDL.h", 97, 0},
		{"gtk-3", "gtk/gtk.h", 97, 500 * time.Millisecond},
		{"xml2", "libxml/parser.h", 96, 0},
		{"pq", "libpq-fe.h", 97, 0},
		{"pulse", "pulse/pulseaudio.h", 97, 0},
		{"harfbuzz", "hb.h", 97, 0},
		{"expat", "expat.h", 97, 0},
		{"zstd", "zstd.h", 97, 0},
		{"p11-kit", "p11-kit/p11-kit.h", 97, 0},
		{"nss3", "/usr/include/nss/nss.h", 97, 0},
		{"dbus-1", "dbus/dbus.h", 97, 0},
		{"glib-2.0", "glib.h", 97, 0},
		{"ncursesw", "ncurses.h", 97, 0},
	} {
		t.Run(tt.lib, func(t *testing.T) {
			r, err := objfile.Find(tt.lib, objfile.Search{})
			if err != nil {
				t.Skip(err)
			}
			f, err := objfile.Open(r.Path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			start := time.Now()
			p, ok := objfile.Headers(f)
			if !ok {
				t.Skip("its headers are not installed")
			}
			found := time.Since(start)
			if tt.main != "" && p.Headers[0] != tt.main {
				t.Errorf("the main header is %s", p.Headers[0])
			}
			table := read(p)
			took := time.Since(start)
			known, missing := count(f, table)
			t.Logf("%s: %d headers found in %v, read in %v; %d prototypes, without: %d %v", p.Name, len(p.Headers), found, took-found,
				known, len(missing), missing[:min(8, len(missing))])
			if 100*known < tt.percent*(known+len(missing)) {
				t.Errorf("%d of %d functions have a prototype, want %d %%", known, known+len(missing), tt.percent)
			}
			if os.Getenv("CSHELL_LONG") != "" && tt.limit > 0 && took > 2*tt.limit { // others use the machine too
				t.Errorf("took %v, want %v", took, tt.limit)
			}
		})
	}
}

func read(p objfile.DevPackage) *cdecl.Table {
	table := cdecl.NewTable()
	table.Macros.Under = cdecl.Predefined()
	table.Headers = cdecl.NewHeaders(p.Dirs)
	var text strings.Builder
	text.WriteString(strings.Join(p.Before, "\n"))
	text.WriteString("\n#include <stdio.h>\n#include <stddef.h>\n#include <stdarg.h>\n") // many rely on them
	for _, h := range p.Headers {
		text.WriteString("#include <" + h + ">\n")
	}
	table.Read(&diag.Source{Name: "<headers>", Text: text.String(), First: 1})
	return table
}

// isUndocumented is for the thousand internal functions that Debian's sqlite3
// exports.
func isUndocumented(name string) bool {
	return strings.HasPrefix(name, "sqlite3") && !strings.Contains(name, "_")
}

// count tells the exported functions with a prototype from those without.
func count(f *objfile.File, table *cdecl.Table) (known int, missing []string) {
	symbols := map[string]bool{}
	for name := range table.Names() {
		if d, _ := table.Lookup(name); d.Kind == cdecl.FunctionDecl {
			symbols[d.Symbol] = true
		}
	}
	for name := range f.Names() {
		s, _ := f.Lookup(name)
		switch {
		case !s.IsFunc():
		case symbols[name]:
			known++
		case !s.IsReserved() && !isUndocumented(name):
			missing = append(missing, name)
		}
	}
	return known, missing
}
