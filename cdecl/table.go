package cdecl

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"cshell/ctypes"
	"cshell/diag"
)

// DeclKind says what a name means.
type DeclKind uint8

// The kinds of declared name.
const (
	TypedefDecl DeclKind = iota
	FunctionDecl
	VariableDecl
	ConstantDecl // an enumerator, or a macro whose expansion is a constant
)

// Decl is what a table knows of a name.
type Decl struct {
	Name   string
	Kind   DeclKind
	Type   ctypes.Type  // of a typedef: the *ctypes.Typedef itself
	Value  ctypes.Value // of a constant
	Symbol string       // to look up in a library: the name, or its asm label
	Inline bool         // static or inline with a body: no library has it
	Span   diag.Span
	// Definition is the text of a function that is defined here, up to its
	// closing brace; empty where it does not stand in one piece.
	Definition diag.Span
	expanded   int // Table.expanded of its body
}

// Table holds the declarations of text that is read without a session. It is
// the Driver and the Scope of that text.
type Table struct {
	Macros Macros
	// Headers finds what #include names; nil: there are no headers.
	Headers *Headers

	// Find and FindTag, if set, are told of a name or tag that the table does
	// not know, and say whether they have declared it since.
	Find    func(name string) bool
	FindTag func(kind, tag string) bool

	names    map[string]*Decl
	tags     map[tagKey]ctypes.Type
	at       map[ctypes.Type]diag.Span // of tagged types
	errs     []*diag.Error
	linkages int // blocks of extern "C" that are open
	expanded int // Macros.changes when the text that is read now was expanded
	notes    []Note
}

// Note is what was accepted but skipped.
type Note struct {
	At      diag.Span
	Message string
}

// tagKey is a tag with its keyword.
type tagKey struct{ kind, tag string }

// NewTable is an empty table.
func NewTable() *Table {
	return &Table{names: map[string]*Decl{}, tags: map[tagKey]ctypes.Type{}, at: map[ctypes.Type]diag.Span{}}
}

// headers is where #include looks, which may be nowhere.
func (t *Table) headers() *Headers {
	if t.Headers == nil {
		t.Headers = &Headers{files: map[string]*header{}}
	}
	return t.Headers
}

// Lookup finds a name of the ordinary name space.
func (t *Table) Lookup(name string) (*Decl, bool) {
	d, ok := t.names[name]
	if !ok && t.Find != nil && t.Find(name) {
		d, ok = t.names[name]
	}
	return d, ok
}

// Names are the declared names in alphabetical order.
func (t *Table) Names() iter.Seq[string] {
	return slices.Values(slices.Sorted(maps.Keys(t.names)))
}

// Tags are the declared tags, with struct, union or enum, in no order.
func (t *Table) Tags() iter.Seq2[string, string] {
	return func(yield func(kind, tag string) bool) {
		for k := range t.tags {
			if !yield(k.kind, k.tag) {
				return
			}
		}
	}
}

// Notes are what was skipped while reading.
func (t *Table) Notes() []Note { return t.notes }

// Add declares a name; an older one gives way.
func (t *Table) Add(d *Decl) { t.names[d.Name] = d }

// Typedef makes the table a Scope.
func (t *Table) Typedef(name string) (ctypes.Type, bool) {
	if d, ok := t.Lookup(name); ok && d.Kind == TypedefDecl {
		return d.Type, true
	}
	return nil, false
}

// Tag finds a tag. There is one scope only.
func (t *Table) Tag(kind, tag string, _ bool) (ctypes.Type, bool) {
	k := tagKey{kind, tag}
	found, ok := t.tags[k]
	if !ok && t.FindTag != nil && t.FindTag(kind, tag) {
		found, ok = t.tags[k]
	}
	return found, ok
}

// DeclareTag declares a tag.
func (t *Table) DeclareTag(kind, tag string, typ ctypes.Type) {
	t.tags[tagKey{kind, tag}] = typ
}

// Place notes where a tagged type is defined.
func (t *Table) Place(typ ctypes.Type, at diag.Span) { t.at[typ] = at }

// PlaceOf is where a tagged type was defined.
func (t *Table) PlaceOf(typ ctypes.Type) (diag.Span, bool) {
	at, ok := t.at[typ]
	return at, ok
}

// DeclareEnumerator declares an enumerator.
func (t *Table) DeclareEnumerator(name string, v ctypes.Value, at diag.Span) {
	t.Add(&Decl{Name: name, Kind: ConstantDecl, Type: v.Type, Value: v, Span: at})
}

// Constant evaluates a constant expression of this table's text.
func (t *Table) Constant(e Expr) (ctypes.Value, error) {
	return evaluator{t}.eval(e.(*constNode))
}

// Length is a constant: what calls declare is not known here.
func (t *Table) Length(e Expr) (n ctypes.Value, count fmt.Stringer, err error) {
	n, err = t.Constant(e)
	return n, nil, err
}

// OpenParameters opens nothing, and Parameter declares nothing: that a length
// names parameters makes it none that is known.
func (t *Table) OpenParameters() (leave func()) { return func() {} }

// Parameter is for Scope; see OpenParameters.
func (t *Table) Parameter(string, ctypes.Type) {}

// TypeOf is the type of an expression of this table's text.
func (t *Table) TypeOf(e Expr) (ctypes.Type, error) {
	return evaluator{t}.typeOf(e.(*constNode))
}

// IsType makes the table a Driver.
func (t *Table) IsType(name string) bool {
	_, ok := t.Typedef(name)
	return ok
}

// Expression parses an expression.
func (t *Table) Expression(ts TokenStream) (Expr, error) {
	n, err := parseConstant(ts, t)
	if err != nil {
		return nil, err
	}
	return n, nil
}

// IsKnown is false: what a header leaves undefined and writes in capitals is a
// macro of a header that is not there.
func (t *Table) IsKnown(string) bool { return false }

// Declared is told of names that are declared at once anyway.
func (t *Table) Declared(string, bool) {}

// Note keeps a note.
func (t *Table) Note(at diag.Span, message string) {
	t.notes = append(t.notes, Note{at, message})
}

func (t *Table) resolver() Resolver { return Resolver{Scope: t} }

// EvaluateMacro is the value of an object-like macro whose expansion is a
// constant expression.
func (t *Table) EvaluateMacro(m *Macro) (ctypes.Value, error) {
	if m.FuncLike {
		return ctypes.Value{}, typeError(m.Span, "macro %q takes arguments", m.Name)
	}
	toks, err := t.Macros.Expand([]Token{{Kind: Ident, Text: m.Name, Span: m.Span}}, nil)
	if err != nil {
		return ctypes.Value{}, err
	}
	return t.evaluate(StreamOf(toks, Token{Kind: EOF, Span: m.Span}))
}

// Evaluate is the value of the constant expression that a source consists of.
func (t *Table) Evaluate(src *diag.Source) (ctypes.Value, error) {
	return t.evaluate(NewStream(NewScanner(src).Next))
}

func (t *Table) evaluate(ts TokenStream) (ctypes.Value, error) {
	v, err := t.constant(ts)
	if end := ts.Peek(0); err == nil && end.Kind != EOF {
		return ctypes.Value{}, Unexpected(end, "the end of the expression")
	}
	return v, err
}

// constant is the value of the constant expression at the head of a stream.
func (t *Table) constant(ts TokenStream) (ctypes.Value, error) {
	n, err := parseConstant(ts, t)
	if err != nil {
		return ctypes.Value{}, err
	}
	return evaluator{t}.eval(n)
}
