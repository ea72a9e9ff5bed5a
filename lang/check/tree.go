// Package check gives names, types and conversions to what was parsed, and
// refuses what is wrong before anything runs. Its result is the typed tree of
// this file: every conversion is a node, every address is base, index, scale
// and offset, every run-time check is written down, and every node has a span.
// The evaluator reads this tree and nothing else.
package check

import (
	"cshell/ctypes"
	"cshell/diag"
)

// Expr is a checked expression. An expression that IsPlace is an lvalue; used
// as an operand it is read, except under Addr, Assign, AssignOp, IncDec, Decay
// and Member access, which take its place.
type Expr interface {
	Type() ctypes.Type
	Span() diag.Span
}

// Typed is embedded in every expression node.
type Typed struct {
	T  ctypes.Type
	At diag.Span
}

// Type is the type of the expression's value.
func (t *Typed) Type() ctypes.Type { return t.T }

// Span is where it stands in the source.
func (t *Typed) Span() diag.Span { return t.At }

// Places (lvalues). All but a slot variable lie in memory.
type (
	// VarRef is a variable.
	VarRef struct {
		Typed
		Var *Var
	}
	// Mem is the object at Base + Index*Scale + Offset. Base is a pointer (or
	// a Decay or Addr of a place); Index is nil or a long.
	Mem struct {
		Typed
		Base   Expr
		Index  Expr
		Scale  int64 // bytes; 0 where Stride, a long, tells them
		Stride Expr
		Offset int64            // bytes
		Bits   *ctypes.BitField // Offset of the bits counts from this place
		Check  Bound
	}
	// StrLit is a string literal: an array in session memory.
	StrLit struct {
		Typed
		Bytes []byte // with the terminating zero unit
	}
	// Symbol is a foreign function or data symbol. Lib restricts it to one
	// library and its dependencies; LibExpr does so where the library is known
	// only when it runs; with neither it is searched in load order.
	Symbol struct {
		Typed
		Name    string // what dlsym is asked: an asm label may differ from C's name
		Called  string // C's name, for messages; empty: Name
		Lib     *Library
		LibExpr Expr
		Guess   bool // no type was known: a function returning long
	}
	// Temp is an unnamed object, made anew each time: a compound literal, a
	// T(…), a brace list as argument. Life says how long it lives.
	Temp struct {
		Typed
		Init *Init
		Life Lifetime
	}
	// ErrorField and ListItem are read-only; see Values.
)

// Bound says what a Mem must be checked against.
type Bound struct {
	Kind  BoundKind
	Len   int64  // elements, for BoundLen
	Count Expr   // elements, for BoundCount: a long
	Name  string // what the message calls the object: buf
	What  string // its type: char[32]
}

// BoundKind is the kind of a check on a Mem.
type BoundKind uint8

// The checks.
const (
	BoundNone  BoundKind = iota // proven at check time
	BoundLen                    // 0 <= Index < Len (one array, inside one variable)
	BoundCount                  // 0 <= Index < Count, which the run knows
	BoundSlice                  // Base is a slice value: its run-time length counts
	BoundOwner                  // a pointer: stay in the owned block that Base points into, be readable otherwise
)

// Lifetime of a Temp.
type Lifetime uint8

// The lifetimes.
const (
	LifeCall    Lifetime = iota // until the enclosing full expression ends
	LifeBlock                   // until the enclosing function returns
	LifeSession                 // for ever (owned block)
)

