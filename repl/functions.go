package repl

// shellFunction is how a function of the shell is called, what it does, and an
// example.
type shellFunction struct{ usage, does, example string }

// shellFunctions are the shell's own functions.
var shellFunctions = map[string]shellFunction{
	"load": {"library load(const char *name)", "loads a library by path or short name; NULL is the program itself",
		`lib = load("z")`},
	"CDLL":         {"library CDLL(const char *name)", "is load, as ctypes has it", `lib = CDLL("libz.so.1")`},
	"find_library": {"char *find_library(const char *name)", "is where load would find a short name, or NULL", `find_library("z")`},
	"symbols":      {"list symbols(library lib)", "lists the names that a library exports", "len(symbols(c))"},
	"sizeof":       {"size_t sizeof(expression-or-type)", "is a size in bytes", "sizeof(struct tm)"},
	"alignof":      {"size_t alignof(expression-or-type)", "is an alignment in bytes", "alignof(long double)"},
	"offsetof":     {"size_t offsetof(type, member)", "is where a member lies in a type, in bytes", "offsetof(struct tm, tm_year)"},
	"addressof":    {"unsigned long addressof(lvalue)", "is an address as a number", "addressof(errno)"},
	"typeof":       {"type typeof(expression)", "is a type, usable where a type may stand", "typeof(1 + 2.0f)"},
	"cast":         {"T cast(pointer, T)", "converts, as a C cast does", "cast(p, c_char_p)"},
	"byref":        {"T *byref(lvalue)", "is &, as ctypes has it", "frexp(1.5, byref(n))"},
	"pointer":      {"T *pointer(lvalue)", "is &, as ctypes has it", "pointer(t).contents"},
	"string": {"char *string(pointer, size_t n)", "copies text up to its NUL, or n bytes, to memory of the shell",
		`string(getenv("HOME"))`},
	"string_at": {"char *string_at(pointer, size_t n)", "is string, as ctypes has it", "string_at(p, 4)"},
	"wstring": {"wchar_t *wstring(pointer, size_t n)", "copies wide text up to its NUL, or n characters",
		`wstring(L"abc", 2)`},
	"wstring_at": {"wchar_t *wstring_at(pointer, size_t n)", "is wstring, as ctypes has it", `wstring_at(L"abc")`},
	"bytes":      {"unsigned char [n] bytes(pointer, size_t n)", "copies n bytes", "bytes(&x, sizeof(x))"},
	"peek":       {"unsigned char [n] peek(pointer, size_t n)", "copies n bytes from an address", "peek(&errno, 4)"},
	"poke": {"void poke(pointer, bytes, size_t n)", "writes bytes to an address; of a literal without its NUL",
		`poke(b, "xy")`},
	"buffer": {"char [n] buffer(size-or-text)", "makes memory that lasts until del: n zeros, or a text and its NUL",
		"b = buffer(64)"},
	"create_string_buffer": {"char [n] create_string_buffer(size-or-text, size_t n)", "is buffer, as ctypes has it",
		`b = create_string_buffer("text", 10)`},
	"create_unicode_buffer": {"wchar_t [n] create_unicode_buffer(size-or-text, size_t n)", "is a buffer of wide characters",
		`w = create_unicode_buffer(L"text")`},
	"len":       {"size_t len(array-or-list)", "counts elements", "len(symbols(m))"},
	"print":     {"void print(value, ...)", "writes values, with blanks between them, and a newline", `print("x is", x)`},
	"assert":    {"void assert(condition, const char *message)", "is an error unless the condition holds", `assert(n > 0, "n is positive")`},
	"exit":      {"void exit(int status)", "ends the shell; the C function is c.exit", "exit(0)"},
	"free":      {"void free(pointer)", "frees a block of the shell, or calls libc's free", "free(p)"},
	"POINTER":   {"type POINTER(type)", "is a pointer type, as ctypes has it", "POINTER(c_int)"},
	"CFUNCTYPE": {"type CFUNCTYPE(result, parameter, ...)", "is a type of function pointers, as ctypes has it", "CFUNCTYPE(c_int, c_void_p)"},
}

// isShellFunction says whether a name is that of a shell's function; the session
// may have another of that name.
func (s *Shell) isShellFunction(name string) bool {
	_, ok := shellFunctions[name]
	return ok && !s.isSessionName(name)
}

// help is what :help shows of a function.
func (f shellFunction) help(name string) []string {
	return []string{f.usage, "A function of the shell: " + name + " " + f.does + ".", "", "    " + f.example}
}
