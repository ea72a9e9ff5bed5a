package leaf

import (
	"fmt"
	"strings"

	"cshell/ctypes"
	"cshell/lang/check"
)

func (c *compiler) stmt(s check.Stmt) {
	switch s := s.(type) {
	case nil:
	case *check.Block:
		c.block(s)
	case *check.ExprStmt:
		c.effect(s.X, 0)
	case *check.DeclareVar:
		c.declare(s)
	case *check.If:
		c.ifStmt(s)
	case *check.Loop:
		c.loop(s)
	case *check.Switch:
		c.switchStmt(s)
	case *check.Break:
		c.jump(unconditional, c.breaks[len(c.breaks)-1])
	case *check.Continue:
		c.jump(unconditional, c.continues[len(c.continues)-1])
	case *check.Return:
		c.returned(s.X)
		c.jump(unconditional, c.leave)
	default:
		refuse("%s", strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", s), "*check.")))
	}
}

func (c *compiler) block(b *check.Block) {
	if b == nil {
		return
	}
	c.stmts(b.List)
}

func (c *compiler) stmts(list []check.Stmt) {
	for _, s := range list {
		c.stmt(s)
	}
}

// declare makes a local, which is zero without an initialiser; a static one has its
// value since the function was interpreted first.
func (c *compiler) declare(s *check.DeclareVar) {
	if s.Static && s.Var.Live {
		return
	}
	if s.Bind != nil || s.Var.Store != check.SlotVar {
		refuse("the local %s", s.Var.Name)
	}
	k := kindOf(s.Var.Type)
	switch {
	case s.Init != nil && len(s.Init.Items) == 1:
		c.value(s.Init.Items[0].Value, 0)
	case k.float:
		c.loadFloat(0, 0)
	default:
		c.load(scratch[0], 0)
	}
	c.setSlot(s.Var, 0)
}

func (c *compiler) ifStmt(s *check.If) {
	other, end := c.newLabel(), c.newLabel()
	c.branch(s.Cond, 0, other, false)
	c.stmt(s.Then)
	if s.Else != nil {
		c.jump(unconditional, end)
	}
	c.here(other)
	c.stmt(s.Else)
	c.here(end)
}

// loop tests its condition behind the body, where it looks for an interrupt, too.
func (c *compiler) loop(s *check.Loop) {
	c.loops = true
	c.stmt(s.Init)
	again, after, test, end := c.newLabel(), c.newLabel(), c.newLabel(), c.newLabel()
	if s.Cond != nil && !s.Until {
		c.jump(unconditional, test)
	}
	c.here(again)
	c.breaks, c.continues = append(c.breaks, end), append(c.continues, after)
	c.stmt(s.Body)
	c.breaks, c.continues = c.breaks[:len(c.breaks)-1], c.continues[:len(c.continues)-1]
	c.here(after)
	if s.Post != nil {
		c.effect(s.Post, 0)
	}
	c.load(rax, int64(c.env.Interrupted))
	c.oneImm(immCmp32, at(rax, 0), 0)
	c.fail(notEqual)
	c.here(test)
	if s.Cond == nil {
		c.jump(unconditional, again)
	} else {
		c.branch(s.Cond, 0, again, true)
	}
	c.here(end)
}

func (c *compiler) switchStmt(s *check.Switch) {
	k := kindOf(s.X.Type())
	c.int(s.X, 0)
	labels := make([]label, len(s.Body.List))
	for i := range labels {
		labels[i] = c.newLabel()
	}
	end := c.newLabel()
	for _, one := range s.Cases {
		c.switchCase(k, one, labels[one.Index])
	}
	if s.Default >= 0 {
		c.jump(unconditional, labels[s.Default])
	} else {
		c.jump(unconditional, end)
	}
	c.breaks = append(c.breaks, end)
	for i, inner := range s.Body.List {
		c.here(labels[i])
		c.stmt(inner)
	}
	c.breaks = c.breaks[:len(c.breaks)-1]
	c.here(end)
}

// switchCase jumps where scratch[0] is between Lo and Hi.
func (c *compiler) switchCase(k kind, s check.SwitchCase, to label) {
	next := c.newLabel()
	less, more := signedConds[ctypes.Lt], signedConds[ctypes.Gt]
	if k.size == 8 && !k.signed {
		less, more = unsignedConds[ctypes.Lt], unsignedConds[ctypes.Gt]
	}
	c.load(rax, int64(s.Lo.Bits[0]))
	c.op(opCmp, scratch[0], inReg(rax))
	c.jump(less, next)
	c.load(rax, int64(s.Hi.Bits[0]))
	c.op(opCmp, scratch[0], inReg(rax))
	c.jump(more, next)
	c.jump(unconditional, to)
	c.here(next)
}

// returned leaves a result where C expects it.
func (c *compiler) returned(x check.Expr) {
	switch {
	case x == nil:
		return
	case ctypes.IsVoid(x.Type()):
		c.effect(x, 0)
		return
	}
	c.value(x, 0)
	switch k := kindOf(x.Type()); {
	case k.single():
		c.op(opToSingle, 0, inReg(0))
	case !k.float:
		c.op(opMov, rax, inReg(scratch[0]))
	}
}

// returnZero is what falling off the end does.
func (c *compiler) returnZero() {
	c.load(rax, 0)
	c.op(opBitsToSD, 0, inReg(rax))
}
