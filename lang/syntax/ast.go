package syntax

import (
	"cshell/cdecl"
	"cshell/diag"
)

// Node is anything with a place.
type Node interface{ Span() diag.Span }

// Expr is an expression as written; types and conversions are check's.
type Expr interface {
	Node
	expr()
}

// Stmt is a statement, a declaration, a directive or a command.
type Stmt interface {
	Node
	stmt()
}

// At is embedded in every node and gives its span.
type At struct{ Where diag.Span }

// Span is where the node stands.
func (a At) Span() diag.Span { return a.Where }

// widen makes a node cover the parentheses around it.
func (a *At) widen(at diag.Span) { a.Where = at }

// Expressions.
type (
	// Ident is a name: variable, function, enumerator, library, builtin.
	Ident struct {
		At
		Name string
	}
	// Number is an integer or floating constant, as written.
	Number struct {
		At
		Text string
	}
	// CharLit is a character constant, as written with prefix and quotes.
	CharLit struct {
		At
		Text string
	}
	// StringLit is one or more adjacent string literals, as written.
	StringLit struct {
		At
		Parts []string
	}
	// History is `$3` (N = 3) or `_` where no variable has that name (N = 0).
	History struct {
		At
		N int
	}
	// Unary is a prefix operator: + - * & ! ~ ++ --.
	Unary struct {
		At
		Op string
		X  Expr
	}
	// Postfix is X++ or X--.
	Postfix struct {
		At
		Op string
		X  Expr
	}
	// Binary is any infix operator but assignment, the comma included.
	Binary struct {
		At
		Op    string
		OpAt  diag.Span
		X, Y  Expr
		Paren bool // written in parentheses
	}
	// Assign is = or a compound assignment. Y may be a *BraceList.
	Assign struct {
		At
		Op   string
		OpAt diag.Span
		X, Y Expr
	}
	// Cond is C ? X : Y; X is nil in GNU's C ?: Y.
	Cond struct {
		At
		C, X, Y Expr
	}
	// Index is X[I].
	Index struct {
		At
		X, I Expr
	}
	// Slice is X[Lo:Hi]; either end may be nil.
	Slice struct {
		At
		X, Lo, Hi Expr
	}
	// Call is Fn(Args); an argument may be a *BraceList or a *TypeExpr.
	Call struct {
		At
		Fn   Expr
		Args []Expr
	}
	// Member is X.Name or X->Name. The name may be quoted, as the names of C++
	// must be: lib."add(int, int)".
	Member struct {
		At
		X      Expr
		Name   string
		NameAt diag.Span
		Arrow  bool
		Quoted bool
	}
	// Cast is (T)X.
	Cast struct {
		At
		Type *cdecl.TypeName
		X    Expr
	}
	// Compound is (T){…}.
	Compound struct {
		At
		Type *cdecl.TypeName
		Init *BraceList
	}
	// TypeExpr is a type where a value may stand.
	TypeExpr struct {
		At
		Type *cdecl.TypeName
	}
	// Sizeof is sizeof or alignof ("sizeof", "alignof") of an expression; of a
	// type X is a *TypeExpr.
	Sizeof struct {
		At
		Op string
		X  Expr
	}
	// List is [a, b] or a tuple (a, b,).
	List struct {
		At
		Items []Expr
	}
	// BraceList is an initialiser {…}; it stands only where a type is known.
	BraceList struct {
		At
		Items []*InitItem
	}
	// New is new T, new T[n], new T{…}, new T[n]{…}.
	New struct {
		At
		Type  *cdecl.TypeName // without the outermost [n]
		Count Expr            // nil: one
		Init  *BraceList
	}
	// StmtExpr is GNU C's ({ … }), whose value is that of its last statement.
	StmtExpr struct {
		At
		Body *Block
	}
	// Generic is _Generic(X, T: a, default: b).
	Generic struct {
		At
		X     Expr
		Cases []GenericCase
	}
)

// GenericCase is one association of a Generic; Type is nil for default.
type GenericCase struct {
	Type  *cdecl.TypeName
	Value Expr
}

