package cdecl

import (
	"strings"
	"testing"

	"cshell/diag"
)

var kindNames = map[TokenKind]string{
	Ident: "i", Number: "n", Char: "c", String: "s", Punct: "", Newline: "NL", Directive: "D", Command: "C", Bad: "BAD", Open: "OPEN",
}

// sketch writes tokens with a letter for their kind.
func sketch(text string) string {
	var list []string
	for _, t := range scanAll(text) {
		switch t.Kind {
		case Newline:
			list = append(list, "NL")
		case Open:
			return strings.Join(append(list, "OPEN"), " ")
		default:
			list = append(list, kindNames[t.Kind]+"<"+t.Text+">")
		}
	}
	return strings.Join(list, " ")
}

func TestScan(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"int x=0x1F'FF;", "i<int> i<x> <=> n<0x1F'FF> <;>"},
		{"1'000u 1.5e+3f .5 0x1p-3L 0xe+1 1e5", "n<1'000u> n<1.5e+3f> n<.5> n<0x1p-3L> n<0xe> <+> n<1> n<1e5>"},
		{"a<<=b>>=c->d...x##y::", "i<a> <<<=> i<b> <>>=> i<c> <->> i<d> <...> i<x> <##> i<y> <:> <:>"},
		{"a+++++b", "i<a> <++> <++> <+> i<b>"},
		{`"a\"b" 'x' L"w" u8"é" b"z" b'z' U'\x1F600'`, `s<"a\"b"> c<'x'> s<L"w"> s<u8"é"> s<b"z"> s<b'z'> c<U'\x1F600'>`},
		{"a<:1:> <% %> x%:%:y a%b<c", "i<a> <[> n<1> <]> <{> <}> i<x> <##> i<y> i<a> <%> i<b> <<> i<c>"},
		{"%:define X 1\nx", "D<#define X 1> NL i<x>"},
		{`caf\u00e9 \u00E9t\U000000e9 a\u12`, `i<café> i<été> i<a> BAD<stray '\' in program> i<u12>`},
		{"$1 größe _ x1", "i<$1> i<größe> i<_> i<x1>"},
		{"a /* b\n c */ d // e\nf", "i<a> i<d> NL i<f>"},
		{"f(1,\n2)\ng", "i<f> <(> n<1> <,> n<2> <)> NL i<g>"},
		{"ab\\\ncd \"x\\\ny\" 1\\\n2", "i<abcd> s<\"xy\"> n<12>"},
		{"#!/usr/bin/cshell\nx", "NL i<x>"},
		{"#define F(x) /* c */ x \\\n + 1 // end\ny", "D<#define F(x)   x  + 1> NL i<y>"},
		{"#include <a//b.h> // x\n", "D<#include <a//b.h>> NL"},
		{"struct {\n#pragma pack(1)\nint x; }", "i<struct> <{> D<#pragma pack(1)> i<int> i<x> <;> <}>"},
		{"x # y", "i<x> <#> i<y>"},
		{":load z // c \nx", "C<:load z // c> NL i<x>"},
		{"x; :t y\n} :q", "i<x> <;> C<:t y> NL <}> C<:q>"},
		{"a ? b\n: c\n:q", "i<a> <?> i<b> NL <:> i<c> NL C<:q>"},
		{"a[1\n:2]", "i<a> <[> n<1> <:> n<2> <]>"},
		{"int @ x", "i<int> BAD<stray '@' in program> i<x>"},
		{"x = “y”", "i<x> <=> BAD<stray '“' in program> i<y> BAD<stray '”' in program>"},
		{"a \\ b \xff", `i<a> BAD<stray '\' in program> i<b> BAD<stray '\377' in program>`},
		{"\"abc\nx", "BAD<missing terminating \" character> NL i<x>"},
		{"'a", "BAD<missing terminating ' character>"},
		{"x /* y", "i<x> OPEN"},
		{"#define X \\", "D<#define X> OPEN"},
		{"x = \\\n", "i<x> <=> OPEN"},
		{"x\r\ny", "i<x> NL i<y>"},
	} {
		if got := sketch(c.text); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// Spans give back what was written, continuations included.
func TestScanSpans(t *testing.T) {
	text := "int ab\\\ncd = \\\n 5;\\\r\n x"
	var got []string
	for _, tok := range scanAll(text) {
		got = append(got, tok.Span.Text())
	}
	want := "int|ab\\\ncd|=|5|;|x"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %q, want %q", s, want)
	}
}

func TestUnquote(t *testing.T) {
	for _, c := range []struct {
		literal string
		want    []uint32
		err     string
	}{
		{`"ab"`, []uint32{'a', 'b'}, ""},
		{`'\n'`, []uint32{'\n'}, ""},
		{`"\0\101\x41\e\\\"\'\?"`, []uint32{0, 'A', 'A', 27, '\\', '"', '\'', '?'}, ""},
		{`"é"`, []uint32{0xc3, 0xa9}, ""},
		{`L"é"`, []uint32{0xe9}, ""},
		{`u"😀"`, []uint32{0xd83d, 0xde00}, ""},
		{`U"\U0001F600"`, []uint32{0x1f600}, ""},
		{`"\u20ac"`, []uint32{0xe2, 0x82, 0xac}, ""},
		{`b"\x80"`, []uint32{0x80}, ""},
		{`"\q"`, nil, `unknown escape sequence '\q'`},
		{`"\x"`, nil, `\x without hex digits`},
		{`"\x100"`, nil, "hex escape sequence out of range"},
		{`"\777"`, nil, "octal escape sequence out of range"},
		{`"\u12"`, nil, `\u needs 4 hex digits`},
		{`"\uD800"`, nil, `\uD800 is no character`},
	} {
		units, _, err := Unquote(c.literal)
		if c.err != "" {
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: got %v, want %s", c.literal, err, c.err)
			}
			continue
		}
		if err != nil || string(runes(units)) != string(runes(c.want)) {
			t.Errorf("%s: got %x, %v, want %x", c.literal, units, err, c.want)
		}
	}
}

func runes(units []uint32) (r []rune) {
	for _, u := range units {
		r = append(r, rune(u))
	}
	return r
}

func BenchmarkScan(b *testing.B) {
	text := strings.Repeat("extern int inflate(z_streamp strm, int flush); /* see zlib.h */\n#define X 1\nx = a->b + 0x1F;\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s := NewScanner(&diag.Source{Text: text})
		for s.Next().Kind != EOF {
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add("int x = 5; /* c */ \"s\" 'c' #define\n:load z\n\\\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, last := NewScanner(&diag.Source{Text: text}), 0
		for n := 0; ; n++ {
			tok := s.Next()
			if tok.Span.Start < last || tok.Span.End < tok.Span.Start || tok.Span.End > len(text) || n > len(text) {
				t.Fatalf("token %d %q has span %d-%d behind %d", n, tok.Text, tok.Span.Start, tok.Span.End, last)
			}
			last = tok.Span.End
			if tok.Kind == EOF || tok.Kind == Open {
				return
			}
		}
	})
}

// TestLineEnds: what editors leave in a file is no part of the text.
func TestLineEnds(t *testing.T) {
	for _, text := range []string{"a \\\nb", "a \\\r\nb", "a \\ \t\nb", "\ufeffa b", "\ufeff#!/bin/sh\na b", "a b\\ "} {
		s := NewScanner(&diag.Source{Text: text})
		var words []string
		for tok := s.Next(); tok.Kind != EOF; tok = s.Next() {
			if tok.Kind == Ident {
				words = append(words, tok.Text)
			}
		}
		if got := strings.Join(words, " "); got != "a b" {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
