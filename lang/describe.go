package lang

import (
	"cmp"
	"fmt"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/eval"
	"cshell/lang/syntax"
	"cshell/objfile"
	"cshell/prelude"
)

// Description is what is known of a name, expression or type.
type Description struct {
	Declaration string   `json:"declaration"` // in C
	From        string   `json:"from,omitempty"`
	Others      []Source `json:"others,omitempty"` // sources that say something else
	Conflicts   []string `json:"conflicts,omitempty"`
}

// Source is a declaration and where it stands.
type Source struct {
	Declaration string `json:"declaration"`
	From        string `json:"from"`
}

// Text is the description as :type shows it.
func (d *Description) Text() string {
	text := d.Declaration + "\n"
	if d.From != "" {
		text += "  from " + d.From + "\n"
	}
	for _, o := range d.Others {
		text += fmt.Sprintf("  but %s says %s\n", o.From, o.Declaration)
	}
	for _, c := range d.Conflicts {
		text += "  conflict: " + c + "\n"
	}
	return text
}

// Describe says what the text at a place means: a name, an expression or a
// type. Nothing is evaluated.
func (s *Session) Describe(at diag.Span) (*Description, error) {
	if name := at.Text(); isName(name) {
		if d := s.describeName(name); d != nil {
			return s.withMembers(d, name), nil
		}
	}
	stmt, err := s.Parse(at)
	if err != nil {
		return nil, err
	}
	if t, err := s.typeIn(stmt); t != nil || err != nil {
		if err != nil {
			return nil, err
		}
		d := &Description{Declaration: definition(t)}
		s.describeTag(d, t)
		return d, nil
	}
	x, err := expressionIn(stmt)
	if err != nil {
		return nil, err
	}
	checked, err := s.env.CheckExpr(x)
	if d := s.describeMacro(x); err != nil && d != nil {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	if t, ok := checked.(*check.TypeVal); ok {
		d := &Description{Declaration: definition(t.Of)}
		s.describeTag(d, t.Of)
		return d, nil
	}
	if symbol := symbolIn(checked); symbol != nil && !symbol.Guess { // lib.name
		return s.describeSymbol(symbol), nil
	}
	return &Description{Declaration: check.KnownType(checked).String()}, nil
}

// describeMacro describes lib.name where name is a macro, whose call behind the
// library's dot may lead to a symbol (z.deflateInit); nil for anything else.
func (s *Session) describeMacro(x syntax.Expr) *Description {
	member, ok := x.(*syntax.Member)
	if !ok {
		return nil
	}
	library, ok := member.X.(*syntax.Ident)
	if !ok || s.Library(library.Name) == nil {
		return nil
	}
	m, ok := s.Macro(member.Name)
	if !ok {
		return nil
	}
	return &Description{Declaration: "#define " + m.Text(), From: s.macroPlace(m)}
}

// withMembers puts the members of a struct, union or enum that only a typedef names
// into its declaration: there is no other way to ask for them.
func (s *Session) withMembers(d *Description, name string) *Description {
	t := underneath(s.typeOfName(name))
	if strings.HasPrefix(d.Declaration, "typedef ") && isUnnamed(t) {
		d.Declaration = "typedef " + definition(t) + " " + name
	}
	return d
}

// isUnnamed says whether a type is a struct, union or enum without a tag.
func isUnnamed(t ctypes.Type) bool {
	switch t := t.(type) {
	case *ctypes.Record:
		return t.Tag == ""
	case *ctypes.Enum:
		return t.Tag == ""
	}
	return false
}

// symbolIn is the foreign symbol that an expression consists of, or nil.
func symbolIn(x check.Expr) *check.Symbol {
	if decay, ok := x.(*check.Decay); ok {
		x = decay.X
	}
	symbol, _ := x.(*check.Symbol)
	return symbol
}

// describeSymbol says where the type of a symbol comes from, if its name alone
// has the same type.
func (s *Session) describeSymbol(x *check.Symbol) *Description {
	t := s.typeOfName(x.Name)
	if d := s.describeName(x.Name); d != nil && t != nil && ctypes.Compatible(t, x.Type()) {
		return d
	}
	return &Description{Declaration: ctypes.Declare(x.Type(), cmp.Or(x.Called, x.Name))}
}

func isName(text string) bool {
	return text != "" && identifier(text) == text
}

// describeName looks in the session, then outside; nil where the name is not
// known.
func (s *Session) describeName(name string) *Description {
	if m, ok := s.macro(name); ok && !standsForItself(m) {
		return &Description{Declaration: "#define " + m.Text(), From: s.macroPlace(m)}
	}
	d, best := s.describeSession(name)
	own := d != nil
	for outer := range s.outside.Sources(name) {
		text := declareOuter(name, outer)
		switch {
		case d == nil:
			d, best = &Description{Declaration: text, From: outer.From}, outer.Type
		case !ctypes.Compatible(outer.Type, best):
			d.Others = append(d.Others, Source{text, outer.From})
			d.compareSizes(name, own, best, outer.Type, outer.From)
		}
	}
	return d
}

// describeSession is what the session itself says of a name, and its type; nil
// where that is nothing.
func (s *Session) describeSession(name string) (*Description, ctypes.Type) {
	o, known := s.env.Lookup(name)
	if !known || o.Func != nil && o.Func.Body == nil {
		if sig, at, ok := s.env.Attributes(name); ok {
			return &Description{Declaration: ctypes.Declare(sig, name), From: place(at)}, sig
		}
	}
	if !known || o.Type == nil {
		return nil, nil
	}
	return &Description{Declaration: declareObject(o), From: place(o.At)}, o.Type
}

// standsForItself says whether a macro is only there for #ifdef: #define EOF EOF.
func standsForItself(m *cdecl.Macro) bool {
	return len(m.Body) == 1 && m.Body[0].Text == m.Name
}

func (s *Session) macroPlace(m *cdecl.Macro) string {
	if s.fromHeader(m) || m.Span.Src == nil || m.Span.Src.Name == prelude.Provenance {
		return origin(m.Span)
	}
	return place(m.Span)
}

// place says where a session name was declared.
func place(at diag.Span) string {
	if at.Src == nil {
		return ""
	}
	line, _ := at.Position()
	if strings.HasPrefix(at.Src.Name, "<") {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s:%d", at.Src.Name, line)
}

func declareObject(o check.Object) string {
	switch o.Kind {
	case check.ObjType:
		t := o.Type
		if def, ok := t.(*ctypes.Typedef); ok && def.Name == o.Name {
			t = def.Under
		}
		return "typedef " + ctypes.Declare(t, o.Name)
	case check.ObjConst:
		return fmt.Sprintf("%s = %s", ctypes.Declare(o.Type, o.Name), o.Value)
	case check.ObjLibrary:
		return "library " + o.Lib.Soname
	case check.ObjExtern:
		return "extern " + ctypes.Declare(o.Type, o.Name)
	}
	return ctypes.Declare(o.Type, o.Name)
}

func declareOuter(name string, o check.Outer) string {
	name = cmp.Or(objfile.DemangleName(name), name)
	switch o.Kind {
	case check.OuterTypedef:
		return "typedef " + ctypes.Declare(underneath(o.Type), name)
	case check.OuterConst:
		return fmt.Sprintf("%s = %s", ctypes.Declare(o.Type, name), o.Value)
	case check.OuterVar:
		return "extern " + ctypes.Declare(o.Type, name)
	}
	return ctypes.Declare(o.Type, name)
}

// underneath is what a typedef stands for.
func underneath(t ctypes.Type) ctypes.Type {
	if def, ok := t.(*ctypes.Typedef); ok {
		return def.Under
	}
	return t
}

// definition is the type in C, a record with its members.
func definition(t ctypes.Type) string {
	switch r := ctypes.Unqualified(t).(type) {
	case *ctypes.Typedef:
		return "typedef " + ctypes.Declare(r.Under, r.Name)
	case *ctypes.Record:
		if !r.Complete() {
			return r.String() + " (incomplete)"
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s {\n", strings.TrimSuffix(r.String(), " {…}"))
		for _, f := range r.Fields {
			b.WriteString("    " + ctypes.Declare(f.Type, f.Name))
			if f.Bits != nil {
				fmt.Fprintf(&b, " : %d", f.Bits.Width)
			}
			b.WriteString(";\n")
		}
		return b.String() + "}"
	case *ctypes.Enum:
		if r.Under() == nil {
			return r.String() + " (incomplete)"
		}
		var names []string
		for _, c := range r.Consts() {
			names = append(names, fmt.Sprintf("%s = %d", c.Name, c.Val))
		}
		return fmt.Sprintf("%s {%s}", strings.TrimSuffix(r.String(), " {…}"), strings.Join(names, ", "))
	}
	return t.String()
}

// typeIn is the type that a statement consists of, or nil: `int *`, or
// `struct point` which reads as a declaration of nothing.
func (s *Session) typeIn(stmt syntax.Stmt) (ctypes.Type, error) {
	switch stmt := stmt.(type) {
	case *syntax.ExprStmt:
		if t, ok := stmt.X.(*syntax.TypeExpr); ok {
			return s.env.ResolveType(t.Type)
		}
	case *syntax.Declaration:
		declarator := &cdecl.Declarator{Span: stmt.Span()}
		if len(stmt.Items) == 1 && stmt.Items[0].Init == nil {
			declarator = stmt.Items[0].Declarator
		}
		if len(stmt.Items) <= 1 {
			return s.env.ResolveType(&cdecl.TypeName{Span: stmt.Span(), Specs: stmt.Specs, Declarator: declarator})
		}
	}
	return nil, nil
}

func expressionIn(stmt syntax.Stmt) (syntax.Expr, error) {
	if x, ok := stmt.(*syntax.ExprStmt); ok {
		return x.X, nil
	}
	return nil, diag.Errorf(stmt.Span(), diag.Syntax, "expected an expression")
}

// Type is the type that the text at a place means, also as the type of an
// expression.
func (s *Session) Type(at diag.Span) (ctypes.Type, error) {
	stmt, err := s.Parse(at)
	if err != nil {
		return nil, err
	}
	if t, err := s.typeIn(stmt); t != nil || err != nil {
		return t, err
	}
	x, err := expressionIn(stmt)
	if err != nil {
		return nil, err
	}
	checked, err := s.env.CheckExpr(x)
	if err != nil {
		return nil, err
	}
	switch checked := checked.(type) {
	case *check.TypeVal:
		return checked.Of, nil
	case *check.FuncRef:
		return checked.Fn.Sig, nil
	}
	return checked.Type(), nil
}

// expression parses and checks the expression at a place.
func (s *Session) expression(at diag.Span) (check.Expr, error) {
	stmt, err := s.Parse(at)
	if err != nil {
		return nil, err
	}
	x, err := expressionIn(stmt)
	if err != nil {
		return nil, err
	}
	return s.env.CheckExpr(x)
}

// Do runs the statement at a place, without an echo.
func (s *Session) Do(at diag.Span) error {
	stmt, err := s.Parse(at)
	if err != nil {
		return err
	}
	unit, err := s.env.Check(stmt, false)
	if err != nil {
		return err
	}
	return s.execute(unit)
}

// Show is a value as its echo shows it, type included.
func (s *Session) Show(v eval.Value) string {
	if v.IsVoid() {
		return "void"
	}
	return fmt.Sprintf("(%s) %s", eval.TypeName(v), s.machine.Show(v))
}

// Eval evaluates the expression at a place. Where it is an lvalue, addr says
// where it lies.
func (s *Session) Eval(at diag.Span) (v eval.Value, addr uintptr, err error) {
	checked, err := s.expression(at)
	if err != nil {
		return v, 0, err
	}
	addr, _, err = s.machine.Place(checked)
	if err == nil {
		v, err = s.machine.Eval(checked)
	}
	return v, addr, err
}

// Declared is a name and the type that a declaration gives it; the name is
// empty for a type alone. Storage is the storage class, "" for none. Of a cast,
// Name is the text of what is converted.
type Declared struct {
	Name    string
	Type    ctypes.Type
	Storage string
	Cast    bool
}

// Declarations is what the text at a place declares: a declaration, a type, a
// cast, or a name that is declared already.
func (s *Session) Declarations(at diag.Span) ([]Declared, error) {
	if name := at.Text(); isName(name) {
		if t := s.typeOfName(name); t != nil {
			return []Declared{declared(name, t, "")}, nil
		}
	}
	stmt, err := s.Parse(at)
	if err != nil {
		return nil, err
	}
	switch stmt := stmt.(type) {
	case *syntax.Declaration:
		if len(stmt.Items) > 0 {
			return s.declarators(stmt.Specs, stmt.Items)
		}
	case *syntax.FuncDef:
		return s.declarators(stmt.Specs, []*syntax.InitDeclarator{{Declarator: stmt.Declarator}})
	case *syntax.ExprStmt:
		if cast, ok := stmt.X.(*syntax.Cast); ok {
			t, err := s.env.ResolveType(cast.Type)
			return []Declared{{Name: cast.X.Span().Text(), Type: t, Cast: true}}, err
		}
	}
	t, err := s.typeIn(stmt)
	if err == nil && t == nil {
		err = s.noDeclaration(stmt)
	}
	return []Declared{{Type: t}}, err
}

// noDeclaration is the error of an expression in the place of a declaration:
// what is wrong with it first, since `foo *p` is one where foo is unknown.
func (s *Session) noDeclaration(stmt syntax.Stmt) error {
	if x, ok := stmt.(*syntax.ExprStmt); ok {
		if _, err := s.env.CheckExpr(x.X); err != nil {
			return err
		}
	}
	return diag.Errorf(stmt.Span(), diag.Syntax, "expected a declaration")
}

// declared is a name as declared; the name of a type means what it stands for.
func declared(name string, t ctypes.Type, storage string) Declared {
	if def, ok := t.(*ctypes.Typedef); ok && def.Name == name {
		return Declared{Name: name, Type: def.Under, Storage: "typedef"}
	}
	return Declared{Name: name, Type: t, Storage: storage}
}

// declarators are the names of one declaration with their types.
func (s *Session) declarators(specs *cdecl.Specs, items []*syntax.InitDeclarator) (list []Declared, err error) {
	storage := ""
	for _, class := range []string{"typedef", "static", "extern", "register"} {
		if specs.Is(class) {
			storage = class
		}
	}
	for _, item := range items {
		d := item.Declarator
		t, err := s.env.ResolveType(&cdecl.TypeName{Span: d.Span, Specs: specs, Declarator: d})
		if err != nil {
			return nil, err
		}
		list = append(list, declared(d.Name, t, storage))
	}
	return list, nil
}

// typeOfName is the declared type of a name of the session or of a library,
// nil where there is none.
func (s *Session) typeOfName(name string) ctypes.Type {
	if o, ok := s.env.Lookup(name); ok {
		return o.Type
	}
	for outer := range s.outside.Sources(name) {
		return outer.Type
	}
	return nil
}

// DeclarationOf is the C declaration of a name, "" where none is known.
func (s *Session) DeclarationOf(name string) string {
	if d := s.describeName(name); d != nil {
		return d.Declaration
	}
	return ""
}
