package check

import (
	"cshell/ctypes"
	"cshell/diag"
)

// Stmt is a checked statement.
type Stmt interface{ Span() diag.Span }

// StmtAt is embedded in statements.
type StmtAt struct{ At diag.Span }

// Span is where the statement stands.
func (s *StmtAt) Span() diag.Span { return s.At }

type (
	Block struct {
		StmtAt
		List []Stmt
	}
	// ExprStmt evaluates X; Echo asks for `$N = …` (top level only).
	ExprStmt struct {
		StmtAt
		X    Expr
		Echo bool
	}
	// DeclareVar makes a variable. Init is nil for zero; for scalars it has
	// one item. Bind is set instead where the variable is the memory or object
	// that the expression gives (x = buffer(9), a slice, a list, a library).
	DeclareVar struct {
		StmtAt
		Var    *Var
		Init   *Init
		Bind   Expr
		Static bool // initialise once, when the function is first entered
	}
	DefineFunc struct {
		StmtAt
		Fn *Func
	}
	If struct {
		StmtAt
		Cond Expr
		Then Stmt
		Else Stmt
	}
	// Loop is while, for and do; Cond and Post may be nil. Until says that the
	// condition is tested behind the body (do).
	Loop struct {
		StmtAt
		Init  Stmt
		Cond  Expr
		Post  Expr
		Body  Stmt
		Until bool
	}
	// Switch jumps into Body.List at the index of the matching case; cases are
	// directly in Body.
	Switch struct {
		StmtAt
		X       Expr
		Cases   []SwitchCase
		Default int // index in Body.List, -1: none
		Body    *Block
	}
	Break    struct{ StmtAt }
	Continue struct{ StmtAt }
	Return   struct {
		StmtAt
		X Expr // converted to the result type; nil
	}
	Try struct {
		StmtAt
		Body  *Block
		Err   *Var // of ErrorType
		Catch *Block
		// Failed is an error that the checker found in Body: it is thrown when
		// the statement runs, and Body is nil.
		Failed *diag.Error
	}
	Del struct {
		StmtAt
		Vars  []*Var
		Free  []Expr // parallel to Vars: pointer value to free, or nil
		Funcs []*Func
	}
)

// SwitchCase covers the values Lo to Hi, which have the type of X.
type SwitchCase struct {
	Lo, Hi ctypes.Value
	Index  int
}
