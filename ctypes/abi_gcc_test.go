package ctypes

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The tests of this file let Plan fill an Image, have a C program put it into
// the machine and call a function that gcc compiled, and compare the arguments
// that arrived and the result that came back.

const abiPrologue = `
#include <stdio.h>
#include <string.h>
#include <stdarg.h>
#include <stdlib.h>
typedef unsigned long word;
struct image { word gpr[8], vec[8][2], nvec, nstack; const word *stack; word retgpr[2], retvec[2][2], retx87[2][2], x87; };
void call_image(struct image *, void *fn);
// offsets: gpr 0, vec 64, nvec 192, nstack 200, stack 208, retgpr 216, retvec 232, retx87 264, x87 296
__asm__(
".text\n.globl call_image\ncall_image:\n"
"	push %rbp\n	mov %rsp, %rbp\n	push %rbx\n	push %r12\n"
"	mov %rdi, %rbx\n	mov %rsi, %r12\n"
"	mov 200(%rbx), %rcx\n	lea 0(,%rcx,8), %rax\n	sub %rax, %rsp\n	and $-64, %rsp\n"
"	mov 208(%rbx), %rsi\n	mov %rsp, %rdi\n	rep movsq\n"
"	movups 64(%rbx), %xmm0\n	movups 80(%rbx), %xmm1\n	movups 96(%rbx), %xmm2\n	movups 112(%rbx), %xmm3\n"
"	movups 128(%rbx), %xmm4\n	movups 144(%rbx), %xmm5\n	movups 160(%rbx), %xmm6\n	movups 176(%rbx), %xmm7\n"
"	mov 0(%rbx), %rdi\n	mov 8(%rbx), %rsi\n	mov 16(%rbx), %rdx\n	mov 24(%rbx), %rcx\n	mov 32(%rbx), %r8\n	mov 40(%rbx), %r9\n"
"	mov 192(%rbx), %rax\n	call *%r12\n"
"	mov %rax, 216(%rbx)\n	mov %rdx, 224(%rbx)\n	movups %xmm0, 232(%rbx)\n	movups %xmm1, 248(%rbx)\n"
"	mov 296(%rbx), %rcx\n	test %rcx, %rcx\n	jz 1f\n	fstpt 264(%rbx)\n	dec %rcx\n	jz 1f\n	fstpt 280(%rbx)\n"
"1:	lea -16(%rbp), %rsp\n	pop %r12\n	pop %rbx\n	pop %rbp\n	ret\n");
static void hex(const volatile void *p, int n) { putchar(' '); for (int i = 0; i < n; i++) printf("%02x", ((unsigned char *)p)[i]); }
static char hidden[1024] __attribute__((aligned(64)));
`

// signature is one random call.
type signature struct {
	fn      *Func
	args    []Type
	objects [][]byte
	result  []byte
	plan    *CallPlan
}

func (s *signature) String() string {
	var args []string
	for _, t := range s.args {
		args = append(args, t.String())
	}
	return fmt.Sprintf("%s, called with (%s)", Declare(s.fn, "f"), strings.Join(args, ", "))
}

func randomSignature(rnd *rand.Rand, pool []Type) (*signature, error) {
	pick := func() Type { return pool[rnd.IntN(len(pool))] }
	s := &signature{fn: &Func{Result: pick(), Proto: true}}
	for range rnd.IntN(10) {
		t := pick()
		s.fn.Params = append(s.fn.Params, Param{Type: t})
		s.args = append(s.args, t)
	}
	if len(s.args) > 0 && rnd.IntN(3) == 0 {
		s.fn.Variadic = true
		s.fn.Params = s.fn.Params[:1+rnd.IntN(len(s.args))]
		for i := len(s.fn.Params); i < len(s.args); i++ {
			s.args[i] = DefaultPromote(s.args[i])
		}
	}
	for _, t := range s.args {
		s.objects = append(s.objects, randomObject(rnd, t))
	}
	s.result = randomObject(rnd, s.fn.Result)
	var err error
	s.plan, err = Plan(s.fn, s.args)
	return s, err
}

// randomObject has random bytes where members lie, and zeros in the padding.
func randomObject(rnd *rand.Rand, t Type) []byte {
	if b, ok := Unwrap(t).(*Basic); ok {
		return randomValue(rnd, b).Bytes()
	}
	object := make([]byte, t.Size())
	for i := range object {
		object[i] = byte(rnd.Uint32())
	}
	return masked(t, object)
}

