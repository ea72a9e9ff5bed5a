package objfile

import (
	"path/filepath"
	"strings"
)

// Dependency is a library in a tree of DT_NEEDED entries.
type Dependency struct {
	Name     string        `json:"name"` // as the file that needs it says
	Path     string        `json:"path,omitempty"`
	Why      string        `json:"why,omitempty"`      // where it was found
	Problem  string        `json:"problem,omitempty"`  // why it was not
	Repeated bool          `json:"repeated,omitempty"` // its own needs stand at its first occurrence
	Needs    []*Dependency `json:"needs,omitempty"`
}

// DependencyTree is what ldd would list, as a tree, read from the files: no
// code of theirs runs. Libraries that are missing are nodes with a Problem.
func DependencyTree(path string, s Search) (*Dependency, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	root := &Dependency{Name: filepath.Base(path), Path: path, Why: "path as given"}
	w := &treeWalk{places: s.listPlaces(), seen: map[string]*Dependency{}}
	// Breadth first, as ld.so loads: the first occurrence is the nearest.
	for todo := []*node{{root, file.Needed, originPath(file)}}; len(todo) > 0; {
		n := todo[0]
		todo = append(todo[1:], w.expand(n)...)
	}
	return root, nil
}

// node is a library whose needs are still to be found.
type node struct {
	dep     *Dependency
	needed  []string
	runPath []string
}

type treeWalk struct {
	places []place
	seen   map[string]*Dependency // by name
}

func (w *treeWalk) expand(n *node) []*node {
	var next []*node
	for _, name := range n.needed {
		d := &Dependency{Name: name}
		n.dep.Needs = append(n.dep.Needs, d)
		if first, ok := w.seen[name]; ok {
			d.Path, d.Why, d.Problem, d.Repeated = first.Path, first.Why, first.Problem, true
			continue
		}
		w.seen[name] = d
		if child := w.resolve(d, n.runPath); child != nil {
			next = append(next, child)
		}
	}
	return next
}

// resolve finds the file of a needed library and what that needs.
func (w *treeWalk) resolve(d *Dependency, runPath []string) *node {
	f := &finder{places: w.placesWith(runPath)}
	r, err := f.find(d.Name, 0)
	if err != nil {
		d.Problem = problemText(err)
		return nil
	}
	d.Path, d.Why = r.Path, r.Why
	file, err := Open(r.Path)
	if err != nil {
		d.Problem = err.Error()
		return nil
	}
	defer file.Close()
	return &node{d, file.Needed, originPath(file)}
}

// placesWith puts the RUNPATH of the file that needs behind LD_LIBRARY_PATH.
func (w *treeWalk) placesWith(runPath []string) []place {
	if len(runPath) == 0 {
		return w.places
	}
	var before, own, after []place
	for _, p := range w.places {
		if strings.HasPrefix(p.why, "LD_LIBRARY_PATH") {
			before = append(before, p)
		} else {
			after = append(after, p)
		}
	}
	for _, dir := range runPath {
		own = append(own, listDir(dir, "RUNPATH "+dir))
	}
	return append(append(before, own...), after...)
}

func problemText(err error) string {
	if _, missing := err.(*NotFoundError); missing {
		return "not found"
	}
	return err.Error()
}

// originPath is the RUNPATH with $ORIGIN replaced.
func originPath(f *File) []string {
	origin := filepath.Dir(f.Path)
	if real, err := filepath.EvalSymlinks(f.Path); err == nil {
		origin = filepath.Dir(real)
	}
	expand := strings.NewReplacer("$ORIGIN", origin, "${ORIGIN}", origin)
	var dirs []string
	for _, dir := range f.RunPath {
		if dir != "" {
			dirs = append(dirs, expand.Replace(dir))
		}
	}
	return dirs
}
