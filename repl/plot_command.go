package repl

import (
	"errors"
	"os"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/eval"
)

// plot is :plot EXPR, or :plot X, Y.
func (s *Shell) plot(call *invocation) error {
	x, y := s.splitPair(call.at)
	view, err := s.plotAt(call, y)
	if err == nil && x.Src != nil {
		var places *inspect.Plot
		if places, err = s.plotAt(call, x); err == nil {
			err = view.Against(places)
		}
	}
	if problem, ok := errors.AsType[*inspect.PlotError](err); ok {
		err = call.errorf(diag.Type, "%s", problem)
	}
	if err != nil {
		return err
	}
	view.Plain, view.Width = plainTerminal(), s.limit()
	return s.show(view)
}

func (s *Shell) plotAt(call *invocation, at diag.Span) (*inspect.Plot, error) {
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return nil, err
	}
	return s.plotOf(call, v, place)
}

// plainTerminal says that nothing but ASCII is to be drawn.
func plainTerminal() bool { return os.Getenv("TERM") == "dumb" }

func (s *Shell) plotOf(call *invocation, v eval.Value, place uintptr) (*inspect.Plot, error) {
	if list, ok := v.Object.(*eval.List); ok {
		return plotOfList(list)
	}
	object, ok := s.Session.Inspectable(v, place)
	if !ok {
		return nil, call.errorf(diag.Type, "expected an array of numbers")
	}
	if elem := elementOf(v.Type); ctypes.IsPointer(v.Type) && !ctypes.IsFunc(elem) {
		addr := uintptr(v.Uint())
		size := s.Session.RestOfBlock(addr)
		if size < 0 || elem.Size() <= 0 {
			return nil, call.errorf(diag.Type, "how many elements a %s points to is not known", v.Type).
				WithHint("a slice says it: p[0:n]")
		}
		object = inspect.Object{Type: ctypes.ArrayOf(elem, size/elem.Size()), Addr: addr, Bytes: make([]byte, size)}
		object.Bytes = object.Bytes[:s.memory().Read(addr, object.Bytes)]
	}
	return inspect.NewPlot(object)
}

func plotOfList(list *eval.List) (*inspect.Plot, error) {
	p := &inspect.Plot{Type: "list", Rows: 1}
	for _, v := range list.Items {
		if v.Object != nil || v.IsVoid() || !ctypes.IsArithmetic(v.Type) {
			return nil, &inspect.PlotError{Problem: "expected a list of numbers"}
		}
		p.Values = append(p.Values, v.Float())
	}
	return p, nil
}
