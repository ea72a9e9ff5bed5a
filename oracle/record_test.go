package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// records makes random structs and unions, and keeps them for later ones to
// contain.
type records struct {
	r     *rand.Rand
	all   []typ
	names int
}

// member is one member, with how to initialise it; name is empty where there
// is nothing to initialise.
type member struct {
	text string
	name string
	hash []string
	init func(r *rand.Rand) string
}

func (g *records) name() string {
	g.names++
	return fmt.Sprintf("m%d", g.names)
}

func (g *records) oneIn(n int) bool { return g.r.IntN(n) == 0 }

// record makes one and returns its definition.
func (g *records) record() (definition string) {
	keyword := "struct"
	if g.oneIn(4) {
		keyword = "union"
	}
	g.names++
	name := fmt.Sprintf("%s r%d", keyword, g.names)
	members := g.members()
	if keyword == "union" {
		members = g.oneActive(members)
	}
	t := typ{name: name, literal: true, init: initialiser(members)}
	text := name + " { "
	for _, m := range members {
		text += m.text
		t.hash = append(t.hash, m.hash...)
	}
	g.all = append(g.all, t)
	text += "}" + g.recordAttribute() + ";\n"
	if g.oneIn(8) {
		text = fmt.Sprintf("#pragma pack(push, %d)\n%s#pragma pack(pop)\n", 1<<g.r.IntN(4), text)
	}
	return text
}

func initialiser(members []member) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		var parts []string
		for _, m := range members {
			if m.name != "" {
				parts = append(parts, "."+m.name+" = "+m.init(r))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
}

// oneActive leaves one member of a union with a value.
func (g *records) oneActive(members []member) []member {
	active := g.r.IntN(max(1, len(members)))
	for i := range members {
		if i != active {
			members[i].name, members[i].hash = "", nil
		}
	}
	return members
}

func (g *records) recordAttribute() string {
	switch g.r.IntN(12) {
	case 0, 1:
		return " __attribute__((packed))"
	case 2:
		return fmt.Sprintf(" __attribute__((aligned(%d)))", 1<<g.r.IntN(7))
	case 3:
		return fmt.Sprintf(" __attribute__((packed, aligned(%d)))", 1<<g.r.IntN(5))
	}
	return ""
}

// members are few mostly; one record in thirty is empty, one in ten of one
// kind throughout.
func (g *records) members() (out []member) {
	switch {
	case g.oneIn(30):
		return nil
	case g.oneIn(10):
		t := pick(g.r, scalars)
		for range 1 + g.r.IntN(8) {
			out = append(out, g.plain(t))
		}
		return out
	}
	for range 1 + g.r.IntN(5) {
		out = append(out, g.member())
	}
	return out
}

func (g *records) member() member {
	switch g.r.IntN(12) {
	case 0, 1:
		return g.bitField()
	case 2:
		return g.array(g.any())
	case 3:
		return g.anonymous()
	case 4:
		return g.unnamed()
	case 5, 6:
		if len(g.all) > 0 {
			return g.plain(pick(g.r, g.all))
		}
	}
	return g.plain(pick(g.r, scalars))
}

// any is a scalar or one of the records.
func (g *records) any() typ {
	if len(g.all) > 0 && g.oneIn(3) {
		return pick(g.r, g.all)
	}
	return pick(g.r, scalars)
}

func (g *records) plain(t typ) member {
	name, attribute := g.name(), ""
	switch g.r.IntN(20) {
	case 0:
		attribute = " __attribute__((packed))"
	case 1:
		attribute = fmt.Sprintf(" __attribute__((aligned(%d)))", 1<<g.r.IntN(6))
	}
	return member{fmt.Sprintf("%s %s%s; ", t.name, name, attribute), name, t.inside("." + name), t.init}
}

func (g *records) bitField() member {
	b := pick(g.r, bitTypes)
	width, name := 1+g.r.IntN(b.bits), g.name()
	signed := b.signed
	hash := []string{fmt.Sprintf("{ __int128 bits = $.%s; mix((const void *)&bits, 16); } ", name)}
	return member{fmt.Sprintf("%s %s : %d; ", b.name, name, width), name, hash, func(r *rand.Rand) string {
		return integerText(r, width, signed)
	}}
}

// array has up to 3 elements, or so many that no register takes it.
func (g *records) array(t typ) member {
	n, name := 1+g.r.IntN(3), g.name()
	if g.oneIn(10) {
		n = 20 + g.r.IntN(30)
	}
	m := member{text: fmt.Sprintf("%s %s[%d]; ", t.name, name, n), name: name}
	for i := range n {
		m.hash = append(m.hash, t.inside(fmt.Sprintf(".%s[%d]", name, i))...)
	}
	m.init = func(r *rand.Rand) string { return t.list(r, n) }
	return m
}

// anonymous is a struct without a name; its members count as the record's.
func (g *records) anonymous() member {
	inner := []member{g.plain(pick(g.r, scalars)), g.plain(pick(g.r, scalars))}
	init := initialiser(inner)
	return member{
		text: "struct { " + inner[0].text + inner[1].text + "}; ", name: inner[0].name,
		hash: append(inner[0].hash, inner[1].hash...),
		// the first designator is the caller's
		init: func(r *rand.Rand) string {
			return strings.TrimSuffix(strings.TrimPrefix(init(r), "{."+inner[0].name+" = "), "}")
		},
	}
}

// unnamed takes room, or decides on classes, and has no value.
func (g *records) unnamed() member {
	switch g.r.IntN(3) {
	case 0:
		return member{text: fmt.Sprintf("int : %d; ", g.r.IntN(20))}
	case 1:
		return member{text: fmt.Sprintf("%s %s[0]; ", pick(g.r, scalars).name, g.name())}
	}
	return member{text: "long : 0; "}
}
