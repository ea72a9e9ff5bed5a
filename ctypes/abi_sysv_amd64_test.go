//go:build amd64 && (linux || darwin || freebsd)

package ctypes

import (
	"fmt"
	"strings"
	"testing"
)

// placed writes locations down: "gpr0", or "gpr0@0+8 vec1@8+4" for an object
// in pieces at byte offsets; stack places are counted in words.
func placed(locs []Loc) string {
	var list []string
	for _, l := range locs {
		bank := [...]string{"gpr", "vec", "stack", "x87-"}[l.Bank]
		list = append(list, fmt.Sprintf("%s%d@%d+%d", bank, l.Index, l.Offset, l.Size))
	}
	return strings.Join(list, " ")
}

func record(types ...Type) *Record {
	r := NewRecord(false, "r")
	var fields []Field
	for i, t := range types {
		fields = append(fields, Field{Name: fmt.Sprint("m", i), Type: t})
	}
	r.mustSetFields(fields)
	return r
}

func union(types ...Type) *Record {
	r := NewRecord(true, "u")
	var fields []Field
	for i, t := range types {
		fields = append(fields, Field{Name: fmt.Sprint("m", i), Type: t})
	}
	r.mustSetFields(fields)
	return r
}

func packed(types ...Type) *Record {
	r := NewRecord(false, "p")
	if err := r.SetFields(record(types...).Fields, Packing{Packed: true}); err != nil {
		panic(err)
	}
	return r
}

