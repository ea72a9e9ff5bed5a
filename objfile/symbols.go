package objfile

import (
	"debug/elf"
	"errors"
	"iter"
	"slices"
	"strings"
)

// SymbolKind says what a symbol names.
type SymbolKind string

// The kinds of exported symbol.
const (
	FuncSymbol     SymbolKind = "func"
	IndirectSymbol SymbolKind = "ifunc" // a function that the loader chooses
	ObjectSymbol   SymbolKind = "object"
	ThreadSymbol   SymbolKind = "tls" // Value is an offset in the thread's block
	UntypedSymbol  SymbolKind = "notype"
)

// Symbol is one exported symbol.
type Symbol struct {
	Name    string     `json:"name"`
	Value   uint64     `json:"value"` // address relative to where the file is loaded
	Size    uint64     `json:"size"`
	Kind    SymbolKind `json:"kind"`
	Version string     `json:"version,omitempty"`
	Hidden  bool       `json:"hidden,omitempty"` // an old version: NAME@VERSION, not what dlsym gives
	Weak    bool       `json:"weak,omitempty"`
}

// IsFunc says whether the symbol can be called.
func (s Symbol) IsFunc() bool { return s.Kind == FuncSymbol || s.Kind == IndirectSymbol }

// IsReserved says whether the symbol is, by its name or version, none of those
// that programs use: what C reserves (ISO C 7.1.3), what C++ mangles, and
// versions like GLIBC_PRIVATE.
func (s Symbol) IsReserved() bool {
	return strings.HasPrefix(s.Name, "_") || strings.Contains(s.Version, "PRIVATE") || strings.Contains(s.Version, "INTERNAL")
}

// Versioned is the name with its version, as nm -D has it: memcpy@@GLIBC_2.14.
func (s Symbol) Versioned() string {
	switch {
	case s.Version == "":
		return s.Name
	case s.Hidden:
		return s.Name + "@" + s.Version
	}
	return s.Name + "@@" + s.Version
}

// Symbols are the exported symbols sorted by name, of one name the default
// version first. The slice is the file's: do not change it.
func (f *File) Symbols() ([]Symbol, error) {
	f.once.Do(f.readSymbols)
	return f.symbols, f.symErr
}

// Lookup finds the default version of an exported name, or the only one.
func (f *File) Lookup(name string) (Symbol, bool) {
	symbols, _ := f.Symbols()
	i, ok := slices.BinarySearchFunc(symbols, name, func(s Symbol, name string) int {
		return strings.Compare(s.Name, name)
	})
	if !ok {
		return Symbol{}, false
	}
	return symbols[i], true
}

// Names yields the exported names, each once.
func (f *File) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		symbols, _ := f.Symbols()
		for i, s := range symbols {
			if i > 0 && symbols[i-1].Name == s.Name {
				continue
			}
			if !yield(s.Name) {
				return
			}
		}
	}
}

func (f *File) readSymbols() {
	all, err := f.elf.DynamicSymbols()
	if errors.Is(err, elf.ErrNoSymbols) {
		return
	}
	if err != nil {
		f.symErr = &FormatError{f.Path, "is damaged: " + err.Error()}
		return
	}
	f.symbols = make([]Symbol, 0, len(all))
	for _, s := range all {
		if isExported(s) {
			f.symbols = append(f.symbols, f.convert(s))
		}
	}
	slices.SortFunc(f.symbols, bySymbolName)
}

// bySymbolName orders by name, the default version first, then the newest.
func bySymbolName(a, b Symbol) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	if a.Hidden != b.Hidden {
		if a.Hidden {
			return 1
		}
		return -1
	}
	return strings.Compare(b.Version, a.Version)
}

// bindUnique is STB_GNU_UNIQUE, typeIndirect STT_GNU_IFUNC.
const (
	bindUnique   = elf.SymBind(10)
	typeIndirect = elf.SymType(10)
)

func isExported(s elf.Symbol) bool {
	if s.Section == elf.SHN_UNDEF || s.Name == "" {
		return false
	}
	if s.Section == elf.SHN_ABS && s.Name == s.Version { // the definition of a version
		return false
	}
	switch elf.ST_BIND(s.Info) {
	case elf.STB_GLOBAL, elf.STB_WEAK, bindUnique:
	default:
		return false
	}
	visibility := elf.ST_VISIBILITY(s.Other)
	return visibility == elf.STV_DEFAULT || visibility == elf.STV_PROTECTED
}

func (f *File) convert(s elf.Symbol) Symbol {
	return Symbol{
		Name:    s.Name,
		Value:   s.Value,
		Size:    s.Size,
		Kind:    symbolKind(elf.ST_TYPE(s.Info)),
		Version: s.Version,
		Hidden:  s.HasVersion && s.VersionIndex.IsHidden(),
		Weak:    elf.ST_BIND(s.Info) == elf.STB_WEAK,
	}
}

func symbolKind(t elf.SymType) SymbolKind {
	switch t {
	case elf.STT_FUNC:
		return FuncSymbol
	case typeIndirect:
		return IndirectSymbol
	case elf.STT_OBJECT, elf.STT_COMMON:
		return ObjectSymbol
	case elf.STT_TLS:
		return ThreadSymbol
	}
	return UntypedSymbol
}
