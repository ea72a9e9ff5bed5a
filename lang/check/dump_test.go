package check_test

import (
	"fmt"
	"strings"

	"cshell/lang/check"
)

var operators = [...]string{"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", "<=", ">", ">=", "==", "!="}

// dump writes a tree compactly: (op operand …), conversions as TYPE(x).
func dump(n any) string {
	switch n := n.(type) {
	case nil:
		return "nil"
	case *check.ExprStmt:
		return dump(n.X)
	case *check.Block:
		return "{" + dumpAll(n.List) + "}"
	case *check.DeclareVar:
		s := "var " + n.Var.Name + " " + n.Var.Type.String()
		if n.Init != nil {
			s += " = " + dumpInit(n.Init)
		}
		if n.Bind != nil {
			s += " is " + dump(n.Bind)
		}
		return s
	case *check.DefineFunc:
		return fmt.Sprintf("func %s slots %d frame %d %s", n.Fn.Name, n.Fn.Slots, n.Fn.FrameSize, dump(n.Fn.Body))
	case *check.Return:
		return "return " + dump(n.X)
	case *check.If:
		return "if " + dump(n.Cond) + " " + dump(n.Then) + " else " + dump(n.Else)
	case *check.Try:
		if n.Failed != nil {
			return "try failed " + n.Failed.Message + " catch " + dump(n.Catch)
		}
		return "try " + dump(n.Body) + " catch " + dump(n.Catch)
	case *check.Loop:
		return "loop " + dump(n.Init) + "; " + dump(n.Cond) + "; " + dump(n.Post) + " " + dump(n.Body)
	case *check.Switch:
		return fmt.Sprintf("switch %s %v default %d %s", dump(n.X), n.Cases, n.Default, dump(n.Body))
	case check.Expr:
		return dumpExpr(n)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", n), "*check.")
}

func dumpAll[T any](list []T) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = dump(x)
	}
	return strings.Join(parts, "; ")
}

func dumpInit(in *check.Init) string {
	parts := make([]string, len(in.Items))
	for i, item := range in.Items {
		parts[i] = fmt.Sprintf("%d: %s", item.Offset, dump(item.Value))
		if item.Bits != nil {
			parts[i] = fmt.Sprintf("%d.%d+%d: %s", item.Offset, item.Bits.Offset, item.Bits.Width, dump(item.Value))
		}
	}
	return fmt.Sprintf("[%d]{%s}", in.Size, strings.Join(parts, ", "))
}

func dumpExpr(e check.Expr) string {
	switch e := e.(type) {
	case *check.VarRef:
		return e.Var.Name
	case *check.Mem:
		return dumpMem(e)
	case *check.StrLit:
		return fmt.Sprintf("%q", strings.TrimRight(string(e.Bytes), "\x00"))
	case *check.Symbol:
		if e.Lib != nil {
			return e.Lib.Name + "." + e.Name
		}
		return "sym " + e.Name
	case *check.Temp:
		return "temp" + dumpInit(e.Init)
	case *check.Const:
		return e.Value.String()
	case *check.TypeVal:
		return "type " + e.Of.String()
	case *check.FuncRef:
		return e.Fn.Name
	case *check.Addr:
		return "&" + dump(e.X)
	case *check.Decay:
		return "@" + dump(e.X)
	case *check.Conv:
		return e.T.String() + "(" + dump(e.X) + ")"
	case *check.Neg:
		return "-" + dump(e.X)
	case *check.Not:
		return "!" + dump(e.X)
	case *check.Binary:
		return "(" + dump(e.X) + " " + operators[e.Op] + " " + dump(e.Y) + ")"
	case *check.PtrAdd:
		return fmt.Sprintf("(%s + %s*%d)", dump(e.P), dump(e.I), e.Scale)
	case *check.PtrDiff:
		return fmt.Sprintf("(%s - %s)/%d", dump(e.P), dump(e.Q), e.Scale)
	case *check.Assign:
		return "(" + dump(e.X) + " = " + dump(e.Y) + ")"
	case *check.AssignText:
		return "(" + dump(e.X) + " =text " + dump(e.Y) + ")"
	case *check.AssignElems:
		return "(" + dump(e.X) + " =elems " + dump(e.Y) + ")"
	case *check.AssignOp:
		return fmt.Sprintf("(%s %s= %s in %v*%d)", dump(e.X), operators[e.Op], dump(e.Y), e.Arith, e.Scale)
	case *check.IncDec:
		return fmt.Sprintf("(%s by %d post %v)", dump(e.X), e.Delta, e.Post)
	case *check.Cond:
		return "(" + dump(e.C) + " ? " + dump(e.X) + " : " + dump(e.Y) + ")"
	case *check.Call:
		return dump(e.Fn) + "(" + dumpAll(e.Args) + ")"
	case *check.Builtin:
		return fmt.Sprintf("builtin%d(%s)", e.ID, dumpAll(e.Args))
	case *check.MemberOf:
		return fmt.Sprintf("%s.+%d", dump(e.X), e.Offset)
	case *check.History:
		return fmt.Sprintf("$%d", e.N)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", e), "*check.")
}

// dumpMem shows a place as [base + index*scale + offset] and its check.
func dumpMem(m *check.Mem) string {
	s := dump(m.Base)
	if m.Index != nil {
		s += fmt.Sprintf(" + %s*%d", dump(m.Index), m.Scale)
	}
	if m.Offset != 0 {
		s += fmt.Sprintf(" + %d", m.Offset)
	}
	checks := [...]string{"", " <len", " <count", " <slice", " <owner"}
	s += checks[m.Check.Kind]
	if m.Check.Kind == check.BoundLen {
		s += fmt.Sprint(m.Check.Len)
	}
	return "[" + s + "]"
}
