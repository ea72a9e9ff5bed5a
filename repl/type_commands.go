package repl

import (
	"errors"
	"io"
	"strconv"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
)

// typeView is the view of :type.
type typeView struct {
	View string `json:"view"`
	*lang.Description
}

// Text writes the declaration and its source.
func (t *typeView) Text(w io.Writer, _ int) error {
	_, err := io.WriteString(w, t.Description.Text())
	return err
}

func (s *Shell) typeOf(call *invocation) error {
	if s.isShellFunction(call.text) {
		known := &lang.Description{Declaration: shellFunctions[call.text].usage, From: "the shell"}
		return s.show(&typeView{"type", known})
	}
	d, err := s.Session.Describe(call.at)
	if err != nil {
		return err
	}
	return s.show(&typeView{"type", d})
}

// explain is :explain, from C to words or from words to C.
func (s *Shell) explain(call *invocation) error {
	if inspect.IsPhrase(call.text) {
		return s.readPhrase(call)
	}
	list, err := s.Session.Declarations(call.at)
	if err != nil {
		return err
	}
	for _, d := range list {
		view := inspect.Explain(d.Name, d.Type, d.Storage)
		if d.Cast {
			view = inspect.ExplainCast(d.Name, d.Type)
		}
		if err := s.show(view); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shell) readPhrase(call *invocation) error {
	view, err := inspect.ReadPhrase(call.text)
	if wrong, ok := errors.AsType[*inspect.PhraseError](err); ok {
		at := call.at
		at.End = at.Start + wrong.End
		at.Start += wrong.Start
		return diag.Errorf(at, diag.Syntax, "%s", wrong)
	}
	return s.show(view)
}

// layout is :layout TYPE [--packed] [--m32] [--msvc] [--map] [--depth=N].
func (s *Shell) layout(call *invocation) error {
	given, err := call.takeOptions("packed", "m32", "msvc", "map", "depth=")
	if err != nil {
		return err
	}
	o, err := layoutOptions(call, given)
	if err != nil {
		return err
	}
	t, err := s.Session.Type(call.at)
	if err != nil {
		return err
	}
	if !isCType(t) {
		return call.errorf(diag.Type, "expected a type, found a %s", t)
	}
	if missing, ok := incomplete(t); ok {
		return call.errorf(diag.Type, "%s is incomplete: its size is not known", missing)
	}
	view, err := inspect.NewLayout(t, o)
	if err != nil {
		return call.errorf(diag.Type, "%s", err)
	}
	return s.show(view)
}

// isCType tells types of C from what else an expression may be: a list, a library.
func isCType(t ctypes.Type) bool {
	switch ctypes.Unwrap(t).(type) {
	case *ctypes.Basic, *ctypes.Enum, *ctypes.Pointer, *ctypes.Array, *ctypes.Vector, *ctypes.Func, *ctypes.Record:
		return true
	}
	return false
}

// incomplete is the struct, union or enum that t is, if its members are not known.
func incomplete(t ctypes.Type) (ctypes.Type, bool) {
	switch under := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		return t, !under.Complete()
	case *ctypes.Enum:
		return t, under.Under() == nil
	}
	return nil, false
}

func layoutOptions(call *invocation, given map[string]string) (o inspect.LayoutOptions, err error) {
	for _, abi := range ctypes.ABIs {
		if _, wanted := given[string(abi)]; wanted {
			o.Variants = append(o.Variants, abi)
		}
	}
	_, o.Map = given["map"]
	if depth, ok := given["depth"]; ok {
		if o.Depth, err = strconv.Atoi(depth); err != nil || o.Depth < 1 {
			return o, call.errorf(diag.Type, "the depth must be a number from 1 on, found %q", depth)
		}
	}
	return o, nil
}
