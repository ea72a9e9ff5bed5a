package eval

import (
	"cshell/diag"
	"cshell/lang/check"
	"cshell/objfile"
)

// symbolKey is a name in a library, or in all of them (0).
type symbolKey struct {
	handle uintptr
	name   string
}

// symbol is the address of a foreign name, looked up once.
func (m *Machine) symbol(at diag.Span, lib *check.Library, name string) uintptr {
	key := symbolKey{name: name}
	if lib != nil {
		if lib.Closed {
			panic(diag.Errorf(at, diag.Symbol, "%s is not loaded any more", libraryName(lib)))
		}
		key.handle = lib.Handle
	}
	if a, ok := m.symbols[key]; ok {
		return a
	}
	a, ok := m.findSymbol(lib, name)
	if !ok {
		panic(noSymbol(at, lib, name))
	}
	m.symbols[key] = a
	m.names[a] = name
	return a
}

// symbolAt names the symbol at or before an address, readably; of several names
// for one address, that by which the session knows it. Functions that are not
// exported have the name that their file has.
func (m *Machine) symbolAt(addr uintptr) (name, library string, offset uintptr, ok bool) {
	name, library, offset, ok = m.Host.SymbolAt(addr)
	if !ok {
		return name, library, offset, ok
	}
	if name == "" {
		if place, found := m.codeAt(uint64(addr)); found && place.Function != "" {
			name, offset = place.Function, uintptr(place.Offset)
		}
	} else if known := m.names[addr-offset]; known != "" {
		name = known
	}
	return objfile.Readable(name), library, offset, ok
}

// SymbolAt names what an address is in: a symbol of a library, or a function of
// the session by the address that C has for it.
func (m *Machine) SymbolAt(addr uintptr) (name, library string, offset uintptr, ok bool) {
	if name, ok := m.EnteredAt(addr); ok {
		return name, "the session", 0, true
	}
	return m.symbolAt(addr)
}

// EnteredAt names the session function that C enters at addr.
func (m *Machine) EnteredAt(addr uintptr) (name string, ok bool) {
	s := m.entries[addr]
	if s == nil {
		return "", false
	}
	return s.fn.Name, true
}

// findSymbol searches one library with its dependencies, or all in load order
// and then what the program itself has.
func (m *Machine) findSymbol(lib *check.Library, name string) (uintptr, bool) {
	if lib != nil {
		return m.Host.Symbol(lib.Handle, name)
	}
	if m.Libraries != nil {
		for _, l := range m.Libraries() {
			if a, ok := m.Host.Symbol(l.Handle, name); ok && !l.Closed {
				return a, true
			}
		}
	}
	return m.Host.Symbol(0, name)
}

func noSymbol(at diag.Span, lib *check.Library, name string) *diag.Error {
	if lib != nil {
		return diag.Errorf(at, diag.Symbol, "%s exports no %s", libraryName(lib), name)
	}
	err := diag.Errorf(at, diag.Symbol, "%s is declared, but no loaded library exports it", name)
	if check.HintMissing(err, name) {
		return err
	}
	return err.WithHint(":load the library that does")
}

func libraryName(l *check.Library) string {
	if l.Soname != "" {
		return l.Soname
	}
	return l.Name
}

// target gives the address of a symbol, found when it is first wanted and
// again after libraries were closed.
func (c *compiler) target(x *check.Symbol) func(*frame) uintptr {
	if x.LibExpr != nil {
		get := c.boxed(x.LibExpr)
		return func(fr *frame) uintptr {
			lib := get(fr).Library()
			if lib == nil {
				panic(diag.Errorf(x.At, diag.Type, "this is no library"))
			}
			return fr.m.symbol(x.At, lib, x.Name)
		}
	}
	var addr uintptr
	epoch := -1
	return func(fr *frame) uintptr {
		if epoch != fr.m.epoch {
			addr = fr.m.symbol(x.At, x.Lib, x.Name)
			epoch = fr.m.epoch
		}
		return addr
	}
}

func (c *compiler) functionAddress(x *check.Symbol) node {
	get := c.target(x)
	return ints(x.T, func(fr *frame) int64 { return int64(get(fr)) })
}

func (c *compiler) dataAddress(x *check.Symbol) func(*frame) uintptr { return c.target(x) }

// sessionFunction is the C address of a session function, or of the foreign one
// that its prototype declares.
func (c *compiler) sessionFunction(x *check.FuncRef) node {
	foreign := c.target(symbolOf(x.Fn, x.At))
	return ints(x.T, func(fr *frame) int64 {
		if x.Fn.Body == nil {
			return int64(foreign(fr))
		}
		return int64(fr.m.entry(x.Fn, x.At))
	})
}
