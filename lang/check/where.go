package check

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
)

// Where says for :type what a name is declared as, where that comes from
// ("<prelude>", "zlib.h:1718", "line 3"), and, unless empty, how a lower source
// disagrees.
func (e *Env) Where(name string) (decl, from, disagreement string, ok bool) {
	c := newChecker(e)
	o := c.find(name)
	if o == nil {
		return "", "", "", false
	}
	t := o.Type
	if o.Kind == ObjFunc {
		t = o.Func.Sig
	}
	if t == nil || !isCType(t) {
		return "", "", "", false
	}
	decl = ctypes.Declare(t, name)
	if o.Kind == ObjType {
		under := t
		if d, ok := t.(*ctypes.Typedef); ok && d.Name == name {
			under = d.Under
		}
		decl = "typedef " + ctypes.Declare(under, name)
	}
	return decl, e.source(o), e.disagreement(o, t), true
}

// source is where an object was declared.
func (e *Env) source(o *Object) string {
	switch {
	case o.Kind == objGuess:
		return "a guess"
	case o.At.Src != nil:
		return place(o.At)
	}
	if _, set := e.attrs[attrKey{o.Lib, o.Symbol}]; set {
		return "the session"
	}
	if d, ok := e.outside.Declared(o.Lib, o.Name); ok {
		return d.From
	}
	return "the session"
}

// place is a line of the session, with its file if that has a name.
func place(at diag.Span) string {
	line, _ := at.Position()
	if name := at.Src.Name; name != "" && name[0] != '<' {
		return fmt.Sprintf("%s:%d", name, line)
	}
	return fmt.Sprintf("line %d", line)
}

// disagreement is the first source below the one that counts whose type is
// another.
func (e *Env) disagreement(o *Object, t ctypes.Type) string {
	for d := range e.outside.Sources(o.Name) {
		if o.Kind == ObjVar || d.Type == nil || (o.Kind == ObjType) != (d.Kind == OuterTypedef) {
			continue
		}
		if !ctypes.Compatible(noQuals(d.Type), noQuals(t)) {
			return fmt.Sprintf("%s says %s", d.From, ctypes.Declare(d.Type, o.Name))
		}
	}
	return ""
}
