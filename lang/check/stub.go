package check

import (
	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/lang/syntax"
)

type attrKey struct{}
type attr struct{}

type checker struct {
	env    *Env
	echo   bool
	scope  *scope
	top    *scope
	forget []string
}

func newErrno() *Var                                          { return &Var{Name: "errno", Live: true} }
func newChecker(e *Env) *checker                              { s := newScope(e.session); return &checker{env: e, scope: s, top: s} }
func (c *checker) topStatement(syntax.Stmt) Stmt              { panic("to be written") }
func (c *checker) finish()                                    {}
func (c *checker) value(x syntax.Expr) Expr                   { panic("to be written") }
func (c *checker) typeName(t *cdecl.TypeName) ctypes.Type     { panic("to be written") }
func (c *checker) lookupType(name string) (ctypes.Type, bool) { return nil, false }
func (c *checker) find(name string) *Object                   { return c.scope.find(name) }
