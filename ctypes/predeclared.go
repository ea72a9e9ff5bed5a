package ctypes

import "sync"

// Predeclared are the types that need no declaration: those of <stdint.h>,
// <stddef.h> and <sys/types.h>, FILE, va_list, and the names of Python's
// ctypes, which stand for the C type itself.
var Predeclared = sync.OnceValue(makePredeclared)

// typedefs lists the names of each basic type, as gcc and glibc define them.
var typedefs = []struct {
	under *Basic
	names []string
}{
	{TSChar, []string{"int8_t", "int_least8_t", "int_fast8_t"}},
	{TUChar, []string{"uint8_t", "uint_least8_t", "uint_fast8_t", "char8_t", "u_char", "u_int8_t"}},
	{TShort, []string{"int16_t", "int_least16_t"}},
	{TUShort, []string{"uint16_t", "uint_least16_t", "char16_t", "u_short", "ushort", "u_int16_t"}},
	{TInt, []string{"int32_t", "int_least32_t", "wchar_t", "pid_t", "daddr_t", "key_t", "clockid_t"}},
	{TUInt, []string{"uint32_t", "uint_least32_t", "char32_t", "wint_t", "uid_t", "gid_t", "id_t",
		"mode_t", "socklen_t", "useconds_t", "u_int", "uint", "u_int32_t"}},
	{TLong, []string{"int64_t", "int_least64_t", "int_fast16_t", "int_fast32_t", "int_fast64_t",
		"intmax_t", "intptr_t", "ptrdiff_t", "ssize_t", "off_t", "off64_t", "loff_t", "time_t",
		"clock_t", "blksize_t", "blkcnt_t", "suseconds_t", "register_t", "quad_t"}},
	{TULong, []string{"uint64_t", "uint_least64_t", "uint_fast16_t", "uint_fast32_t", "uint_fast64_t",
		"uintmax_t", "uintptr_t", "size_t", "dev_t", "ino_t", "ino64_t", "nlink_t", "fsblkcnt_t",
		"fsfilcnt_t", "u_long", "ulong", "u_int64_t", "u_quad_t"}},
}

// SizeT and its neighbours are the types that operators and literals have.
var (
	SizeT    = &Typedef{Name: "size_t", Under: TULong}
	ssizeT   = &Typedef{Name: "ssize_t", Under: TLong}
	PtrdiffT = &Typedef{Name: "ptrdiff_t", Under: TLong}
	WcharT   = &Typedef{Name: "wchar_t", Under: TInt}
	Char16T  = &Typedef{Name: "char16_t", Under: TUShort}
	Char32T  = &Typedef{Name: "char32_t", Under: TUInt}
)

func makePredeclared() map[string]Type {
	types := map[string]Type{}
	for _, row := range typedefs {
		for _, name := range row.names {
			types[name] = &Typedef{Name: name, Under: row.under}
		}
	}
	for _, t := range []*Typedef{SizeT, ssizeT, PtrdiffT, WcharT, Char16T, Char32T, {Name: "nullptr_t", Under: VoidPtr}} {
		types[t.Name] = t
	}
	for _, t := range []*Typedef{file(), vaList(), maxAlign()} {
		types[t.Name] = t
	}
	for name, t := range pythonTypes() {
		types[name] = t
	}
	return types
}

// pythonTypes are the names of Python's ctypes.
func pythonTypes() map[string]Type {
	return map[string]Type{
		"c_bool": TBool, "c_char": TChar, "c_byte": TSChar, "c_ubyte": TUChar,
		"c_short": TShort, "c_ushort": TUShort, "c_int": TInt, "c_uint": TUInt,
		"c_long": TLong, "c_ulong": TULong, "c_longlong": TLongLong, "c_ulonglong": TULongLong,
		"c_int8": TSChar, "c_uint8": TUChar, "c_int16": TShort, "c_uint16": TUShort,
		"c_int32": TInt, "c_uint32": TUInt, "c_int64": TLong, "c_uint64": TULong,
		"c_size_t": SizeT, "c_ssize_t": ssizeT,
		"c_float": TFloat, "c_double": TDouble, "c_longdouble": TLongDouble,
		"c_wchar": WcharT, "c_char_p": CharPtr, "c_wchar_p": PointerTo(WcharT), "c_void_p": VoidPtr,
	}
}

func file() *Typedef {
	return &Typedef{Name: "FILE", Under: NewRecord(false, "_IO_FILE")}
}

// vaList is the System V one.
func vaList() *Typedef {
	tag := NewRecord(false, "__va_list_tag")
	tag.mustSetFields([]Field{
		{Name: "gp_offset", Type: TUInt},
		{Name: "fp_offset", Type: TUInt},
		{Name: "overflow_arg_area", Type: VoidPtr},
		{Name: "reg_save_area", Type: VoidPtr},
	})
	return &Typedef{Name: "va_list", Under: ArrayOf(tag, 1)}
}

func maxAlign() *Typedef {
	r := NewRecord(false, "")
	r.mustSetFields([]Field{
		{Name: "__max_align_ll", Type: TLongLong, Align: 8},
		{Name: "__max_align_ld", Type: TLongDouble, Align: 16},
	})
	return &Typedef{Name: "max_align_t", Under: r}
}

// mustSetFields lays out a record of this package, which cannot fail.
func (r *Record) mustSetFields(fields []Field) {
	if err := r.SetFields(fields, Packing{}); err != nil {
		panic(err)
	}
}
