package objfile

import (
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
)

// scriptLimit is how much of a file is read to see whether it is a linker
// script; those that are installed have a few hundred bytes.
const scriptLimit = 64 << 10

var scriptPatterns = sync.OnceValues(func() (comment, input *regexp.Regexp) {
	return regexp.MustCompile(`(?s)/\*.*?\*/`), regexp.MustCompile(`\b(?:INPUT|GROUP)\s*\(`)
})

// linkerScript reads the libraries that a linker script names (the text file
// that stands in for libm.so and the like), those of AS_NEEDED last; ok is
// false where the file is no such script.
func linkerScript(path string) (names []string, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, scriptLimit))
	if err != nil {
		return nil, false
	}
	return parseScript(string(text))
}

func parseScript(text string) (names []string, ok bool) {
	if strings.ContainsRune(text, 0) {
		return nil, false
	}
	comment, input := scriptPatterns()
	text = comment.ReplaceAllString(text, " ")
	at := input.FindStringIndex(text)
	if at == nil {
		return nil, false
	}
	text = strings.NewReplacer("(", " ( ", ")", " ) ", ",", " ").Replace(text[at[1]:])
	var asNeeded []string
	depth := 1
	for _, word := range strings.Fields(text) {
		switch {
		case word == "(":
			depth++
		case word == ")":
			depth--
		case word == "AS_NEEDED":
		case depth == 1:
			names = append(names, word)
		case depth > 1:
			asNeeded = append(asNeeded, word)
		}
		if depth == 0 {
			break
		}
	}
	return shared(append(names, asNeeded...)), true
}

// shared leaves static archives out.
func shared(names []string) []string {
	var libs []string
	for _, n := range names {
		if !strings.HasSuffix(n, ".a") {
			libs = append(libs, n)
		}
	}
	return libs
}
