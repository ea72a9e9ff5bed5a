package lang

import (
	"io"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/lang/syntax"
)

// inlineFunc is an inline function of a header that a call has asked for, as a
// session function, which has no body yet while that is being made.
type inlineFunc struct {
	decl *cdecl.Decl
	fn   *check.Func
}

// inlineFunction makes a session function of an inline function of a header,
// once; nil where its text is not known.
func (s *Session) inlineFunction(name string) (*check.Func, error) {
	d, ok := s.headers.Lookup(name)
	if !ok {
		return nil, nil
	}
	known := s.inlines[name]
	if known != nil && known.decl == d {
		return known.fn, nil
	}
	sig, ok := ctypes.Unwrap(d.Type).(*ctypes.Func)
	if !ok {
		return nil, nil
	}
	known = &inlineFunc{d, &check.Func{Name: name, Sig: sig, At: d.Span, Symbol: d.Symbol}}
	s.inlines[name] = known
	if ok, err := s.interpret(known); !ok {
		clear(s.inlines) // others call it; a library that is loaded later may help
		return nil, err
	}
	return known.fn, nil
}

// interpret reads, checks and compiles the definition of an inline function;
// false if it cannot be.
func (s *Session) interpret(f *inlineFunc) (bool, error) {
	def, err := s.inlineDefinition(f.decl)
	if def == nil || err != nil {
		return false, err
	}
	checked, err := s.env.DefineInline(f.fn, def)
	if err == nil {
		err = s.machine.Exec(checked)
	}
	return err == nil, err
}

// inlineDefinition parses the definition of an inline function. A macro may
// have made several from one line.
func (s *Session) inlineDefinition(d *cdecl.Decl) (*syntax.FuncDef, error) {
	src := s.headers.Define(d)
	if src == nil {
		return nil, nil
	}
	reader := syntax.NewReader(src, headerNames{names{s}, &cdecl.Macros{}})
	for {
		stmt, err := reader.Next()
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if def, ok := stmt.(*syntax.FuncDef); ok && def.Declarator.Name == d.Name {
			return def, nil
		}
	}
}

// headerNames is what the parser asks about the text of a header, which the
// session's names do not concern and which is preprocessed.
type headerNames struct {
	names
	macros *cdecl.Macros
}

func (n headerNames) IsType(name string) bool  { return n.s.env.IsOutsideType(name) }
func (n headerNames) Macros() *cdecl.Macros    { return n.macros }
func (n headerNames) Pack() *cdecl.Pack        { return &cdecl.Pack{} }
func (n headerNames) Modules() map[string]bool { return nil }