// Values.
type (
	// Const is a scalar constant; null pointers are Const of pointer type.
	Const struct {
		Typed
		Value ctypes.Value
		// Literal and Radix are set where the user wrote this very constant
		// (perhaps signed), for "300 does not fit in unsigned char".
		Literal bool
		Radix   int
	}
	// TypeVal is a type used as a value.
	TypeVal struct {
		Typed // TypeType
		Of    ctypes.Type
	}
	// LibVal is a library known when checked (c, m, or bound by :load).
	LibVal struct {
		Typed // LibraryType
		Lib   *Library
	}
	// FuncRef is a session function as designator. While Fn.Body is nil it is
	// only declared: the foreign function Fn.Symbol is meant, if some library
	// exports it by the time it is called.
	FuncRef struct {
		Typed // *ctypes.Func
		Fn    *Func
	}
	// Addr is &X.
	Addr struct {
		Typed
		X Expr
	}
	// Decay turns an array place into a pointer to its first element, a slice
	// into the same, or a function designator into its C address.
	Decay struct {
		Typed
		X Expr
	}
	// Conv converts a scalar to the scalar type T, or AnyType to T (checked
	// when it runs), or anything to AnyType.
	Conv struct {
		Typed
		X        Expr
		Explicit bool // a cast
	}
	// Neg, BitNot and Not are - ~ !; Not's operand is any scalar.
	Neg struct {
		Typed
		X Expr
	}
	BitNot struct {
		Typed
		X Expr
	}
	Not struct {
		Typed
		X Expr
	}
	// BitsOf is a function of the bits of X, an unsigned integer of 2, 4 or 8 bytes.
	BitsOf struct {
		Typed
		Op ctypes.BitOp
		X  Expr
	}
	// Narrow is X, an integer, cut down to Bits bits and extended again.
	Narrow struct {
		Typed
		X    Expr
		Bits int64
	}
	// Binary computes on two operands of one type (shifts: Y has its own);
	// comparisons, also of pointers, give int.
	Binary struct {
		Typed
		Op   ctypes.Op
		X, Y Expr
	}
	// PtrAdd is P + I*Scale; I is a long. PtrDiff is (P - Q)/Scale.
	PtrAdd struct {
		Typed
		P, I  Expr
		Scale int64
	}
	PtrDiff struct {
		Typed
		P, Q  Expr
		Scale int64
	}
	// Logic is && (And) or ||.
	Logic struct {
		Typed
		And  bool
		X, Y Expr
	}
	Cond struct {
		Typed
		C, X, Y Expr
	} // X nil: C ?: Y
	Comma struct {
		Typed
		X, Y Expr
	}
	// StmtExpr runs Body, which no jump leaves, and gives X; nil: nothing.
	StmtExpr struct {
		Typed
		Body []Stmt
		X    Expr
	}
	// Assign stores Y, already converted, in the place X; records and arrays
	// (of one type) are copied.
	Assign struct {
		Typed
		X, Y Expr
	}
	// AssignText copies a string (a char pointer or array) into the char array
	// or slice X, with its NUL where that fits; a longer one is an error.
	AssignText struct {
		Typed
		X, Y Expr
	}
	// AssignElems copies the elements of the array or slice Y into the array
	// or slice X, which must have as many; of a brace list (Braces) X may have
	// more, which become zero.
	AssignElems struct {
		Typed
		X, Y   Expr
		Braces bool
	}
	// AssignOp is X = (type of X)((Arith)X op Y), X evaluated once. For
	// pointers Scale is the element size and Arith is nil.
	AssignOp struct {
		Typed
		Op    ctypes.Op
		Arith ctypes.Type
		X, Y  Expr
		Scale int64
	}
	// Atomic is one step on the object X that no other thread can come between.
	// The value is what was there; with New, what is there then.
	Atomic struct {
		Typed
		Op   AtomicOp
		X    Expr // of 1, 2, 4 or 8 bytes; nil for AtomicFence
		Y    Expr // converted to the type of X; nil for AtomicLoad
		Want Expr // for AtomicCompare: what X must be, converted
		New  bool
	}
	// AtomicTry stores Y in X if that equals the place Want, in which what was
	// there is put otherwise. The value says whether.
	AtomicTry struct {
		Typed
		X, Y, Want Expr
	}
	// IncDec is ++ or --; Delta is 1, -1 or, for pointers, ± element size.
	IncDec struct {
		Typed
		X     Expr
		Delta int64
		Post  bool
	}
	// SliceOf is X[Lo:Hi] of an array, slice or pointer: a SliceType value.
	// Hi nil: the length of X. Whole says that X is the decayed form of a
	// variable length array, and the slice is that array.
	SliceOf struct {
		Typed
		X, Lo, Hi Expr
		Elem      ctypes.Type
		Name      string
		Whole     bool
	}
	// MemberOf reads a member of a record that is not a place (f().x).
	MemberOf struct {
		Typed
		X      Expr
		Offset int64
		Bits   *ctypes.BitField
	}
	// Call calls a foreign or session function. Fn is a Symbol, a FuncRef or
	// a function pointer value. Args are converted; those past len(Sig.Params)
	// have their default promotions.
	Call struct {
		Typed
		Fn         Expr
		Sig        *ctypes.Func
		Args       []Expr
		Name       string // for messages
		Guess      bool
		Errcheck   *Func // called with the result; its value replaces it (T is its type)
		Format     *FormatCheck
		TellsErrno bool // it says what errno stands for
	}
	// Builtin is one of the shell's own functions.
	Builtin struct {
		Typed
		ID   BuiltinID
		Args []Expr
	}
	// New allocates an owned block: Count elements (nil: one object) of Elem.
	New struct {
		Typed
		Elem  ctypes.Type
		Count Expr
		Init  *Init
	}
	// List is a list of AnyType values; ListItem indexes one.
	List struct {
		Typed
		Items []Expr
	}
	ListItem struct {
		Typed
		X, I Expr
	}
	// ErrorField reads a field of the error that a catch block caught.
	ErrorField struct {
		Typed
		Var  *Var
		Name string // message kind signal address function status block
	}
	// History is $N or _, a copy made by an echo.
	History struct {
		Typed
		N int
	}
	// SetAttr is f.argtypes = …, f.restype = …, f.errcheck = …; Apply does it
	// (the checker already counts with it in what follows).
	SetAttr struct {
		Typed // void
		Apply func()
	}
)

