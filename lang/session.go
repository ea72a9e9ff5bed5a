// Package lang is the language as one thing: a Session reads, checks and runs
// statements against the process. It is what the prompt and the command use.
package lang

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
	"cshell/lang/eval"
	"cshell/lang/syntax"
	"cshell/native/mem"
)

// DefaultElements is how many elements or characters an echo shows.
const DefaultElements = 200

// Config is what a Session works with.
type Config struct {
	Host        eval.Host
	Out, Err    io.Writer
	JSON        bool     // echo, print, views and errors as JSON on Out
	Color       bool     // errors in colour
	IncludeDirs []string // -I, searched before the system's
	NoAutoTypes bool     // loaded libraries do not bring the headers of their package
	// Progress shows in one row what is being waited for; "" removes it. nil where
	// there is no terminal.
	Progress func(text string)
	// FreshLine takes a terminal to the start of a line; Screen is its size. Both
	// are nil elsewhere.
	FreshLine func() string
	Screen    func() (columns, rows int)
	// ColorValues has echoes in colour.
	ColorValues bool
}

// Session is everything that a user has made: names, memory, libraries. One
// goroutine at a time may use it.
type Session struct {
	cfg     Config
	env     *check.Env
	machine *eval.Machine
	heap    *mem.Heap
	libs    *libraries
	outside *outside
	macros  cdecl.Macros    // what names expand to in the session's text
	headers *cdecl.Table    // what included headers declare, and all #defines
	pack    cdecl.Pack      // #pragma pack in force
	modules map[string]bool // what ctypes was imported as
	members map[string]bool // names of members that the session declared
	noted   map[string]bool // notes that were shown
	learnt  int             // packages of libraries whose headers were read
	reading *loaded         // whose package's headers are being read
	quiet   bool            // the prompt asks: see asking
	inlines map[string]*inlineFunc

	finished   chan struct{} // a task has ended, or a callback has failed
	interrupts chan struct{} // Ctrl-C
	pid        int           // the process that the session was made in

	tracing  Tracing
	fragment fragment // the argument that the running command has parsed

	// AfterStatement, if set, is called when a statement has run that is no
	// command.
	AfterStatement func()

	// OnCommand runs a `:` line; nil refuses them all.
	OnCommand func(*syntax.Command) error
}

// New makes an empty session. It does nothing that can wait: libraries,
// prelude and headers are read when a name asks for them.
func New(cfg Config) *Session {
	s := &Session{
		cfg:     cfg,
		heap:    &mem.Heap{},
		libs:    newLibraries(cfg.Host),
		headers: newHeaders(),
		noted:   map[string]bool{},
		modules: map[string]bool{},
		inlines: map[string]*inlineFunc{},

		finished: make(chan struct{}, 1), interrupts: make(chan struct{}, 1),
		pid: os.Getpid(),
	}
	s.macros.Find = s.macro
	s.libs.session = s
	s.outside = &outside{s}
	s.env = check.NewEnv(s.outside)
	s.env.Note = s.note
	s.env.Inline = s.inlineFunction
	s.env.MacroUse = s.macroUse
	s.env.Macro, s.env.Undef = s.definedMacro, s.undef
	s.env.DataSize = s.libs.dataSize
	s.env.Described = s.libs.described
	s.env.CppNamed = s.libs.cppNamed
	for _, lib := range s.libs.list {
		s.env.BindWeak(lib.Name, lib.Library)
	}
	s.machine = eval.New(eval.Config{
		Host: cfg.Host, Heap: s.heap, Out: cfg.Out, Err: cfg.Err,
		JSON: cfg.JSON, Elements: DefaultElements,
		Errno: s.env.Errno(), FreshLine: cfg.FreshLine,
		CallbackFailed: s.tell,

		Load:        s.Load,
		FindLibrary: findLibrary,
		Symbols:     s.symbolNames,
		Libraries:   s.Libraries,
		Formerly:    s.libs.formerly,
	})
	s.env.ReadVar = s.machine.ReadVar
	if cfg.Screen != nil {
		s.machine.Width = func() int { columns, _ := cfg.Screen(); return columns }
	}
	if cfg.ColorValues {
		s.machine.Paint = paintEcho
	}
	return s
}