// TestClassification is the psABI's section 3.2.3 as a table: where each type
// goes as the only argument, and as the result.
func TestClassification(t *testing.T) {
	bits := NewRecord(false, "bits")
	bits.mustSetFields([]Field{{Name: "a", Type: TInt, Bits: &BitField{Width: 3}}, {Name: "f", Type: TFloat}})
	tests := []struct {
		t           Type
		arg, result string
	}{
		{TInt, "gpr0@0+4", "gpr0@0+4"},
		{TBool, "gpr0@0+1", "gpr0@0+1"},
		{VoidPtr, "gpr0@0+8", "gpr0@0+8"},
		{TFloat, "vec0@0+4", "vec0@0+4"},
		{TDouble, "vec0@0+8", "vec0@0+8"},
		{TInt128, "gpr0@0+8 gpr1@8+8", "gpr0@0+8 gpr1@8+8"},
		{TLongDouble, "stack0@0+16", "x87-0@0+10"},
		{TComplexFloat, "vec0@0+8", "vec0@0+8"},
		{TComplexDouble, "vec0@0+8 vec1@8+8", "vec0@0+8 vec1@8+8"},
		{TComplexLongDouble, "stack0@0+32", "x87-0@0+10 x87-1@16+10"},
		{&Vector{TFloat, 4}, "vec0@0+16", "vec0@0+16"},
		{&Vector{TFloat, 2}, "vec0@0+8", "vec0@0+8"},
		{record(), "", ""},
		{record(TChar, TLong), "gpr0@0+8 gpr1@8+8", "gpr0@0+8 gpr1@8+8"},
		{record(TFloat, TInt, TDouble), "gpr0@0+8 vec0@8+8", "gpr0@0+8 vec0@8+8"},
		{record(TDouble, TLong), "vec0@0+8 gpr0@8+8", "vec0@0+8 gpr0@8+8"},
		{record(TFloat, TFloat), "vec0@0+8", "vec0@0+8"},
		{record(TFloat, TFloat, TFloat), "vec0@0+8 vec1@8+4", "vec0@0+8 vec1@8+4"},
		{record(TChar, TChar, TChar), "gpr0@0+3", "gpr0@0+3"},
		{record(ArrayOf(TShort, 8)), "gpr0@0+8 gpr1@8+8", "gpr0@0+8 gpr1@8+8"},
		{record(TLong, TLong, TLong), "stack0@0+24", "hidden"},
		{record(&Vector{TFloat, 4}), "vec0@0+16", "vec0@0+16"},
		{record(TLongDouble), "stack0@0+16", "x87-0@0+10"},
		{record(TComplexLongDouble), "stack0@0+32", "hidden"},
		{record(record(TDouble), record()), "vec0@0+8", "vec0@0+8"},
		{record(TInt, ArrayOf(TLong, -1)), "gpr0@0+8", "gpr0@0+8"},
		{union(TInt, TDouble), "gpr0@0+8", "gpr0@0+8"},
		{union(TFloat, TDouble), "vec0@0+8", "vec0@0+8"},
		{union(TLongDouble, TInt), "stack0@0+16", "hidden"},
		{packed(TChar, TLong), "stack0@0+9", "hidden"},
		{packed(TChar, TChar, TChar), "gpr0@0+3", "gpr0@0+3"},
		{bits, "gpr0@0+8", "gpr0@0+8"},
		{&Typedef{Name: "aligned", Under: TInt, AlignTo: 16}, "gpr0@0+4", "gpr0@0+4"},
	}
	for _, test := range tests {
		plan, err := Plan(function(TVoid, test.t), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := placed(plan.Args[0].Locs); got != test.arg {
			t.Errorf("%s %v as argument: got %q, want %q", test.t, fieldTypes(test.t), got, test.arg)
		}
		plan, err = Plan(function(test.t), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := placed(plan.Result.Locs)
		if plan.Hidden {
			got = "hidden"
		}
		if got != test.result {
			t.Errorf("%s %v as result: got %q, want %q", test.t, fieldTypes(test.t), got, test.result)
		}
	}
}

func fieldTypes(t Type) (types []Type) {
	if r, ok := t.(*Record); ok {
		for _, f := range r.Fields {
			types = append(types, f.Type)
		}
	}
	return types
}

// TestExhaustion: what does not fit in the registers left goes to the stack
// whole, and leaves the registers to what follows.
func TestExhaustion(t *testing.T) {
	long6 := []Type{TLong, TLong, TLong, TLong, TLong}
	pair := record(TLong, TLong)
	tests := []struct {
		name   string
		result Type
		args   []Type
		want   string // of the arguments from the sixth on
		words  int
	}{
		{"a pair with one register left", TVoid, append(long6, pair, TInt, TInt), "stack0@0+16, gpr5@0+4, stack2@0+4", 3},
		{"__int128 is aligned on the stack", TVoid, append(long6, TLong, TLong, TInt128), "gpr5@0+8, stack0@0+8, stack2@0+16", 4},
		{"long double is aligned", TVoid, append(long6, TLong, TLong, TLongDouble, TLong), "gpr5@0+8, stack0@0+8, stack2@0+16, stack4@0+8", 5},
		{"a hidden result takes a register", record(TLong, TLong, TLong), append(long6, TLong), "stack0@0+8", 1},
		{"mixed pair without a general register", TVoid, append(long6, TLong, record(TLong, TDouble), TDouble), "gpr5@0+8, stack0@0+16, vec0@0+8", 2},
		{"doubles", TVoid, append(long6, TDouble, TDouble, TDouble, TDouble, TDouble, TDouble, TDouble, TComplexDouble, TDouble, TDouble),
			"vec0@0+8, vec1@0+8, vec2@0+8, vec3@0+8, vec4@0+8, vec5@0+8, vec6@0+8, stack0@0+16, vec7@0+8, stack2@0+8", 3},
	}
	for _, test := range tests {
		plan, err := Plan(function(test.result, test.args...), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range plan.Args[5:] {
			got = append(got, placed(a.Locs))
		}
		if s := strings.Join(got, ", "); s != test.want || plan.StackWords != test.words {
			t.Errorf("%s: got %s, %d words; want %s, %d", test.name, s, plan.StackWords, test.want, test.words)
		}
	}
}

func TestPlanRefuses(t *testing.T) {
	later := NewRecord(false, "later")
	wide := &Vector{TDouble, 4}
	tests := []struct {
		fn   *Func
		want string
	}{
		{function(TVoid, TInt, later), "argument 2 of type struct later is incomplete"},
		{function(later), "the result of type struct later is incomplete"},
		{function(TVoid, record(wide)), "argument 1 of type struct r has vectors of more than 16 bytes"},
		{function(TVoid, ArrayOf(TInt, 2)), "argument 1 of type int [2] is an array, which is not passed by value"},
		{function(TVoid, TVoid), "argument 1 of type void is incomplete"},
	}
	for _, test := range tests {
		if _, err := Plan(test.fn, nil); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// TestStoreExtends: the register of a narrow integer holds it extended.
func TestStoreExtends(t *testing.T) {
	for _, test := range []struct {
		v    Value
		want uint64
	}{
		{IntValue(TSChar, -2), 1<<64 - 2},
		{IntValue(TUChar, 254), 254},
		{IntValue(TShort, -1), 1<<64 - 1},
		{IntValue(TInt, -5), 1<<64 - 5},
		{IntValue(TUInt, -5), 1<<32 - 5},
		{IntValue(TBool, 1), 1},
	} {
		plan, err := Plan(function(TVoid, test.v.Type), nil)
		if err != nil {
			t.Fatal(err)
		}
		var img Image
		plan.Args[0].Store(&img, test.v.Bytes())
		if img.GPR[0] != test.want {
			t.Errorf("%s %s: got %#x", test.v.Type, test.v, img.GPR[0])
		}
	}
}
