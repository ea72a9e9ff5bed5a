// Package cdecl reads C declarations: tokens, macros, the one declaration
// parser that serves pasted text, headers and the prelude, and the resolver
// that turns what was parsed into ctypes.
//
// Text goes through these stages, each usable by itself:
//
//	Scanner    source text to raw tokens; Unquote reads literals
//	Macros     #define and what it does to a list of tokens
//	Parser     tokens to Specs, Declarator, TypeName, by way of a Driver
//	Resolver   those to types, by way of a Scope
//	Table      all of it for text without a session: headers and the prelude
//
// Parsing and resolving are apart: the parser needs to know only which names
// are types (Driver.IsType), the resolver looks them up. Expressions inside
// declarations (array lengths, bit-field widths, enumerator values, typeof)
// belong to whoever drives the parser and are opaque here (Expr).
package cdecl

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
)

// TokenKind classifies a token.
type TokenKind uint8

// The kinds of token. Keywords are Ident; whoever parses tells them apart.
const (
	EOF TokenKind = iota
	Ident
	Number
	Char      // with prefix and quotes, as written
	String    // with prefix and quotes, as written
	Punct     // longest match
	Newline   // only where newlines matter: at bracket depth 0
	Directive // a whole # line, continuation lines joined, without its newline
	Command   // a whole : line, with its colon, without its newline
	Bad       // not a token; Text is the message
	Open      // unterminated comment or trailing backslash: the text is incomplete
)

// Token is one token; Text is as written, continuation lines joined. A token that
// came out of a macro has the span of the macro's use, so that errors point at
// what the user wrote.
type Token struct {
	Kind  TokenKind
	Text  string
	Span  diag.Span
	Space bool // blanks or a comment stand directly before it
	Plain bool // no macro: Expand leaves it alone
}

// TokenStream is what the parser reads from: the scanner, or the token stream
// of the session grammar. Peek(0) is the token that Next returns.
type TokenStream interface {
	Peek(n int) Token
	Next() Token
	Mark() int
	Reset(mark int)
}

// Expr is an expression inside a declaration; see Driver.
type Expr interface{ Span() diag.Span }

// Driver is what the parser asks of its user.
type Driver interface {
	// IsType says whether an identifier names a type here and now.
	IsType(name string) bool
	// IsKnown says whether an identifier means anything at all.
	IsKnown(name string) bool
	// Expression parses an assignment-expression at the head of the stream.
	Expression(TokenStream) (Expr, error)
	// Declared tells of each declared name as soon as its declarator is read,
	// as C's scope rules want.
	Declared(name string, isTypedef bool)
	// Note reports what was accepted but skipped (an unknown attribute macro).
	Note(at diag.Span, message string)
}

// Specs are declaration specifiers: `static const unsigned long`.
type Specs struct {
	Span    diag.Span
	Storage []string // typedef, extern, static, inline, register, auto, _Thread_local, _Noreturn …
	Quals   ctypes.Quals
	Words   []string // int, unsigned, long … as written; one name for Named
	Named   string   // a typedef name
	Record  *RecordSpec
	Enum    *EnumSpec
	Typeof  Expr      // typeof(expression)
	TypeofT *TypeName // typeof(type)
	Unqual  bool      // typeof_unqual
	Attrs   Attrs
}

// Is says whether a storage class word was given.
func (s *Specs) Is(storage string) bool {
	for _, w := range s.Storage {
		if w == storage {
			return true
		}
	}
	return false
}

// Attrs are the attributes that change meaning; others are dropped.
type Attrs struct {
	Packed      bool
	Align       []Alignment // _Alignas and aligned; the largest counts
	Mode        string      // mode(DI)
	VectorSize  Expr
	Transparent bool // transparent_union
	AsmLabel    string
}

// Alignment is the operand of _Alignas or aligned: an expression, a type, or
// neither (`aligned` alone: 16).
type Alignment struct {
	Expr Expr
	Type *TypeName
}

// RecordSpec is struct or union, with a body or without.
type RecordSpec struct {
	Span    diag.Span
	Union   bool
	Tag     string
	HasBody bool
	Members []*Member
	Attrs   Attrs // of the type, before or behind the body
	Pack    int64 // #pragma pack in force, 0 = none
}

// Member is one line of a record's body.
type Member struct {
	Specs *Specs
	Items []MemberItem // empty: an anonymous struct or union
}

// MemberItem is one declared member.
type MemberItem struct {
	Declarator *Declarator
	Bits       Expr // nil: no bit-field
}

// EnumSpec is enum, with a body or without.
type EnumSpec struct {
	Span    diag.Span
	Tag     string
	HasBody bool
	Items   []Enumerator
	Fixed   *TypeName // enum E : type (C23)
	Attrs   Attrs
}

// Enumerator is one constant of an enum.
type Enumerator struct {
	Span  diag.Span
	Name  string
	Value Expr // nil: the one before plus one
}

// Declarator is a declared name, or none (abstract), with the derivations read
// outwards from it: "x is array 3 of pointer to function".
type Declarator struct {
	Span  diag.Span
	Name  string
	Ops   []DeclaratorOp
	Attrs Attrs
}

// DeclaratorOp is one derivation.
type DeclaratorOp struct {
	Kind   OpKind
	Quals  ctypes.Quals // of a pointer, or inside a parameter's brackets
	Len    Expr         // of an array; nil: incomplete
	Params []*Parameter
	Names  []Token // of the parameters, in an old-style definition: f(a, b) int a, b; {
	Ellips bool    // ... ends the parameters
	Empty  bool    // (): no prototype
}

// OpKind is the kind of a derivation.
type OpKind uint8

// The derivations.
const (
	OpPointer OpKind = iota
	OpArray
	OpFunc
)

// Parameter is one parameter of a function declarator.
type Parameter struct {
	Specs      *Specs
	Declarator *Declarator // abstract or named, never nil
}

// TypeName is a type without a declared name: `const char *[3]`.
type TypeName struct {
	Span       diag.Span
	Specs      *Specs
	Declarator *Declarator
}

// Scope is where the resolver looks names up and declares what a declaration
// brings: tags and enumerators.
type Scope interface {
	Typedef(name string) (ctypes.Type, bool)
	// Tag finds struct, union or enum tag (kind is that word). inner restricts
	// the search to the innermost scope, as `struct s {` and `struct s;` do.
	Tag(kind, tag string, inner bool) (ctypes.Type, bool)
	DeclareTag(kind, tag string, t ctypes.Type)
	DeclareEnumerator(name string, v ctypes.Value, at diag.Span)
	// Constant evaluates an integer constant expression.
	Constant(Expr) (ctypes.Value, error)
	// Length is the length of an array: an integer constant or, where one may
	// stand that the run finds out, what stands for it.
	Length(Expr) (n ctypes.Value, count fmt.Stringer, err error)
	// TypeOf is the type of an expression, for typeof.
	TypeOf(Expr) (ctypes.Type, error)
	// OpenParameters opens the scope of a parameter list, in which lengths may
	// name the parameters before them; Parameter declares one.
	OpenParameters() (leave func())
	Parameter(name string, t ctypes.Type)
}
