package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"cshell/repl/editor"
)

// The exit statuses; exit(n) gives n.
const (
	exitOK = iota
	exitError
	exitUsage
	exitOpen // a file or library could not be opened
)

// options is the command line.
type options struct {
	Exec        []string `short:"e" sep:"none" placeholder:"CODE" help:"Run CODE and show the values of its expressions. Repeatable: one session runs them in order."`
	Load        []string `short:"l" sep:"none" placeholder:"NAME" help:"Load a library first, by path or short name. Repeatable."`
	Include     []string `short:"I" sep:"none" placeholder:"DIR" help:"Look for headers in DIR first. Repeatable."`
	Interactive bool     `short:"i" help:"Prompt after the script or CODE."`
	JSON        bool     `name:"json" help:"Write values, views and errors as JSON, one object a line."`
	Resume      bool     `help:"Replay the last session first, if it was killed: its declarations, definitions and loads."`
	NoAutotypes bool     `help:"Do not look for the headers of loaded libraries."`
	NoInit      bool     `help:"Do not run the init file at the prompt."`
	Color       string   `enum:"auto,always,never" default:"auto" help:"Colour: auto, always or never."`
	Version     bool     `help:"Show the version."`
	File        []string `arg:"" optional:"" help:"A script and its arguments; ELF files before it are loaded."`
}

const description = `An interactive shell for shared libraries: C as you know it, evaluated as you type.

Without FILE and CODE it prompts, or runs standard input where that is no terminal.`

// parse reads the command line; done says that nothing is left to do.
func (p *program) parse(args []string) (status int, done bool) {
	shown := false
	parser := kong.Must(&p.options,
		kong.Name("cshell"), kong.Description(description),
		kong.Writers(p.out, p.err),
		kong.Exit(func(int) { shown = true }))
	flags, err := normalize(args)
	if err == nil {
		_, err = parser.Parse(flags)
	}
	switch {
	case shown:
		return exitOK, true
	case err != nil:
		fmt.Fprintf(p.err, "cshell: %v\nTry 'cshell --help'.\n", err)
		return exitUsage, true
	case p.Version:
		fmt.Fprintln(p.out, "cshell", version())
		return exitOK, true
	}
	return exitOK, false
}

// valued are the flags that take a value.
var valued = map[string]string{
	"e": "exec", "exec": "exec",
	"l": "load", "load": "load",
	"I": "include", "include": "include",
	"color": "color",
}

// normalize makes three rules of ours plain for kong: a flag's value may begin
// with a dash (-e -1), an ELF file among the arguments means -l, and what
// follows the script belongs to it.
func normalize(args []string) (flags []string, err error) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return append(append(flags, "--"), args[i+1:]...), nil
		case len(arg) < 2 || arg[0] != '-':
			if !isELF(arg) {
				return append(append(flags, "--"), args[i:]...), nil
			}
			flags = append(flags, "--load="+asPath(arg))
		case wantsValue(arg):
			if i++; i == len(args) {
				return nil, fmt.Errorf("%s needs a value", arg)
			}
			flags = append(flags, withValue(arg, args[i])...)
		default:
			flags = append(flags, arg)
		}
	}
	return flags, nil
}

// wantsValue says whether the value of a flag is the next argument: --load,
// -l, and -il, but not --load=x and -lx.
func wantsValue(arg string) bool {
	if name, long := strings.CutPrefix(arg, "--"); long {
		return valued[name] != ""
	}
	at := strings.IndexFunc(arg[1:], func(r rune) bool { return valued[string(r)] != "" })
	return at >= 0 && at+2 == len(arg)
}

// withValue writes a flag and its value as one argument.
func withValue(arg, value string) []string {
	if strings.HasPrefix(arg, "--") {
		return []string{arg + "=" + value}
	}
	last := len(arg) - 1
	flag := "--" + valued[arg[last:]] + "=" + value
	if last == 1 {
		return []string{flag}
	}
	return []string{arg[:last], flag}
}

// isELF says whether a file begins as ELF files do.
func isELF(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, 4)
	_, err = f.Read(magic)
	return err == nil && bytes.Equal(magic, []byte("\x7fELF"))
}

// asPath keeps a file name from being taken for a library's short name.
func asPath(file string) string {
	if strings.Contains(file, "/") {
		return file
	}
	return "./" + file
}

// colored says whether what goes to f is shown in colour.
func (p *program) colored(f *os.File) bool {
	if p.Color != "auto" {
		return p.Color == "always"
	}
	return editor.IsTerminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// version is the module's version, as far as the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
