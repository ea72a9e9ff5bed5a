package objfile

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The main header of a package is the one that its users include. It is
// called like the library, or else its neighbours tell.

// sortHeaders puts the main header first: one that is called like the library
// (zlib.h), then like its directory (curl/curl.h), then like the library with
// a suffix (libpq-fe.h), then those that lie higher; internal ones last. Where
// no name tells, the first is the centre of the package.
func (s devSearch) sortHeaders(p DevPackage, names []string) {
	byDirectory, bySuffix, other := len(names), len(names)+1, len(names)+2
	rank := func(h string) int {
		base := strings.ToLower(strings.TrimSuffix(filepath.Base(h), ".h"))
		if i := slices.Index(names, base); i >= 0 {
			return i
		}
		switch {
		case plainName(filepath.Base(filepath.Dir(h))) == base:
			return byDirectory
		case isInternal(h):
			return other + 1
		case strings.Contains(base, "-") && slices.Contains(names, plainName(base)):
			return bySuffix
		}
		return other
	}
	slices.SortStableFunc(p.Headers, func(a, b string) int {
		c := cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")))
		if c == 0 && rank(a) == bySuffix {
			c = cmp.Compare(len(a), len(b))
		}
		return cmp.Or(c, strings.Compare(a, b))
	})
	if len(p.Headers) > 1 && rank(p.Headers[0]) == other {
		toFront(p.Headers, s.centre(p))
	}
}

// toFront moves an element to the front.
func toFront(list []string, at int) {
	first := list[at]
	copy(list[1:at+1], list[:at])
	list[0] = first
}

// centre is the index of the header that others say to include instead (hb.h),
// else of the one that includes much of the package by itself
// (pulse/pulseaudio.h), else of the one that many include and that includes many
// (libxml/parser.h), the largest of those that include each other.
func (s devSearch) centre(p DevPackage) int {
	nodes := s.includeGraph(p)
	out, in := make([]int, len(nodes)), make([]int, len(nodes))
	for h := range nodes {
		for _, below := range reachable(nodes, h) {
			out[h]++
			in[below]++
		}
	}
	links := func(h int) int {
		if strings.HasSuffix(p.Headers[h], "types.h") {
			return 0 // many need it, and it does nothing
		}
		return in[h] * out[h]
	}
	umbrella := func(h int) int { // 1 or 0
		return min(5*len(nodes[h].includes)/(2*len(nodes)), 1)
	}
	best := 0
	for h := range nodes {
		if cmp.Or(cmp.Compare(nodes[h].votes, nodes[best].votes), cmp.Compare(umbrella(h), umbrella(best)),
			cmp.Compare(links(h), links(best)), cmp.Compare(nodes[h].size, nodes[best].size)) > 0 {
			best = h
		}
	}
	return best
}

// headerNode is what a header of a package says of the others.
type headerNode struct {
	includes []int // itself, by their index
	votes    int   // of headers that refuse to be included otherwise
	size     int   // in bytes
}

func (s devSearch) includeGraph(p DevPackage) []headerNode {
	index := map[string]int{}
	for i, h := range p.Headers {
		index[h] = i
	}
	nodes := make([]headerNode, len(p.Headers))
	for i, h := range p.Headers {
		text := s.headerText(p, h)
		nodes[i].size = len(text)
		for line := range bytes.Lines(text) {
			directive, name := namedHeader(line)
			to, ok := index[filepath.Join(filepath.Dir(h), name)]
			if !ok {
				to, ok = index[name]
			}
			switch {
			case !ok:
			case directive == "include":
				nodes[i].includes = append(nodes[i].includes, to)
			case directive == "error":
				nodes[to].votes++
			}
		}
	}
	return nodes
}

func (s devSearch) headerText(p DevPackage, header string) []byte {
	for _, dir := range slices.Concat(p.Dirs, s.include) {
		if text, err := os.ReadFile(filepath.Join(s.root+dir, header)); err == nil {
			return text
		}
	}
	return nil
}

// namedHeader is x.h of the lines #include <x.h> or "x.h", and of
// #error "include <x.h> instead", with the directive.
func namedHeader(line []byte) (directive, name string) {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("#"))
	if !ok {
		return "", ""
	}
	word, rest, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
	switch directive = string(word); directive {
	case "include":
		rest = bytes.TrimLeft(rest, " <\"")
	case "error":
		_, rest, _ = bytes.Cut(rest, []byte("<"))
	}
	if end := bytes.IndexAny(rest, ">\""); end >= 0 {
		return directive, string(rest[:end])
	}
	return directive, ""
}

// reachable are the nodes that lead on from a node, with itself.
func reachable(nodes []headerNode, from int) []int {
	seen := make([]bool, len(nodes))
	seen[from] = true
	found := []int{from}
	for i := 0; i < len(found); i++ {
		for _, next := range nodes[found[i]].includes {
			if !seen[next] {
				seen[next] = true
				found = append(found, next)
			}
		}
	}
	return found
}
