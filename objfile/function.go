package objfile

import (
	"cmp"
	"debug/elf"
	"slices"
	"strings"
)

// FunctionAt is the function that a place in the file's image lies in, local
// ones too where the file has their names. Of several names for one address it
// is the plainest: free, not __libc_free.
func (f *File) FunctionAt(value uint64) (Symbol, bool) {
	f.onceFunctions.Do(func() { f.functions = f.readFunctions() })
	i, ok := slices.BinarySearchFunc(f.functions, value, func(s Symbol, value uint64) int {
		switch {
		case s.Value+max(s.Size, 1) <= value:
			return -1
		case s.Value > value:
			return 1
		}
		return 0
	})
	if !ok {
		return Symbol{}, false
	}
	return f.functions[i], true
}

// readFunctions are those of both symbol tables, sorted, the first name of each.
func (f *File) readFunctions() []Symbol {
	all, _ := f.elf.DynamicSymbols()
	local, _ := f.elf.Symbols()
	var list []Symbol
	for _, s := range append(all, local...) {
		kind := elf.ST_TYPE(s.Info)
		if (kind == elf.STT_FUNC || kind == typeIndirect) && s.Section != elf.SHN_UNDEF && s.Size > 0 {
			list = append(list, f.convert(s))
		}
	}
	slices.SortStableFunc(list, plainestFirst)
	return slices.CompactFunc(list, func(a, b Symbol) bool { return a.Value == b.Value })
}

// plainestFirst orders by address, and the name that is best to read first.
func plainestFirst(a, b Symbol) int {
	return cmp.Or(
		cmp.Compare(a.Value, b.Value),
		cmp.Compare(underscores(a.Name), underscores(b.Name)),
		compareBool(a.Hidden, b.Hidden),
		cmp.Compare(len(a.Name), len(b.Name)),
		cmp.Compare(a.Name, b.Name))
}

// Indirect are the names of the functions that choose a function when they are first
// looked up, the plainest first.
func (f *File) Indirect() (names []string) {
	all, _ := f.Symbols()
	for _, s := range all {
		if s.Kind == IndirectSymbol && !s.Hidden {
			names = append(names, s.Name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(underscores(a), underscores(b)), cmp.Compare(len(a), len(b)))
	})
	return names
}

func underscores(name string) int { return len(name) - len(strings.TrimLeft(name, "_")) }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// AddressOf is the address in the file's image of what lies at an offset in the file.
func (f *File) AddressOf(offset uint64) uint64 {
	for _, p := range f.elf.Progs {
		if p.Type == elf.PT_LOAD && p.Off <= offset && offset-p.Off < p.Filesz {
			return p.Vaddr + offset - p.Off
		}
	}
	return offset
}

// LoadAddress is the lowest address of what is loaded: 0 in a shared library.
func (f *File) LoadAddress() uint64 {
	for _, p := range f.elf.Progs {
		if p.Type == elf.PT_LOAD {
			return p.Vaddr &^ (max(p.Align, 1) - 1)
		}
	}
	return 0
}
