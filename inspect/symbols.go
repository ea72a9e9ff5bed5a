package inspect

import (
	"io"
	"strconv"

	"cshell/objfile"
)

// SymbolTable is what a library exports (:symbols).
type SymbolTable struct {
	View    string      `json:"view"`
	Library string      `json:"library"`
	Symbols []SymbolRow `json:"symbols"`
}

// SymbolRow is one exported symbol. Name is what C++ made of it where the
// symbol is mangled.
type SymbolRow struct {
	Address     Address            `json:"address"` // of tls, the offset in the thread's block
	Kind        objfile.SymbolKind `json:"kind"`
	Size        uint64             `json:"size"`
	Name        string             `json:"name"`
	Demangled   string             `json:"demangled,omitempty"`
	Version     string             `json:"version,omitempty"`
	Default     bool               `json:"default"` // what a lookup by name gives
	Declaration string             `json:"declaration,omitempty"`
}

// SymbolOptions says which symbols are wanted and what else is known of them.
// Every function may be nil.
type SymbolOptions struct {
	Bias     uintptr                       // from addresses in the file to those in memory
	Match    func(name string) bool        // of the name or its demangled form
	Declare  func(name string) string      // C declaration, or ""
	Demangle func(names []string) []string // readable forms of mangled names, or ""
}

// NewSymbolTable lists exported symbols by name.
func NewSymbolTable(library string, symbols []objfile.Symbol, o SymbolOptions) *SymbolTable {
	v := &SymbolTable{View: "symbols", Library: library, Symbols: []SymbolRow{}}
	if o.Match == nil {
		v.Symbols = make([]SymbolRow, 0, len(symbols))
	}
	demangled := o.demangle(symbols)
	for i, s := range symbols {
		row := SymbolRow{
			Address: Address(s.Value), Kind: s.Kind, Size: s.Size,
			Name: s.Name, Version: s.Version, Default: !s.Hidden,
		}
		if s.Kind != objfile.ThreadSymbol {
			row.Address += Address(o.Bias)
		}
		if demangled != nil {
			row.Demangled = demangled[i]
		}
		if o.Match != nil && !o.Match(s.Name) && !(row.Demangled != "" && o.Match(row.Demangled)) {
			continue
		}
		if o.Declare != nil && row.Demangled == "" { // C has no declaration of a C++ name
			row.Declaration = o.Declare(s.Name)
		}
		v.Symbols = append(v.Symbols, row)
	}
	return v
}

func (o *SymbolOptions) demangle(symbols []objfile.Symbol) []string {
	if o.Demangle == nil {
		return nil
	}
	names := make([]string, len(symbols))
	for i, s := range symbols {
		names[i] = s.Name
	}
	return o.Demangle(names)
}

// Text has a line for each symbol: address, kind, size, name, version and the
// declaration where one is known.
func (v *SymbolTable) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, s := range v.Symbols {
		name := s.Name
		if s.Demangled != "" {
			name = s.Demangled
		}
		rows = append(rows, []string{s.Address.String(), string(s.Kind), strconv.FormatUint(s.Size, 10), name, s.version(), s.Declaration})
	}
	return table(w, width, rows, 2)
}

// version marks old versions as nm does, with a single @.
func (s SymbolRow) version() string {
	switch {
	case s.Version == "":
		return ""
	case s.Default:
		return "@@" + s.Version
	}
	return "@" + s.Version
}