// masked clears the padding.
func masked(t Type, object []byte) []byte {
	mask := make([]byte, len(object))
	occupy(t, mask)
	for i := range object {
		mask[i] &= object[i]
	}
	return mask
}

func occupy(t Type, mask []byte) {
	size := t.Size()
	switch u := Unwrap(t).(type) {
	case *Array:
		for i := range max(u.Len, 0) {
			occupy(u.Elem, mask[i*u.Elem.Size():])
		}
		return
	case *Record:
		for _, f := range u.Fields {
			occupyField(f, mask)
		}
		return
	case *Basic:
		switch u.Kind {
		case LongDouble:
			size = 10
		case ComplexLongDouble:
			occupy(TLongDouble, mask)
			occupy(TLongDouble, mask[16:])
			return
		}
	}
	for i := range size {
		mask[i] = 0xff
	}
}

func occupyField(f Field, mask []byte) {
	if f.Bits == nil {
		occupy(f.Type, mask[f.Offset:])
		return
	}
	if f.Name == "" {
		return
	}
	for i := range f.Bits.Width {
		bit := f.Bits.Offset + i
		mask[bit/8] |= 1 << (bit % 8)
	}
}

// image fills an Image from the objects.
func (s *signature) image() *Image {
	img := &Image{Stack: make([]uint64, s.plan.StackWords), NVec: uint64(s.plan.NVec), X87: uint64(s.plan.X87)}
	for i := range s.args {
		s.plan.Args[i].Store(img, s.objects[i])
	}
	return img
}

// callee is the C function: it prints its arguments and returns the result.
func (s *signature) callee(n int) string {
	var c strings.Builder
	fn := &Func{Result: s.fn.Result, Variadic: s.fn.Variadic, Proto: true}
	for i, p := range s.fn.Params {
		fn.Params = append(fn.Params, Param{fmt.Sprintf("a%d", i), p.Type})
	}
	fmt.Fprintf(&c, "static const unsigned char r%d[] __attribute__((aligned(64))) = %s;\n", n, cBytes(s.result))
	fmt.Fprintf(&c, "%s {\n", Declare(fn, fmt.Sprintf("f%d", n)))
	if fn.Variadic {
		fmt.Fprintf(&c, "va_list ap; va_start(ap, a%d);\n", len(fn.Params)-1)
	}
	for i, t := range s.args {
		if i >= len(fn.Params) {
			fmt.Fprintf(&c, "%s = va_arg(ap, %s);\n", Declare(t, fmt.Sprintf("a%d", i)), t)
		}
		fmt.Fprintf(&c, "hex(&a%d, sizeof a%d);\n", i, i)
	}
	fmt.Fprintf(&c, "puts(\"\"); %s; memcpy(&r, r%d, sizeof r); return r; }\n", Declare(s.fn.Result, "r"), n)
	return c.String()
}

func cBytes(b []byte) string {
	var s strings.Builder
	s.WriteString("{0")
	for i, c := range b {
		if i == 0 {
			s.Reset()
			s.WriteString("{")
		}
		fmt.Fprintf(&s, "%d,", c)
	}
	return s.String() + "}"
}

func cWords(words []uint64) string {
	var s strings.Builder
	for _, w := range words {
		fmt.Fprintf(&s, "%#x,", w)
	}
	return s.String()
}

// call is the C code that calls it and prints the machine's results.
func (s *signature) call(n int) string {
	img := s.image()
	hidden := ""
	if s.plan.Hidden {
		hidden = "m.gpr[0] = (word)hidden;"
	}
	var vec []uint64
	for _, v := range img.Vec {
		vec = append(vec, v[0], v[1])
	}
	return fmt.Sprintf(`{ static const word stack[] = {%s 0}; struct image m = { .gpr = {%s}, .nvec = %d, .nstack = %d, .stack = stack, .x87 = %d };
static const word vec[8][2] = {%s}; memcpy(m.vec, vec, sizeof vec); %s
call_image(&m, f%d); hex(m.retgpr, 16); hex(m.retvec, 32); hex(m.retx87, 32); hex(hidden, %d); printf(" %%d\n", m.retgpr[0] == (word)hidden); }
`, cWords(img.Stack), cWords(img.GPR[:]), img.NVec, len(img.Stack), img.X87, cWords(vec), hidden, n, s.fn.Result.Size())
}

