package check_test

import (
	"errors"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/syntax"
)

// prelude is what the test's outside world declares.
const prelude = `
typedef struct _IO_FILE FILE;
size_t strlen(const char *s);
char *strcpy(char *restrict dest, const char *restrict src);
int printf(const char *restrict format, ...);
int sscanf(const char *restrict s, const char *restrict format, ...);
int snprintf(char *restrict s, size_t n, const char *restrict format, ...);
void qsort(void *base, size_t n, size_t size, int (*compar)(const void *, const void *));
double sqrt(double x);
int puts(const char *s);
void *malloc(size_t size);
void free(void *ptr);
void *memset(void *s, int c, size_t n);
int toupper(int c);
int byte(unsigned char c);
int fbits(float f);
unsigned mask(unsigned m);
int sum(int n, const int *v);
int signum(signed char c);
char *index(const char *s, int c);
int atexit(void (*function)(void));
int vprintf(const char *format, va_list ap);
struct stat { int st_mode; long st_size; };
int stat(const char *path, struct stat *buf);
struct tm { int tm_sec; int tm_min; };
struct pair { int a, b; };
struct pair swap(struct pair p);
enum { O_RDONLY, O_WRONLY, O_CREAT = 0100 };
extern int optind;
extern char **environ;
int wcount(const wchar_t *s);
`

var libc = &check.Library{Name: "c", Soname: "libc.so.6"}
var libz = &check.Library{Name: "z", Soname: "libz.so.1"}

// exports are what the libraries of the test export beyond the prelude.
var exports = map[*check.Library]map[string]bool{ // true: data
	libc: {"secret": true, "mystery": false},
	libz: {"crc32": false, "zlibVersion": false},
}

// world is the outside of a test session.
type world struct{ env *check.Env }

func (w *world) Declared(_ *check.Library, name string) (check.Outer, bool) {
	o, ok := check.Object{}, false
	if w.env != nil {
		o, ok = w.env.Lookup(name)
	}
	if !ok {
		return check.Outer{}, false
	}
	kinds := map[check.ObjectKind]check.OuterKind{
		check.ObjType: check.OuterTypedef, check.ObjFunc: check.OuterFunc,
		check.ObjExtern: check.OuterVar, check.ObjConst: check.OuterConst,
	}
	return check.Outer{Kind: kinds[o.Kind], Type: o.Type, Value: o.Value, From: "<prelude>"}, true
}

func (w *world) Sources(name string) iter.Seq[check.Outer] {
	return func(yield func(check.Outer) bool) {
		if d, ok := w.Declared(nil, name); ok {
			yield(d)
		}
	}
}

func (w *world) Tag(kind, tag string) (ctypes.Type, bool) {
	if w.env == nil {
		return nil, false
	}
	t, ok := maps.Collect(w.env.Tags())[tag]
	return t, ok
}

func (w *world) Exported(lib *check.Library, name string) (*check.Library, bool, bool) {
	for _, in := range []*check.Library{libc, libz} {
		if lib == libc && in == libz {
			continue
		}
		if data, ok := exports[in][name]; ok {
			return in, data, true
		}
	}
	d, ok := w.Declared(nil, name)
	return libc, d.Kind == check.OuterVar, ok && (d.Kind == check.OuterFunc || d.Kind == check.OuterVar)
}

func (w *world) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		if w.env == nil {
			return
		}
		for o := range w.env.Objects() {
			if !yield(o.Name) {
				return
			}
		}
	}
}

func (w *world) Exports(lib *check.Library) iter.Seq[string] { return maps.Keys(exports[lib]) }

// newSession makes a session over the prelude, with c, m and z bound.
func newSession(t *testing.T) *check.Env {
	t.Helper()
	base := check.NewEnv(&world{})
	s := &session{Env: base}
	if err := s.each("prelude", prelude, func(string, check.Stmt, error) {}); err != nil {
		t.Fatal(err)
	}
	env := check.NewEnv(&world{base})
	env.BindWeak("c", libc)
	env.BindWeak("m", libc)
	env.Bind("z", libz)
	return env
}

// session runs statements as far as the checker needs it.
type session struct {
	*check.Env
	macros cdecl.Macros
	values map[*check.Var]ctypes.Value
	echoes int
}

// Macros are part of what the parser asks a session.
func (s *session) Macros() *cdecl.Macros { return &s.macros }

// each checks every statement of a text in turn and tells of it with the
// expectation behind it; it stops where the text cannot be parsed.
func (s *session) each(name, text string, tell func(wanted string, st check.Stmt, err error)) error {
	src := &diag.Source{Name: name, Text: text, First: 1}
	s.values = map[*check.Var]ctypes.Value{}
	s.ReadVar = func(v *check.Var) (ctypes.Value, bool) { x, ok := s.values[v]; return x, ok }
	r := syntax.NewReader(src, s)
	for {
		st, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		u, err := s.Check(st, true)
		tell(wanted(st), stmtOf(u), err)
		if err == nil {
			s.run(u.Stmt)
			s.Commit(u)
		}
	}
}

