package objfile

import (
	"debug/elf"
	"slices"
)

// FunctionAt is the function that a place in the file's image lies in, local
// ones too where the file has their names.
func (f *File) FunctionAt(value uint64) (Symbol, bool) {
	functions := f.functions()
	i, ok := slices.BinarySearchFunc(functions, value, func(s Symbol, value uint64) int {
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
	return functions[i], true
}

// functions are those of both symbol tables, sorted, the first name of each.
func (f *File) functions() []Symbol {
	all, _ := f.elf.DynamicSymbols()
	local, _ := f.elf.Symbols()
	var list []Symbol
	for _, s := range append(all, local...) {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC && s.Section != elf.SHN_UNDEF && s.Size > 0 {
			list = append(list, f.convert(s))
		}
	}
	slices.SortStableFunc(list, func(a, b Symbol) int {
		if a.Value < b.Value {
			return -1
		}
		return int(min(a.Value-b.Value, 1))
	})
	return slices.CompactFunc(list, func(a, b Symbol) bool { return a.Value == b.Value })
}
