package objfile

import (
	"os"
	"path/filepath"
)

// IncludeDirs are the directories of -I that a header needs according to the
// pkg-config files here: those of the file that needs the fewest. nil: no file has it.
func IncludeDirs(header string) []string {
	return hostDev().includeDirsOf(header)
}

func (s devSearch) includeDirsOf(header string) []string {
	var best []string
	for pc := range s.pcFiles() {
		if !s.provides(pc, header) {
			continue
		}
		if dirs := s.includeDirs(pc); best == nil || len(dirs) < len(best) {
			best = dirs
		}
	}
	return best
}

// provides says whether a header lies in one of a file's own directories.
func (s devSearch) provides(pc *pcFile, header string) bool {
	for _, dir := range pc.includes() {
		if info, err := os.Stat(filepath.Join(s.root+dir, header)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