// check compares the two lines that the call printed.
func (s *signature) check(arrived, returned string) error {
	for i, field := range fieldsOf(arrived) {
		object, _ := hex.DecodeString(field)
		if !bytes.Equal(masked(s.args[i], object), s.objects[i]) {
			return fmt.Errorf("argument %d, a %s: sent %x, arrived %x", i+1, s.args[i], s.objects[i], object)
		}
	}
	got, err := s.loadResult(fieldsOf(returned))
	if err == nil && !bytes.Equal(masked(s.fn.Result, got), s.result) {
		err = fmt.Errorf("returned %x, got %x", s.result, got)
	}
	return err
}

// fieldsOf keeps empty fields, which empty structs print.
func fieldsOf(line string) []string {
	if line == "" {
		return nil
	}
	return strings.Split(line[1:], " ")
}

func (s *signature) loadResult(fields []string) ([]byte, error) {
	if s.plan.Hidden {
		object, err := hex.DecodeString(fields[3])
		if fields[4] != "1" {
			err = fmt.Errorf("the hidden address did not come back")
		}
		return object, err
	}
	var img Image
	for i, to := range []any{&img.RetGPR, &img.RetVec, &img.RetX87} {
		raw, err := hex.DecodeString(fields[i])
		if err != nil {
			return nil, err
		}
		raw = append(raw, make([]byte, 64)...)
		if _, err := binary.Decode(raw, binary.LittleEndian, to); err != nil {
			return nil, err
		}
	}
	object := make([]byte, s.fn.Result.Size())
	s.plan.Result.Load(&img, object)
	return object, nil
}

// TestCallsAsGCC passes random arguments to compiled functions.
func TestCallsAsGCC(t *testing.T) {
	forRounds(t, func(rnd *rand.Rand) {
		g := newRecordGenerator(rnd.Uint64())
		for range 300 {
			g.record()
		}
		pool := passable(g.pool)
		var signatures []*signature
		var main strings.Builder
		for n := range 250 {
			s, err := randomSignature(rnd, pool)
			if err != nil {
				t.Fatalf("%s: %v", s, err)
			}
			signatures = append(signatures, s)
			g.text.WriteString(s.callee(n))
			main.WriteString(s.call(n))
		}
		lines := runC(t, abiPrologue+g.text.String()+"int main(void) {\n"+main.String()+"}\n")
		for n, s := range signatures {
			if err := s.check(lines[2*n], lines[2*n+1]); err != nil {
				t.Errorf("%s: %v", s, err)
			}
		}
	})
}

// passable are the types that a prototype and va_arg can name, small ones more
// often than large ones. A record of unnamed bit-fields only is left out: gcc
// gives it a register, but no place on the stack.
func passable(pool []Type) (types []Type) {
	for _, t := range pool {
		switch {
		case QualsOf(t) != 0 || t.Size() > 200 || onlyPadding(t):
		case t.Size() <= 16:
			types = append(types, t, t, t)
		default:
			types = append(types, t)
		}
	}
	return types
}

// TestCallbackArguments reads back from a Frame what Store put in an Image.
func TestCallbackArguments(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	g := newRecordGenerator(7)
	for range 300 {
		g.record()
	}
	pool := passable(g.pool)
	for range 500 {
		s, err := randomSignature(rnd, pool)
		if err != nil {
			t.Fatal(err)
		}
		img := s.image()
		frame := Frame{GPR: img.GPR, Vec: img.Vec}
		stack, _ := binary.Append(nil, binary.LittleEndian, img.Stack)
		for i := range s.args {
			object := make([]byte, len(s.objects[i]))
			s.plan.Args[i].LoadArg(&frame, stack, object)
			if !bytes.Equal(masked(s.args[i], object), s.objects[i]) {
				t.Errorf("%s: argument %d: sent %x, arrived %x", s, i+1, s.objects[i], object)
			}
		}
		checkCallbackResult(t, s)
	}
}

func checkCallbackResult(t *testing.T, s *signature) {
	if s.plan.Hidden {
		return
	}
	var frame Frame
	s.plan.StoreResult(&frame, s.result)
	img := Image{RetGPR: frame.RetGPR, RetVec: frame.RetVec, RetX87: frame.RetX87}
	object := make([]byte, len(s.result))
	s.plan.Result.Load(&img, object)
	if !bytes.Equal(object, s.result) || frame.X87 != uint64(s.plan.X87) {
		t.Errorf("%s: result %x came back as %x", s, s.result, object)
	}
}

func onlyPadding(t Type) bool {
	mask := make([]byte, t.Size())
	occupy(t, mask)
	return len(mask) > 0 && !slices.ContainsFunc(mask, func(b byte) bool { return b != 0 })
}
