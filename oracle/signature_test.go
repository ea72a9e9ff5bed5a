package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Random signatures, called by cshell and calling back into it. The library
// hashes every argument it gets, leaf by leaf, so that padding does not count.
func TestRandomSignatures(t *testing.T) {
	needGCC(t)
	for _, seed := range seeds(2) {
		p := &program{}
		g := &signatures{r: newRand(seed), program: p}
		g.prologue()
		for i := range 12 {
			g.record(i)
		}
		for i := range 100 {
			g.function(i)
			g.callback(i)
		}
		p.library = g.lib.String()
		p.compare(t, seed)
	}
}

// typ is a type that can be passed: its C name, how to write a random value,
// and the leaves to hash.
type typ struct {
	name   string
	leaves []leaf
	value  func(r *rand.Rand) string
}

// leaf is a member path ("" for the object itself) and how many bytes count;
// a bit-field is hashed through a copy.
type leaf struct {
	path string
	typ  string
	size int
	bits bool
}

type signatures struct {
	r       *rand.Rand
	program *program
	lib     strings.Builder
	records []typ
}

var scalars = []struct {
	name string
	size int
	kind string
}{
	{"char", 1, "i"}, {"signed char", 1, "i"}, {"unsigned char", 1, "i"}, {"_Bool", 1, "b"}, {"short", 2, "i"},
	{"unsigned short", 2, "i"}, {"int", 4, "i"}, {"unsigned int", 4, "i"}, {"long", 8, "i"},
	{"unsigned long long", 8, "i"}, {"float", 4, "f"}, {"float", 4, "f"}, {"double", 8, "f"}, {"double", 8, "f"},
	{"void *", 8, "p"}, {"long double", 10, "f"}, {"__int128", 16, "i"}, {"float _Complex", 8, "c"},
	{"double _Complex", 16, "c"}, {"enum shade", 4, "e"},
}

func (g *signatures) scalar(memberOnly bool) typ {
	for {
		s := pick(g.r, scalars)
		if memberOnly && s.kind == "e" {
			continue
		}
		kind := s.kind
		return typ{s.name, []leaf{{"", s.name, s.size, false}}, func(r *rand.Rand) string { return scalarValue(r, kind, s.size) }}
	}
}

func scalarValue(r *rand.Rand, kind string, size int) string {
	switch kind {
	case "b":
		return fmt.Sprint(r.IntN(2))
	case "f":
		return fmt.Sprintf("%d.%d", r.IntN(2000)-1000, r.IntN(1000))
	case "c":
		return fmt.Sprintf("(%d.5 + %d.25 * 1.0i)", r.IntN(100), r.IntN(100))
	case "p":
		return fmt.Sprintf("(void *)%d", r.IntN(1<<30))
	case "e":
		return "DARK"
	}
	return fmt.Sprint(r.IntN(100))
}

// any is a scalar or one of the records.
func (g *signatures) any() typ {
	if g.r.IntN(3) == 0 {
		return pick(g.r, g.records)
	}
	return g.scalar(false)
}

func (g *signatures) prologue() {
	shared := "enum shade { LIGHT, DARK = 7 };\n"
	g.lib.WriteString("#include <stdarg.h>\n#include <complex.h>\n" + shared + `unsigned long hash;
void mix(const void *object, int size) {
  const unsigned char *byte = object;
  for (int i = 0; i < size; i++) hash = (hash ^ byte[i]) * 1099511628211ul;
}
`)
	g.program.file.WriteString(shared + "extern unsigned long hash;\nvoid mix(const void *object, int size);\n")
}

