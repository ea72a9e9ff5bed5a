package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Random signatures, called by cshell and calling back into it. The library
// hashes every argument it gets, member by member.
func TestRandomSignatures(t *testing.T) {
	needGCC(t)
	for _, seed := range seeds(1) {
		g := newSignatures(seed)
		for i := range 100 {
			g.function(i)
			g.callback(i)
		}
		g.program.library = g.lib.String()
		g.program.compare(t, seed)
	}
}

type signatures struct {
	records
	program program
	lib     strings.Builder
	callees []callee
}

// callee is a library function that the session may call, from a callback too.
type callee struct {
	name string
	signature
}

// With TRACE set, the library shows the bytes that it mixes.
const libraryPrologue = `#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
unsigned long hash;
void mix(const void *object, int size) {
  const unsigned char *byte = object;
  for (int i = 0; i < size; i++) hash = (hash ^ byte[i]) * 1099511628211ul;
  if (!getenv("TRACE")) return;
  for (int i = 0; i < size; i++) fprintf(stderr, "%02x", byte[i]);
  fprintf(stderr, "\n");
}
`

func newSignatures(seed uint64) *signatures {
	g := &signatures{records: records{r: newRand(seed)}}
	g.program.libraryFlags = pick(g.r, []string{"-O0", "-O1", "-O2"})
	g.lib.WriteString(libraryPrologue)
	g.both(typeDeclarations)
	g.program.file.WriteString("extern unsigned long hash;\nvoid mix(const void *object, int size);\n")
	for range 25 {
		g.both(g.record())
	}
	return g
}

// both writes to the library and to what uses it.
func (g *signatures) both(text string) {
	g.lib.WriteString(text)
	g.program.file.WriteString(text)
}

// signature is a function type; what is behind fixed parameters is variadic.
type signature struct {
	result typ
	params []typ
	fixed  int
}

func (s signature) variadic() bool { return s.fixed < len(s.params) }

// variable is the same with at most so many fixed parameters, which all have a value:
// for a record of unnamed bit-fields behind the last register, gcc's callers pass
// nothing, and its va_start steps over a word.
func (s signature) variable(fixed int) signature {
	list := signature{result: s.result}
	for i, p := range s.params {
		if i < fixed && len(p.hash) == 0 {
			continue
		}
		if list.params = append(list.params, p); i < fixed {
			list.fixed++
		}
	}
	if list.fixed == 0 {
		return s
	}
	return list
}

var tVoid = typ{name: "void"}

func (g *signatures) signature() signature {
	s := signature{result: g.any()}
	if g.oneIn(10) {
		s.result = tVoid
	}
	count := g.r.IntN(8)
	if g.oneIn(6) {
		count = 10 + g.r.IntN(16)
	}
	for range count {
		s.params = append(s.params, g.any())
	}
	s.fixed = count
	return s
}

// head is the declaration of a function of this type.
func (s signature) head(name string) string {
	parts := make([]string, s.fixed)
	for i, p := range s.params[:s.fixed] {
		parts[i] = fmt.Sprintf("%s p%d", p.name, i)
	}
	if len(parts) == 0 {
		parts = []string{"void"}
	}
	if s.variadic() {
		parts = append(parts, "...")
	}
	return fmt.Sprintf("%s %s(%s)", s.result.name, name, strings.Join(parts, ", "))
}

// body hashes the parameters and returns a constant.
func (s signature) body(r *rand.Rand) string {
	var b strings.Builder
	if s.variadic() {
		fmt.Fprintf(&b, "va_list rest; va_start(rest, p%d); ", s.fixed-1)
	}
	for i, p := range s.params {
		name := fmt.Sprintf("p%d", i)
		if i >= s.fixed {
			fmt.Fprintf(&b, "%s %s = va_arg(rest, %s); ", p.name, name, p.vaArg())
		}
		b.WriteString(p.hashing(name))
	}
	return b.String() + s.returning(r)
}

func (s signature) returning(r *rand.Rand) string {
	if s.result.name == "void" {
		return ""
	}
	return "return " + s.result.expr(r) + ";"
}

// call is statements that call and hash the result.
func (s signature) call(r *rand.Rand, function string) string {
	args := make([]string, len(s.params))
	for i, p := range s.params {
		args[i] = p.expr(r)
	}
	call := function + "(" + strings.Join(args, ", ") + "); "
	if s.result.name == "void" {
		return call
	}
	return "{ " + s.result.name + " r = " + call + s.result.hashing("r") + "} "
}

// function adds a library function and a call of it: by its name, through a
// pointer, with a list of more arguments, or under a narrower declaration.
func (g *signatures) function(i int) {
	s, name := g.signature(), fmt.Sprintf("call%d", i)
	called := name
	switch g.r.IntN(5) {
	case 0:
		called = "pointer"
	case 1:
		s = s.variable(1 + g.r.IntN(max(1, s.fixed)))
	case 2:
		s = g.narrow()
	}
	g.define(name, s)
	g.callees = append(g.callees, callee{name, s})
	fmt.Fprintf(&g.program.body, "{ hash = 1; ")
	if called != name {
		fmt.Fprintf(&g.program.body, "%s = %s; ", s.head("(*pointer)"), name)
	}
	fmt.Fprintf(&g.program.body, "%sprintf(\"%s %%lx\\n\", hash); }\n", s.call(g.r, called), name)
}