// Run reads, checks and runs the statements of src one after the other: what
// stands before an error has run. The error is a *diag.Error or an
// *eval.ExitRequest.
func (s *Session) Run(src *diag.Source, echo bool) error {
	s.Settle()
	reader := s.reader(src)
	for {
		again := false
		err := caught(func() (err error) {
			again, err = s.step(reader, echo)
			return err
		})
		switch {
		case again:
			reader = syntax.NewReaderAt(src, reader.Place().Start, names{s})
		case err == io.EOF:
			return nil
		case err != nil:
			return placed(err, reader.Place())
		}
	}
}

// step reads, checks and runs one statement. again says that it was refused but
// that more is known now.
func (s *Session) step(reader *syntax.Reader, echo bool) (again bool, err error) {
	learnt := s.learnt
	stmt, err := reader.Next()
	if err == io.EOF {
		return false, err
	}
	var run func() error
	if err == nil {
		run, err = s.prepare(stmt, echo)
	}
	if err != nil {
		return s.learnFrom(err, learnt), err
	}
	if err := s.interrupted(stmt); err != nil {
		return false, err
	}
	return false, run()
}

// placed gives an error that has no place one.
func placed(err error, at diag.Span) error {
	if e, ok := err.(*diag.Error); ok && e.Span.Src == nil {
		e.Span = at
	}
	return err
}

// RunFile runs a script.
func (s *Session) RunFile(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return FileError(path, err)
	}
	return s.Run(&diag.Source{Name: path, Text: string(text), First: 1}, false)
}

// FileError is the error of a script that cannot be read.
func FileError(path string, err error) *diag.Error {
	if pathError, ok := errors.AsType[*os.PathError](err); ok {
		err = pathError.Err
	}
	return diag.Errorf(diag.Span{}, diag.IO, "cannot read %s: %s", path, err)
}

// prepare checks a statement and gives what runs it.
func (s *Session) prepare(stmt syntax.Stmt, echo bool) (run func() error, err error) {
	switch stmt := stmt.(type) {
	case *syntax.Directive:
		return func() error { return s.directive(stmt) }, nil
	case *syntax.Command:
		return func() error { return s.Command(stmt) }, nil
	}
	unit, err := s.env.Check(stmt, echo)
	if err != nil {
		return nil, err
	}
	if d, ok := stmt.(*syntax.Declaration); ok {
		s.declareMembers(d.Specs)
	}
	return func() error { return s.execute(unit) }, nil
}

func (s *Session) execute(unit *check.Unit) error {
	s.tracing.open = s.tracing.open[:0]
	echoes := s.machine.Last()
	err := s.machine.Exec(unit.Stmt)
	s.env.Commit(unit)
	s.numbered(echoes)
	if s.AfterStatement != nil {
		s.AfterStatement()
	}
	return err
}

// numbered tells the checker of the type of a new $N.
func (s *Session) numbered(before int) {
	if n := s.machine.Last(); n > before {
		if v, ok := s.machine.History(n); ok {
			s.env.SetHistory(n, v.Type)
		}
	}
}

// Command runs a `:` line.
func (s *Session) Command(cmd *syntax.Command) error {
	if s.OnCommand == nil {
		return diag.Errorf(cmd.Span(), diag.Syntax, "there are no commands here")
	}
	outer := s.fragment
	learnt := s.learnt
	err := caught(func() error {
		err := s.OnCommand(cmd)
		if s.learnFrom(err, learnt) {
			err = s.OnCommand(cmd)
		}
		return err
	})
	err = s.locate(err)
	s.fragment = outer
	return placed(err, cmd.Span())
}