// record makes a struct or union with random members and its hash function.
func (g *signatures) record(i int) typ {
	name := fmt.Sprintf("struct s%d", i)
	var body strings.Builder
	var leaves []leaf
	var values []func(*rand.Rand) string
	size := 0
	for j := range 1 + g.r.IntN(5) {
		m := fmt.Sprintf("m%d", j)
		switch g.r.IntN(8) {
		case 0:
			width := 1 + g.r.IntN(14)
			fmt.Fprintf(&body, "unsigned int %s : %d; ", m, width)
			leaves = append(leaves, leaf{"." + m, "unsigned int", 4, true})
			values = append(values, func(r *rand.Rand) string { return fmt.Sprint(r.IntN(1 << width)) })
			continue
		case 1:
			if len(g.records) > 0 {
				inner := pick(g.r, g.records)
				fmt.Fprintf(&body, "%s %s; ", inner.name, m)
				for _, l := range inner.leaves {
					l.path = "." + m + l.path
					leaves = append(leaves, l)
				}
				values = append(values, func(r *rand.Rand) string { return "{" + inner.fields(r) + "}" })
				continue
			}
		case 2:
			s, n := g.scalar(true), 1+g.r.IntN(3)
			fmt.Fprintf(&body, "%s %s[%d]; ", s.name, m, n)
			for k := range n {
				leaves = append(leaves, leaf{fmt.Sprintf(".%s[%d]", m, k), s.name, s.leaves[0].size, false})
			}
			values = append(values, func(r *rand.Rand) string {
				parts := make([]string, n)
				for k := range parts {
					parts[k] = s.value(r)
				}
				return "{" + strings.Join(parts, ", ") + "}"
			})
			continue
		}
		s := g.scalar(true)
		fmt.Fprintf(&body, "%s %s; ", s.name, m)
		size += s.leaves[0].size
		leaves = append(leaves, leaf{"." + m, s.name, s.leaves[0].size, false})
		values = append(values, s.value)
	}
	packed := ""
	if g.r.IntN(6) == 0 {
		packed = " __attribute__((packed))"
	}
	text := fmt.Sprintf("%s { %s}%s;\n", name, body.String(), packed)
	t := typ{name, leaves, func(r *rand.Rand) string {
		parts := make([]string, len(values))
		for k, v := range values {
			parts[k] = v(r)
		}
		return "(" + name + "){" + strings.Join(parts, ", ") + "}"
	}}
	g.lib.WriteString(text)
	g.program.file.WriteString(text)
	g.records = append(g.records, t)
	return t
}

// fields is the inside of a record's initialiser.
func (t typ) fields(r *rand.Rand) string {
	v := t.value(r)
	open := strings.IndexByte(v, '{')
	return v[open+1 : len(v)-1]
}

// hashing is statements that mix every leaf of a variable.
func (t typ) hashing(variable string) string {
	var b strings.Builder
	for _, l := range t.leaves {
		if l.bits {
			fmt.Fprintf(&b, "{ unsigned int bits = %s%s; mix(&bits, 4); } ", variable, l.path)
			continue
		}
		fmt.Fprintf(&b, "mix((const void *)&%s%s, %d); ", variable, l.path, l.size)
	}
	return b.String()
}

type signature struct {
	result typ
	params []typ
}

func (g *signatures) signature() signature {
	s := signature{result: g.any()}
	count := g.r.IntN(8)
	if g.r.IntN(8) == 0 {
		count = 10 + g.r.IntN(14)
	}
	for range count {
		s.params = append(s.params, g.any())
	}
	return s
}

func (s signature) head(name string) string {
	parts := make([]string, len(s.params))
	for i, p := range s.params {
		parts[i] = fmt.Sprintf("%s p%d", p.name, i)
	}
	if len(parts) == 0 {
		parts = []string{"void"}
	}
	return fmt.Sprintf("%s %s(%s)", s.result.name, name, strings.Join(parts, ", "))
}

// body hashes the parameters and returns a constant.
func (s signature) body(r *rand.Rand) string {
	var b strings.Builder
	for i, p := range s.params {
		b.WriteString(p.hashing(fmt.Sprintf("p%d", i)))
	}
	fmt.Fprintf(&b, "return %s;", s.result.value(r))
	return b.String()
}

func (s signature) arguments(r *rand.Rand) string {
	parts := make([]string, len(s.params))
	for i, p := range s.params {
		parts[i] = "(" + p.name + ")" + p.value(r)
		if strings.HasPrefix(p.name, "struct") {
			parts[i] = p.value(r)
		}
	}
	return strings.Join(parts, ", ")
}

// function adds a library function and a call of it.
func (g *signatures) function(i int) {
	s, name := g.signature(), fmt.Sprintf("call%d", i)
	fmt.Fprintf(&g.lib, "%s { %s }\n", s.head(name), s.body(g.r))
	fmt.Fprintf(&g.program.file, "%s;\n", s.head(name))
	fmt.Fprintf(&g.program.body, "{ hash = 1; %s r = %s(%s); %sprintf(\"%s %%lx\\n\", hash); }\n",
		s.result.name, name, s.arguments(g.r), s.result.hashing("r"), name)
}

// callback adds a library function that calls its argument, and a function of
// the session to pass.
func (g *signatures) callback(i int) {
	s := g.signature()
	name, caller := fmt.Sprintf("back%d", i), fmt.Sprintf("caller%d", i)
	head := fmt.Sprintf("void %s(%s)", caller, s.head("(*f)"))
	fmt.Fprintf(&g.lib, "%s { %s r = f(%s); %s}\n", head, s.result.name, s.arguments(g.r), s.result.hashing("r"))
	fmt.Fprintf(&g.program.file, "%s;\n%s { %s }\n", head, s.head(name), s.body(g.r))
	fmt.Fprintf(&g.program.body, "{ hash = 1; %s(%s); printf(\"%s %%lx\\n\", hash); }\n", caller, name, name)
}
