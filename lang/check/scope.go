package check

import (
	"slices"

	"cshell/ctypes"
)

// scope is one name space: of the session, of a statement that is being
// checked, of a function or of a block. Tags are apart from other names.
type scope struct {
	parent *scope
	loop   bool // of a for statement: x = E does not declare x in it

	prototype bool // of a parameter list
	names     map[string]*Object
	order     []string
	tags      map[string]ctypes.Type
}

// newScope makes an empty scope. Its maps are made when they are needed: most
// scopes declare nothing, and the parser looks every name up.
func newScope(parent *scope) *scope { return &scope{parent: parent} }

// declare makes o what its name stands for, in place of an older one.
func (s *scope) declare(o *Object) {
	if s.names == nil {
		s.names = map[string]*Object{}
	}
	if old := s.names[o.Name]; old == nil {
		s.order = append(s.order, o.Name)
	} else if old != o {
		o.hide(old)
	}
	s.names[o.Name] = o
}

// declareTag makes tag stand for t.
func (s *scope) declareTag(tag string, t ctypes.Type) {
	if s.tags == nil {
		s.tags = map[string]ctypes.Type{}
	}
	s.tags[tag] = t
}

// hide keeps what o's name stood for where both can be meant.
func (o *Object) hide(old *Object) {
	for ; old != nil; old = old.hidden {
		if !old.dead() && (o.isLibrary() && old.Kind == ObjType || o.Kind == ObjType && old.isLibrary()) {
			kept := *old
			kept.hidden = nil
			o.hidden = &kept
			return
		}
	}
}

// isLibrary says whether o is a library, by :load or as a variable.
func (o *Object) isLibrary() bool { return o.Type == LibraryType }

// dead says whether del has ended what the name stood for.
func (o *Object) dead() bool {
	return o.Var != nil && o.Var.Dead || o.Func != nil && o.Func.Dead
}

func (s *scope) drop(name string) {
	if s.names[name] == nil {
		return
	}
	delete(s.names, name)
	s.order = slices.DeleteFunc(s.order, func(n string) bool { return n == name })
}

// find looks a name up from s outwards.
func (s *scope) find(name string) *Object {
	for ; s != nil; s = s.parent {
		if o := s.names[name]; o != nil && !o.dead() {
			return o
		}
	}
	return nil
}

// findTag looks a tag up from s outwards.
func (s *scope) findTag(tag string) ctypes.Type {
	for ; s != nil; s = s.parent {
		if t := s.tags[tag]; t != nil {
			return t
		}
	}
	return nil
}
