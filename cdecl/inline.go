package cdecl

import (
	"strings"

	"cshell/diag"
)

// stretch is the text of a definition from its first specifier to its closing
// brace, empty where that is not one piece of one source. Where a macro's
// expansion has the brace, the brace stands at the macro's name, and the text
// goes to the end of its arguments: what stands before the brace may be among
// them.
func stretch(first, brace diag.Span) diag.Span {
	if first.Src == nil || first.Src != brace.Src {
		return diag.Span{}
	}
	whole := first.To(brace)
	if brace.Text() != "}" {
		whole.End = behindArguments(brace)
	}
	return whole
}

// behindArguments is where the use of a macro ends whose tokens all stand at
// its name.
func behindArguments(name diag.Span) int {
	scanner := NewScannerAt(name.Src, name.End)
	end := name.End
	for depth := 0; ; {
		switch t := scanner.Next(); {
		case t.Kind == EOF || t.Kind == Open || depth == 0 && !isText(t, "("):
			return end
		case isText(t, "("):
			depth++
		case isText(t, ")"):
			depth--
			end = t.Span.End
			if depth == 0 {
				return end
			}
		}
	}
}

// Define gives the definition of an inline function as text in which nothing
// is left to the preprocessor: conditional groups are chosen and macros are
// expanded as the header's other text sees them. Lines stay where they are.
// The result is nil where the text is not known.
func (t *Table) Define(d *Decl) *diag.Source {
	if d.Definition.Src == nil {
		return nil
	}
	line, _ := d.Definition.Position()
	out := &diag.Source{Name: d.Definition.Src.Name, First: line}
	in := &diag.Source{Name: out.Name, Text: d.Definition.Text(), First: line}
	then := *t
	then.Macros = *t.Macros.then(d.expanded)
	out.Text = then.preprocessed(in)
	return out
}

// preprocessed is what the preprocessor makes of a source, # lines left out.
func (t *Table) preprocessed(src *diag.Source) string {
	var b strings.Builder
	p := newPreprocessor(t, src)
	at := 0
	for tok := p.next(); tok.Kind != EOF; tok = p.next() {
		if tok.Kind == Directive {
			continue
		}
		if tok.Span.Src == src && tok.Span.Start >= at {
			b.WriteString(strings.Repeat("\n", strings.Count(src.Text[at:tok.Span.Start], "\n")))
			at = tok.Span.Start
		}
		b.WriteString(tok.Text + " ")
	}
	return b.String()
}
