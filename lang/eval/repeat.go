package eval

import (
	"time"

	"cshell/lang/check"
)

// Repeated compiles an expression once. What it returns evaluates it n times and
// says how long that took; an interrupt ends it.
func (m *Machine) Repeated(x check.Expr) (run func(n int) (time.Duration, error), err error) {
	mark := m.main.save()
	defer m.rescue(x.Span(), mark, &err)
	c := newCompiler(m, nil)
	do := c.stmt(&check.ExprStmt{StmtAt: check.StmtAt{At: x.Span()}, X: x})
	return func(n int) (took time.Duration, err error) {
		defer m.end()
		mark := m.main.save()
		defer m.rescue(x.Span(), mark, &err)
		at := x.Span()
		m.begin(c, at)
		start := time.Now()
		for range n {
			do(m.main)
			m.main.poll(&at)
		}
		took = time.Since(start)
		m.finish(mark, at)
		return took, nil
	}, nil
}
