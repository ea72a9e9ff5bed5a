package repl

import (
	"errors"
	"io"

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

func (s *Shell) layout(call *invocation) error {
	t, err := s.Session.Type(call.at)
	if err != nil {
		return err
	}
	switch under := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		if !under.Complete() {
			return call.errorf(diag.Type, "%s is incomplete: its size is not known", t)
		}
	case *ctypes.Basic, *ctypes.Enum, *ctypes.Pointer, *ctypes.Array, *ctypes.Vector, *ctypes.Func:
	default:
		return call.errorf(diag.Type, "expected a type, found a %s", t)
	}
	return s.show(inspect.NewLayout(t))
}
