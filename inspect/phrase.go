package inspect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// PhraseError says what is wrong with a declaration in words, and where: Start
// and End are bytes of the phrase.
type PhraseError struct {
	Start, End int
	Message    string
}

func (e *PhraseError) Error() string { return e.Message }

// IsPhrase tells a declaration in words from one in C.
func IsPhrase(text string) bool {
	words := phraseWords(text)
	if len(words) > 2 && (words[0].text == "declare" && words[2].text == "as" || words[0].text == "cast" && words[2].text == "into") {
		return true
	}
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].text
		}
		if w.text == "pointer" && next == "to" || w.text == "array" && (next == "of" || isNumber(next)) || w.text == "returning" {
			return true
		}
	}
	return false
}

// ReadPhrase is Explain the other way round: "declare x as pointer to int"
// gives `int *x`, "cast x into pointer to int" `(int *)x`, and what begins
// with neither a type. The names of types are taken as they are.
func ReadPhrase(text string) (*Explanation, error) {
	r := &phraseReader{words: phraseWords(text), end: len(text)}
	e := &Explanation{View: "explain", Words: text}
	err := r.declaration(e)
	if err == nil && r.at < len(r.words) {
		err = r.wanted("the end")
	}
	if err != nil {
		return nil, err
	}
	e.reversed = true
	return e, nil
}

// phraseWord is a word, number or mark, and where it starts.
type phraseWord struct {
	text  string
	start int
}

var phrasePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[A-Za-z_]\w*|\d+|\.\.\.|\S`)
})

func phraseWords(text string) []phraseWord {
	var words []phraseWord
	for _, span := range phrasePattern().FindAllStringIndex(text, -1) {
		words = append(words, phraseWord{text[span[0]:span[1]], span[0]})
	}
	return words
}

func isNumber(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

func isWord(text string) bool {
	return text != "" && (text[0] == '_' || 'a' <= text[0]|0x20 && text[0]|0x20 <= 'z')
}

type phraseReader struct {
	words []phraseWord
	at    int
	end   int // of the text
}

// peek is the next word, "" at the end.
func (r *phraseReader) peek() string {
	if r.at == len(r.words) {
		return ""
	}
	return r.words[r.at].text
}

// accept takes the next word if it is this.
func (r *phraseReader) accept(word string) bool {
	if r.peek() != word {
		return false
	}
	r.at++
	return true
}

func (r *phraseReader) wanted(what string) error {
	if r.at == len(r.words) {
		return &PhraseError{r.end, r.end, "expected " + what + ", found the end"}
	}
	w := r.words[r.at]
	return &PhraseError{w.start, w.start + len(w.text), fmt.Sprintf("expected %s, found %q", what, w.text)}
}

func (r *phraseReader) declaration(e *Explanation) (err error) {
	switch {
	case r.accept("declare"):
		if e.Name, err = r.name(); err != nil {
			return err
		}
		if !r.accept("as") {
			return r.wanted(`"as"`)
		}
		storage := ""
		if r.accept("type") {
			storage = "typedef "
		}
		e.Declaration, err = r.declare(e.Name, "")
		e.Declaration = storage + e.Declaration
	case r.accept("cast"):
		if e.Name, err = r.name(); err != nil {
			return err
		}
		if !r.accept("into") {
			return r.wanted(`"into"`)
		}
		e.Declaration, err = r.declare("", "")
		e.Declaration = "(" + e.Declaration + ")" + e.Name
	default:
		e.Declaration, err = r.declare("", "")
	}
	return err
}

func (r *phraseReader) name() (string, error) {
	name := r.peek()
	if !isWord(name) {
		return "", r.wanted("a name")
	}
	r.at++
	return name, nil
}

var phraseQualifiers = map[string]string{
	"const": "const", "volatile": "volatile", "restrict": "restrict", "atomic": "_Atomic",
}

// declare reads a type and wraps it around a declarator; of is what the
// declarator is made of so far: "", "array" or "function".
func (r *phraseReader) declare(declarator, of string) (string, error) {
	start := r.at
	var qualifiers []string
	for phraseQualifiers[r.peek()] != "" {
		qualifiers = append(qualifiers, phraseQualifiers[r.peek()])
		r.at++
	}
	switch {
	case r.accept("pointer"):
		if !r.accept("to") {
			return "", r.wanted(`"to"`)
		}
		star := "*" + strings.Join(qualifiers, " ")
		if len(qualifiers) > 0 && declarator != "" {
			star += " "
		}
		return r.declare(star+declarator, "")
	case len(qualifiers) == 0 && r.peek() == "array":
		return r.array(declarator, of)
	case len(qualifiers) == 0 && r.peek() == "function":
		return r.function(declarator, of)
	}
	r.at = start
	return r.base(declarator)
}

// array reads "array N of TYPE" or "array of TYPE".
func (r *phraseReader) array(declarator, of string) (string, error) {
	if of == "function" {
		return "", r.wanted("what a function can return")
	}
	r.at++
	length := ""
	if isNumber(r.peek()) {
		length = r.peek()
		r.at++
	}
	if !r.accept("of") {
		return "", r.wanted(`"of"`)
	}
	return r.declare(grouped(declarator)+"["+length+"]", "array")
}

// function reads "function (PARAMETERS) returning TYPE".
func (r *phraseReader) function(declarator, of string) (string, error) {
	switch of {
	case "function":
		return "", r.wanted("what a function can return")
	case "array":
		return "", r.wanted("what an array can have")
	}
	r.at++
	parameters, err := r.parameters()
	if err != nil {
		return "", err
	}
	if !r.accept("returning") {
		return "", r.wanted(`"returning"`)
	}
	return r.declare(grouped(declarator)+"("+parameters+")", "function")
}

// grouped puts parentheses around a pointer that becomes an array or function.
func grouped(declarator string) string {
	if strings.HasPrefix(declarator, "*") {
		return "(" + declarator + ")"
	}
	return declarator
}

func (r *phraseReader) parameters() (string, error) {
	if !r.accept("(") || r.accept(")") {
		return "", nil
	}
	var list []string
	for {
		parameter, err := r.parameter()
		if err != nil {
			return "", err
		}
		list = append(list, parameter)
		switch {
		case r.accept(")"):
			return strings.Join(list, ", "), nil
		case !r.accept(","):
			return "", r.wanted(`"," or ")"`)
		}
	}
}

// parameter reads "TYPE", "NAME as TYPE" or "...".
func (r *phraseReader) parameter() (string, error) {
	if r.accept("...") {
		return "...", nil
	}
	name := ""
	if r.at+1 < len(r.words) && r.words[r.at+1].text == "as" {
		name = r.peek()
		r.at += 2
	}
	return r.declare(name, "")
}

// base reads the words of a C type, which end the phrase or parameter.
func (r *phraseReader) base(declarator string) (string, error) {
	var words []string
	for isWord(r.peek()) {
		if slices.Contains([]string{"as", "into", "of", "to", "returning", "pointer", "array", "function"}, r.peek()) {
			return "", r.wanted("a type")
		}
		word := r.peek()
		if word == "atomic" {
			word = "_Atomic"
		}
		words = append(words, word)
		r.at++
	}
	if len(words) == 0 {
		return "", r.wanted("a type")
	}
	if declarator == "" {
		return strings.Join(words, " "), nil
	}
	return strings.Join(words, " ") + " " + declarator, nil
}