// InitItem is one element of a BraceList.
type InitItem struct {
	At
	Path  []Designator
	Value Expr // may be a *BraceList
}

// Designator is .Field or [Index] (GNU [Index ... Last]).
type Designator struct {
	At
	Field       string
	Index, Last Expr
}

// Statements.
type (
	// Empty is a lone semicolon.
	Empty struct{ At }
	// Block is { … }.
	Block struct {
		At
		List []Stmt
	}
	// ExprStmt is an expression as a statement.
	ExprStmt struct {
		At
		X Expr
	}
	// Declaration declares variables, functions, types or tags.
	Declaration struct {
		At
		Specs *cdecl.Specs
		Items []*InitDeclarator
	}
	// FuncDef is a function with its body.
	FuncDef struct {
		At
		Specs      *cdecl.Specs
		Declarator *cdecl.Declarator
		Body       *Block
	}
	// StaticAssert is _Static_assert(X, "message").
	StaticAssert struct {
		At
		X       Expr
		Message string
	}
	If struct {
		At
		Cond Expr
		Then Stmt
		Else Stmt // nil
	}
	While struct {
		At
		Cond Expr
		Body Stmt
	}
	Do struct {
		At
		Body Stmt
		Cond Expr
	}
	// For has any of its three parts nil; Init is a Declaration or ExprStmt.
	For struct {
		At
		Init Stmt
		Cond Expr
		Post Expr
		Body Stmt
	}
	Switch struct {
		At
		X    Expr
		Body Stmt
	}
	// Case is case X: (GNU case X ... Last:), or default: with X nil. It labels
	// the statement that follows it in the block.
	Case struct {
		At
		X, Last Expr
	}
	Break    struct{ At }
	Continue struct{ At }
	Return   struct {
		At
		X Expr // nil; may be a *BraceList
	}
	// Try is try Body catch (Name) Catch.
	Try struct {
		At
		Body  *Block
		Name  string
		Catch *Block
	}
	// Del is del a, b.
	Del struct {
		At
		Items []Expr
	}
	// Directive is a # line: Name is include, define, undef or pragma.
	Directive struct {
		At
		Name string
		Text string // what follows the name, blanks trimmed
	}
	// Command is a : line without the colon.
	Command struct {
		At
		Text string
	}
)

// InitDeclarator is a declarator with its initialiser (nil, an expression or a
// *BraceList).
type InitDeclarator struct {
	At
	Declarator *cdecl.Declarator
	Init       Expr
}

func (*Ident) expr()     {}
func (*Number) expr()    {}
func (*CharLit) expr()   {}
func (*StringLit) expr() {}
func (*History) expr()   {}
func (*Unary) expr()     {}
func (*Postfix) expr()   {}
func (*Binary) expr()    {}
func (*Assign) expr()    {}
func (*Cond) expr()      {}
func (*Index) expr()     {}
func (*Slice) expr()     {}
func (*Call) expr()      {}
func (*Member) expr()    {}
func (*Cast) expr()      {}
func (*Compound) expr()  {}
func (*TypeExpr) expr()  {}
func (*Sizeof) expr()    {}
func (*List) expr()      {}
func (*BraceList) expr() {}
func (*New) expr()       {}
func (*Generic) expr()   {}
func (*StmtExpr) expr()  {}

func (*Empty) stmt()        {}
func (*Block) stmt()        {}
func (*ExprStmt) stmt()     {}
func (*Declaration) stmt()  {}
func (*FuncDef) stmt()      {}
func (*StaticAssert) stmt() {}
func (*If) stmt()           {}
func (*While) stmt()        {}
func (*Do) stmt()           {}
func (*For) stmt()          {}
func (*Switch) stmt()       {}
func (*Case) stmt()         {}
func (*Break) stmt()        {}
func (*Continue) stmt()     {}
func (*Return) stmt()       {}
func (*Try) stmt()          {}
func (*Del) stmt()          {}
func (*Directive) stmt()    {}
func (*Command) stmt()      {}
