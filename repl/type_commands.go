package repl

import (
	"io"

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

func (s *Shell) explain(call *invocation) error {
	name, t, typedef, err := s.Session.Declaration(call.at)
	if err != nil {
		return err
	}
	return s.show(inspect.Explain(name, t, typedef))
}

func (s *Shell) layout(call *invocation) error {
	t, err := s.Session.Type(call.at)
	if err != nil {
		return err
	}
	return s.show(inspect.NewLayout(t))
}
