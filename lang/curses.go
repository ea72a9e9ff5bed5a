package lang

import "cshell/ctypes"

// EndCurses has curses, where a library with it is loaded, leave the screen that it
// draws on. A program that was ended in the middle has not done so, and curses would
// go on to believe that it has the screen: the next one would draw on the normal one.
func (s *Session) EndCurses() {
	e, ok := s.libs.exported(nil, "isendwin")
	if !ok {
		return
	}
	isEnded, _ := s.libs.host.Symbol(e.Handle, "isendwin")
	end, ok := s.libs.host.Symbol(e.Handle, "endwin")
	if ok && !s.callPlain(isEnded) {
		s.callPlain(end)
	}
}

// callPlain calls a C function without arguments and says whether it returned true.
// What goes wrong in it is not told: nobody has asked for the call.
func (s *Session) callPlain(fn uintptr) bool {
	var img ctypes.Image
	host := s.libs.host
	host.Begin()
	host.Call(fn, &img)
	host.End()
	return img.Signal == 0 && byte(img.RetGPR[0]) != 0
}
