package repl

import (
	"fmt"

	"cshell/inspect"
	"cshell/objfile"
)

// disassemble is :disas EXPR [N].
func (s *Shell) disassemble(call *invocation) error {
	at, countAt := s.splitLast(call.at)
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return err
	}
	addr, _, err := s.target(call, v, place)
	if err != nil {
		return err
	}
	code, err := s.codeAt(call, addr)
	if err != nil {
		return err
	}
	if _, ok := s.Session.EnteredAt(addr); ok {
		addr = code.Start // not where C is told to enter
	}
	if countAt.Src != nil {
		n, err := s.number(countAt, "N must be a number of instructions")
		if err != nil {
			return err
		}
		code.Count = int(max(n, 1))
	} else if code.Start != 0 {
		addr = code.Start
	}
	return s.show(s.printer().Disassemble(addr, code))
}

// sessionCode is the machine code of a session function, else where C enters it.
func (s *Shell) sessionCode(name string, entry uintptr) inspect.Code {
	addr, size, err := s.Session.MachineCode(entry)
	if err != nil {
		fmt.Fprintf(s.Err, "note: %s is interpreted, because of %v\n", name, err)
		return inspect.Code{Name: name + " in the session, where C enters it", Start: entry, Stub: true}
	}
	return inspect.Code{Name: name + " in the session, when C calls it often", Start: addr, Size: size}
}

// codeAt is the function that an address lies in: as its file has it, else the
// name alone.
func (s *Shell) codeAt(call *invocation, addr uintptr) (inspect.Code, error) {
	name := s.printer().Symbol(addr)
	code := inspect.Code{Name: trimBrackets(name)}
	if name, ok := s.Session.EnteredAt(addr); ok {
		return s.sessionCode(name, addr), nil
	}
	maps, err := s.mappings(call)
	if err != nil {
		return code, err
	}
	m, ok := inspect.MappingAt(maps, addr)
	if !ok || m.Path == "" || m.Path[0] != '/' {
		return code, nil
	}
	file, err := objfile.Open(m.Path)
	if err != nil {
		return code, nil // what lies in memory can be shown without the file
	}
	defer file.Close()
	bias := biasOf(maps, file)
	f, ok := file.FunctionAt(uint64(addr - bias))
	if !ok {
		return code, nil
	}
	code.Start, code.Size = bias+uintptr(f.Value), int64(f.Size)
	if at := s.printer().Symbol(code.Start); at != "" {
		code.Name = trimBrackets(at)
	} else {
		code.Name = fmt.Sprintf("%s in %s", f.Name, file.Soname)
	}
	return code, nil
}

func trimBrackets(name string) string {
	if len(name) > 2 {
		return name[1 : len(name)-1]
	}
	return name
}
