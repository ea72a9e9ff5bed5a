package syntax

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"cshell/cdecl"
	"cshell/diag"
)

// TestMutations reads valid texts with tokens dropped, doubled and exchanged:
// any result will do, but for a panic. CSHELL_LONG=1 tries 500,000 of them.
func TestMutations(t *testing.T) {
	n := 5_000
	if os.Getenv("CSHELL_LONG") != "" {
		n = 500_000
	}
	var texts [][]string
	var words []string
	for _, text := range acceptedTexts(t) {
		toks := tokenTexts(text)
		texts = append(texts, toks)
		words = append(words, toks...)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for range n {
		text := mutated(r, texts[r.IntN(len(texts))], words)
		checkNoPanic(t, text)
	}
}

func mutated(r *rand.Rand, toks, words []string) string {
	toks = append([]string(nil), toks...)
	for k := 1 + r.IntN(4); k > 0 && len(toks) > 0; k-- {
		i, word := r.IntN(len(toks)), words[r.IntN(len(words))]
		switch r.IntN(5) {
		case 0:
			toks = append(toks[:i], toks[i+1:]...)
		case 1:
			toks[i] = word
		case 2:
			toks = append(toks[:i], append([]string{word}, toks[i:]...)...)
		case 3:
			toks = toks[:i+1]
		case 4:
			toks[i] = "\n"
		}
	}
	return strings.Join(toks, " ")
}

func tokenTexts(text string) (list []string) {
	s := cdecl.NewScanner(&diag.Source{Text: text})
	for {
		t := s.Next()
		if t.Kind == cdecl.EOF {
			return list
		}
		list = append(list, t.Text)
	}
}

// checkNoPanic reads a text and looks for what no text may cause.
func checkNoPanic(t *testing.T, text string) {
	t.Helper()
	_, err := readAll(text)
	if err == nil {
		return
	}
	var e *diag.Error
	switch {
	case !errors.As(err, &e):
		t.Errorf("%q: %T %v", text, err, err)
	case strings.Contains(e.Message, "internal error"), strings.Contains(e.Message, "lookahead"):
		t.Errorf("%q: %v", text, err)
	case e.Span.Src != nil && (e.Span.Start > e.Span.End || e.Span.End > len(e.Span.Src.Text)):
		t.Errorf("%q: error at %d-%d", text, e.Span.Start, e.Span.End)
	}
}

func FuzzReader(f *testing.F) {
	for _, text := range acceptedTexts(f) {
		f.Add(text)
	}
	for _, e := range goldenEntries(f, "testdata/errors.golden") {
		f.Add(e.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkNoPanic(t, text)
		Incomplete(&diag.Source{Text: text, First: 1}, newSession())
	})
}
