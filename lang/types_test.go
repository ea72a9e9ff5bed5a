package lang

import (
	"testing"

	"cshell/objfile"
)

// BenchmarkReadPackage finds and reads the headers of small and large packages.
func BenchmarkReadPackage(b *testing.B) {
	for _, name := range []string{"z", "xml2", "gtk-3"} {
		b.Run(name, func(b *testing.B) {
			found, err := objfile.Find(name, objfile.Search{})
			if err != nil {
				b.Skip(err)
			}
			f, err := objfile.Open(found.Path)
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			b.ReportAllocs()
			for b.Loop() {
				if read := readPackage(f, newHeaders(), nil); read.have == 0 {
					b.Skip("its headers are not installed")
				}
			}
		})
	}
}