func (g *signatures) define(name string, s signature) {
	fmt.Fprintf(&g.program.file, "%s;\n", s.head(name))
	if s.narrow() {
		fmt.Fprintf(&g.lib, "%s { %s }\n", s.widened().head(name), s.dirtyBody(g.r))
		return
	}
	fmt.Fprintf(&g.lib, "%s { %s }\n", s.head(name), s.body(g.r))
}

// narrow is a signature of integers only, all below 64 bits or so.
func (g *signatures) narrow() signature {
	s := signature{result: g.integer()}
	for range 1 + g.r.IntN(10) {
		s.params = append(s.params, g.integer())
	}
	s.fixed = len(s.params)
	return s
}

func (g *signatures) integer() typ {
	for {
		if t := pick(g.r, scalars); t.wide != "" {
			return t
		}
	}
}

func (s signature) narrow() bool {
	for _, p := range s.params {
		if p.wide == "" {
			return false
		}
	}
	return s.result.wide != "" && !s.variadic() && len(s.params) > 0
}

// widened is the same with registers for parameters and result.
func (s signature) widened() signature {
	w := signature{result: typ{name: "unsigned long"}, fixed: s.fixed}
	for _, p := range s.params {
		w.params = append(w.params, typ{name: p.wide})
	}
	return w
}

// dirtyBody is that of a function declared as s and defined as s.widened(): it
// checks that an argument below int fills its 32 bits, as compilers other than
// gcc expect, and leaves rubbish above the result.
func (s signature) dirtyBody(r *rand.Rand) string {
	var b strings.Builder
	for i, p := range s.params {
		if p.size() >= 4 {
			fmt.Fprintf(&b, "mix(&p%d, %d); ", i, p.size())
		} else {
			fmt.Fprintf(&b, "mix(&p%d, 4); ", i)
		}
	}
	return b.String() + "return " + dirty(s.result, s.result.init(r)) + ";"
}

// dirty is a value as a word with rubbish above the type's bits.
func dirty(t typ, value string) string {
	if t.size() == 8 {
		return "(unsigned long)(" + value + ")"
	}
	bits := 8 * t.size()
	return fmt.Sprintf("(((unsigned long)(%s) & (1UL << %d) - 1) | 0x5AA55AA55AA55AA5UL << %d)", value, bits, bits)
}

// callback adds a library function that calls its argument, on this thread or
// one of its own, and a function of the session to pass, which may call the
// library in its turn.
func (g *signatures) callback(i int) {
	s := g.signature()
	switch g.r.IntN(5) {
	case 0:
		s = g.narrow()
	case 1:
		s = s.variable(1 + g.r.IntN(5))
	}
	name, caller := fmt.Sprintf("back%d", i), fmt.Sprintf("caller%d", i)
	head := fmt.Sprintf("void %s(%s)", caller, s.head("(*f)"))
	call := s.call(g.r, "f")
	if s.narrow() && g.oneIn(2) {
		call = s.dirtyCall(g.r)
	}
	if g.oneIn(5) {
		fmt.Fprintf(&g.lib, "static void *thread%d(void *p) { %s = p; %s return 0; }\n", i, s.head("(*f)"), call)
		call = fmt.Sprintf("pthread_t id; pthread_create(&id, 0, thread%d, (void *)f); pthread_join(id, 0);", i)
	}
	fmt.Fprintf(&g.lib, "%s { %s}\n", head, call)
	nested := ""
	if len(g.callees) > 0 && g.oneIn(3) {
		c := pick(g.r, g.callees)
		nested = c.call(g.r, c.name)
	}
	fmt.Fprintf(&g.program.file, "%s;\n%s { %s%s }\n", head, s.head(name), nested, s.body(g.r))
	fmt.Fprintf(&g.program.body, "{ hash = 1; %s(%s); printf(\"%s %%lx\\n\", hash); }\n", caller, name, name)
}

// dirtyCall calls f, whose type is s, with whole registers.
func (s signature) dirtyCall(r *rand.Rand) string {
	args := make([]string, len(s.params))
	for i, p := range s.params {
		args[i] = dirty(p, p.init(r))
	}
	cast := "((" + s.resultCast() + ")f)"
	return fmt.Sprintf("{ %s r = %s(%s); %s} ", s.result.name, cast, strings.Join(args, ", "), s.result.hashing("r"))
}

// resultCast is the pointer type with all parameters unsigned long.
func (s signature) resultCast() string {
	return s.result.name + " (*)(" + strings.TrimSuffix(strings.Repeat("unsigned long, ", len(s.params)), ", ") + ")"
}