func stmtOf(u *check.Unit) check.Stmt {
	if u == nil {
		return nil
	}
	return u.Stmt
}

// wanted is the comment behind a statement, on the line of its end.
func wanted(st syntax.Stmt) string {
	at := st.Span()
	line, _, _ := strings.Cut(at.Src.Text[at.End:], "\n")
	_, comment, _ := strings.Cut(line, "//")
	return strings.TrimSpace(comment)
}

// run makes the declarations of a statement live.
func (s *session) run(st check.Stmt) {
	switch st := st.(type) {
	case *check.Block:
		for _, inner := range st.List {
			s.run(inner)
		}
	case *check.Loop:
		if st.Init != nil {
			s.run(st.Init)
		}
		s.run(st.Body)
	case *check.If:
		s.run(st.Then)
	case *check.DeclareVar:
		st.Var.Live = true
		if st.Init != nil && len(st.Init.Items) == 1 {
			if k, ok := st.Init.Items[0].Value.(*check.Const); ok {
				s.values[st.Var] = k.Value
			}
		}
	case *check.Del:
		for _, v := range st.Vars {
			v.Dead = true
		}
		for _, f := range st.Funcs {
			f.Dead = true
		}
	case *check.ExprStmt:
		apply(st.X)
		if st.Echo {
			s.echoes++
			s.SetHistory(s.echoes, st.X.Type())
		}
	}
}

// apply runs the settings of function attributes in an expression.
func apply(e check.Expr) {
	switch e := e.(type) {
	case *check.SetAttr:
		e.Apply()
	case *check.Comma:
		apply(e.X)
		apply(e.Y)
	}
}

// TestStatements checks the statements of testdata. The comment behind one says
// what is expected: `error: …` (a part of the message), `kind …: …`, `: TYPE`
// for the type of an expression or variable, `=> TREE` for the whole tree.
func TestStatements(t *testing.T) {
	files, err := filepath.Glob("testdata/*.csh")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			s := &session{Env: newSession(t)}
			err := s.each(file, string(text), func(wanted string, st check.Stmt, err error) { compare(t, wanted, st, err) })
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func compare(t *testing.T, wanted string, st check.Stmt, err error) {
	t.Helper()
	var e *diag.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("not a diag.Error: %v", err)
	}
	switch message, isError := strings.CutPrefix(wanted, "error: "); {
	case isError && e == nil:
		t.Errorf("no error, wanted %q; tree %s", message, dump(st))
	case isError:
		if got := string(e.Kind) + ": " + e.Message + " " + e.Hint; !strings.Contains(got, message) {
			t.Errorf("%s\n  got    %s\n  wanted %s", e.Span, got, message)
		}
	case e != nil:
		t.Errorf("%s (%s)", e.Render(), e.Kind)
	case strings.HasPrefix(wanted, ": "):
		if got := typeOf(st); got != wanted[2:] {
			t.Errorf("%s: %s: type %s, wanted %s", st.Span(), st.Span().Text(), got, wanted[2:])
		}
	case strings.HasPrefix(wanted, "=> "):
		if got := dump(st); got != wanted[3:] {
			t.Errorf("%s: %s\n  got    %s\n  wanted %s", st.Span(), st.Span().Text(), got, wanted[3:])
		}
	}
}

// typeOf is the type of an expression statement, or of a declared variable.
func typeOf(st check.Stmt) string {
	switch st := st.(type) {
	case *check.ExprStmt:
		if t, ok := st.X.(*check.TypeVal); ok {
			return "type " + t.Of.String()
		}
		return st.X.Type().String()
	case *check.DeclareVar:
		return st.Var.Type.String()
	case *check.Block:
		if len(st.List) > 0 {
			return typeOf(st.List[len(st.List)-1])
		}
	case *check.DefineFunc:
		return st.Fn.Sig.String()
	}
	return "nothing"
}

// TestRollback checks that a wrong statement leaves no trace.
func TestRollback(t *testing.T) {
	s := &session{Env: newSession(t)}
	before := slices.Collect(maps.Keys(maps.Collect(s.Tags())))
	failed := 0
	err := s.each("t", "struct s { int x; } a = nothing;\nint b = 3, c2 = nope;\nint f(int x) { return y; }\n", func(_ string, _ check.Stmt, err error) {
		if err != nil {
			failed++
		}
	})
	if err != nil || failed != 3 {
		t.Fatalf("%d errors, %v", failed, err)
	}
	for _, name := range []string{"a", "b", "c2", "f"} {
		if _, ok := s.Lookup(name); ok {
			t.Errorf("%s is declared", name)
		}
	}
	if after := maps.Collect(s.Tags()); len(after) != len(before) {
		t.Errorf("tags %v", after)
	}
}