// FormatCheck asks for a printf or scanf format to be checked before the call.
// Where the format is a literal the checker has done it and this is nil.
type FormatCheck struct {
	Scan   bool
	Wide   bool // the format is a wchar_t *
	Format int  // index of the format argument
	First  int  // index of the first variable argument
}

// Init fills an object of a known type. Bytes not written are zero.
type Init struct {
	Size  int64 // bytes to clear first; grows with a flexible or incomplete array
	Items []InitItem
}

// InitItem stores Value at Offset, or zeros (nil) over what an item before it has
// stored. A string literal for a char array is a Value of array type (StrLit),
// copied up to Size bytes.
type InitItem struct {
	Offset int64
	Type   ctypes.Type
	Bits   *ctypes.BitField
	Value  Expr
}

// Var is a variable.
type Var struct {
	Name  string
	Type  ctypes.Type
	At    diag.Span
	Align int64 // of _Alignas or aligned(n) on the variable, 0 = its type's
	Store Storage

	Slot   int     // SlotVar: index in the frame's slots (a SliceType takes two); BlockVar: where the address is
	Offset int64   // FrameVar: bytes in the frame's memory
	Addr   uintptr // SessionVar: fixed C memory, set by eval when it compiles the declaration; SliceType, list and library variables when it runs
	Len    int64   // of SliceType: elements where that is known; of a SessionVar set when it runs
	Object any     // SessionVar of list, library or any type: the value

	// Live is set when the declaration has run; Session drops variables whose
	// initialiser failed.
	Live bool
	// Dead is set by del.
	Dead bool
	// AddressTaken puts a local in memory.
	AddressTaken bool
	// Exposed counts the expressions through which its address may leave the
	// function: &x, and an array that decays other than to be indexed.
	Exposed int
}

// Storage says where a variable lives.
type Storage uint8

// The storages.
const (
	SessionVar Storage = iota // session variables and static locals
	SlotVar                   // scalar local whose address is not taken
	FrameVar                  // other locals
	BlockVar                  // locals whose address may leave the function, and variable length arrays: a block of their own for each call
)

// Func is a session function. Calls go through this cell, so a definition
// that replaces the body reaches every caller.
type Func struct {
	Name      string
	Sig       *ctypes.Func
	At        diag.Span
	Params    []*Var  // a variadic one's last holds the address of its va_list
	Body      *Block  // nil while only declared
	Symbol    string  // what dlsym is asked while Body is nil
	Slots     int     // 8-byte slots of the frame
	FrameSize int64   // bytes of frame memory
	Blocks    []*Var  // the locals that are blocks
	Code      any     // eval's
	CEntry    uintptr // C address, 0 until it is first wanted
	Dead      bool
}

// Library is a loaded library. Handle is native's; Name is the short name.
type Library struct {
	Name   string
	Path   string
	Soname string
	Handle uintptr
	Closed bool
}

// AtomicOp is what an atomic operation stores.
type AtomicOp uint8

// The atomic operations on X and Y.
const (
	AtomicFence AtomicOp = iota // nothing
	AtomicLoad                  // nothing
	AtomicSet                   // Y
	AtomicAdd
	AtomicSub
	AtomicAnd
	AtomicOr
	AtomicXor
	AtomicNand
	AtomicCompare // Y if X equals Want
)

// BuiltinID names a builtin.
type BuiltinID uint8

// The builtins that run. Those that the checker folds (sizeof, offsetof,
// typeof, POINTER …) have no ID.
const (
	BLoad BuiltinID = iota // load CDLL: a library
	BFindLibrary
	BSymbols
	BAddressof
	BString  // string string_at: char *
	BWString // wchar_t *
	BBytes   // bytes peek: slice of unsigned char
	BPoke
	BBuffer        // buffer(n): slice of char
	BBufferText    // buffer("text")
	BUnicodeBuffer // create_unicode_buffer(n or L"…")
	BLen           // of a slice or list
	BPrint
	BAssert
	BExit
	BErrno  // errno as an lvalue: T is int; Args is empty
	BFree   // free(p): owned or libc's
	BRaw    // .raw of a char slice or any object: slice
	BVaList // a va_list from arguments
	BLength // its argument, a length of an array, unless that can be none
	BVaCopy // va_start va_copy: Args are addresses of two va_lists
	BVaNext // va_arg: the address of the next argument of a va_list; T points to its type
)