// SetArgs declares argc and argv; args[0] is the script.
func (s *Session) SetArgs(args []string) {
	argc := s.machine.NewVar("argc", ctypes.TInt)
	argv := s.machine.NewVar("argv", ctypes.ArrayOf(ctypes.CharPtr, int64(len(args))+1))
	mem.Store32(argc.Addr, uint32(len(args)))
	for i, arg := range args {
		mem.Store64(argv.Addr+uintptr(8*i), uint64(s.machine.Text(arg)))
	}
	s.env.BindVar(argc)
	s.env.BindVar(argv)
}

// Stop is Interrupt, but nothing catches it until ClearInterrupt.
func (s *Session) Stop() {
	s.machine.Stop()
	s.Interrupt()
}

// ClearInterrupt ends the effect of both.
func (s *Session) ClearInterrupt() { s.machine.ClearInterrupt() }

// NoteSignals tells of signals that came while nothing ran.
func (s *Session) NoteSignals() { s.machine.NoteSignals() }

// interrupted is the error of a statement that is not begun any more.
func (s *Session) interrupted(stmt syntax.Stmt) error {
	if !s.cfg.Host.Interrupted() {
		return nil
	}
	s.cfg.Host.ClearInterrupt()
	return s.machine.Interrupted(stmt.Span())
}

// note shows a remark once.
func (s *Session) note(at diag.Span, message string) {
	if s.noted[message] {
		return
	}
	s.noted[message] = true
	s.cfg.Host.Flush()
	s.FreshLine()
	if at.Src == nil {
		fmt.Fprintf(s.cfg.Err, "note: %s\n", message)
		return
	}
	fmt.Fprintf(s.cfg.Err, "%s: note: %s\n", at, message)
}

// Report shows an error as the user sees it.
func (s *Session) Report(err error) {
	e, ok := errors.AsType[*diag.Error](err)
	if !ok {
		e = diag.Errorf(diag.Span{}, diag.IO, "%s", err)
	}
	s.cfg.Host.Flush()
	if s.cfg.JSON {
		s.reportJSON(e)
		return
	}
	s.FreshLine()
	io.WriteString(s.cfg.Err, paint(e.Render(), s.cfg.Color))
}

// FreshLine takes a terminal to the start of a line, behind output without a
// newline, a ^C that was typed, or what is typed ahead.
func (s *Session) FreshLine() {
	if s.cfg.FreshLine != nil {
		io.WriteString(s.cfg.Out, s.cfg.FreshLine())
	}
}

func (s *Session) reportJSON(e *diag.Error) {
	type place struct {
		Kind    diag.Kind `json:"kind"`
		Message string    `json:"message"`
		File    string    `json:"file,omitempty"`
		Line    int       `json:"line,omitempty"`
		Column  int       `json:"column,omitempty"`
		Hint    string    `json:"hint,omitempty"`

		// As e has them in a catch block.
		Signal   string           `json:"signal,omitempty"`
		Address  *inspect.Address `json:"address,omitempty"`
		Function string           `json:"function,omitempty"`
		Block    string           `json:"block,omitempty"`
		Status   *int             `json:"status,omitempty"`
		Calls    []string         `json:"calls,omitempty"`
	}
	p := place{
		Kind: e.Kind, Message: e.Message, Hint: e.Hint,
		Signal: e.Signal, Function: e.Function, Block: e.Block, Status: e.Status, Calls: e.Calls,
	}
	if e.Address != nil {
		p.Address = new(inspect.Address(*e.Address))
	}
	if e.Span.Src != nil {
		p.File = e.Span.Src.Name
		p.Line, p.Column = e.Span.Position()
	}
	s.WriteJSON(map[string]place{"error": p})
}

// WriteJSON writes one object a line to Out.
func (s *Session) WriteJSON(v any) {
	encoder := json.NewEncoder(s.cfg.Out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		fmt.Fprintf(s.cfg.Err, "internal error: %v\n", err)
	}
}
