package repl

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"cshell/diag"
	"cshell/lang"
)

// setting is one row of the table of options. What the prompt sets is kept for
// later sessions (see settingsFile), unless it is for the moment only.
type setting struct {
	name, help string
	standard   string // the value at first
	momentary  bool
	get        func(*Shell) string
	set        func(*Shell, string) bool // false: not such a value
}

var settings = []setting{
	{
		name: "elements", standard: strconv.Itoa(lang.DefaultElements),
		help: "elements or characters that an echo shows; 0 is all",
		get:  func(s *Shell) string { return strconv.Itoa(s.Session.Elements()) },
		set: func(s *Shell, value string) bool {
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 {
				return false
			}
			s.Session.SetElements(n)
			return true
		},
	},
	{
		name: "radix", standard: "10", help: "in which an echo shows integers: 2, 8, 10 or 16",
		get: func(s *Shell) string { return strconv.Itoa(s.Session.Radix()) },
		set: func(s *Shell, value string) bool {
			n, err := strconv.Atoi(value)
			return err == nil && s.Session.SetRadix(n)
		},
	},
	toggle("indent", "on", "at a terminal, break an echo that is wider than it into rows",
		func(s *Shell) bool { return s.Session.Indents() }, func(s *Shell, on bool) { s.Session.SetIndents(on) }),
	{
		name: "pager", standard: strconv.Itoa(pagedAtFirst),
		help: "at a terminal, show with $PAGER or less what has more rows than this; on: than the screen",
		get:  func(s *Shell) string { return pagerRowsText(s.pagerRows) },
		set: func(s *Shell, value string) bool {
			rows, ok := pagerRows(value)
			if ok {
				s.pagerRows = rows
			}
			return ok
		},
	},
	toggle("autotypes", "on", "look for the headers of loaded libraries",
		func(s *Shell) bool { return s.Session.AutoTypes() }, func(s *Shell, on bool) { s.Session.SetAutoTypes(on) }),
	momentary(setting{
		name: "include", standard: "none",
		help: "directories, with : between them, that #include looks in before the system's, as -I",
		get: func(s *Shell) string {
			return cmp.Or(strings.Join(s.Session.IncludeDirs(), string(filepath.ListSeparator)), "none")
		},
		set: setIncludeDirs,
	}),
	toggle("leaks", "off", "list at the end what new made and nobody freed",
		func(s *Shell) bool { return s.leaks }, func(s *Shell, on bool) { s.leaks = on }),
	momentary(toggle("guard", "on", "new blocks end at a page without access; off: at a pattern that calls are checked for",
		func(s *Shell) bool { return s.Session.Guards() }, func(s *Shell, on bool) { s.Session.SetGuards(on) })),
	momentary(toggle("trace", "off", "log each foreign call to standard error",
		func(s *Shell) bool { return s.Session.Tracing().Log }, (*Shell).logCalls)),
}

// setIncludeDirs takes directories, or none.
func setIncludeDirs(s *Shell, value string) bool {
	var dirs []string
	if value != "none" {
		dirs = filepath.SplitList(value)
	}
	for i, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return false
		}
		dirs[i] = filepath.Clean(dir)
	}
	s.Session.SetIncludeDirs(dirs)
	return true
}

// toggle is an option that is on or off.
func toggle(name, standard, help string, get func(*Shell) bool, set func(*Shell, bool)) setting {
	return setting{
		name: name, standard: standard, help: help,
		get: func(s *Shell) string {
			if get(s) {
				return "on"
			}
			return "off"
		},
		set: func(s *Shell, value string) bool {
			if value == "on" || value == "off" {
				set(s, value == "on")
				return true
			}
			return false
		},
	}
}

// momentary is an option that changes what programs do, and so must not be
// found on by surprise in a later session.
func momentary(o setting) setting {
	o.momentary = true
	return o
}

func findSetting(name string) (setting, bool) {
	at := slices.IndexFunc(settings, func(o setting) bool { return o.name == name })
	if at < 0 {
		return setting{}, false
	}
	return settings[at], true
}

// set is :set [OPT [VAL]].
func (s *Shell) set(call *invocation) error {
	words := call.words()
	if len(words) == 0 {
		return s.showSettings()
	}
	o, ok := findSetting(words[0])
	switch {
	case !ok:
		return unknownSetting(call, words[0])
	case len(words) == 1:
		return s.show(&textView{"set", []string{o.name + " " + o.get(s)}})
	case len(words) > 2:
		return call.usageError()
	}
	value := words[1]
	if value == "default" {
		value = o.standard
	}
	if !o.set(s, value) {
		return call.errorf(diag.Type, "%s cannot be %s", o.name, value).WithHint("%s: %s", o.name, o.help)
	}
	if call.at.Src.Name == promptName && !o.momentary {
		s.keep(o, value)
	}
	return nil
}

// showSettings shows options with their values, what they mean, and which are
// kept.
func (s *Shell) showSettings() error {
	kept := s.keptSettings()
	view := &textView{View: "set"}
	for _, o := range settings {
		remark := ""
		switch _, ok := kept[o.name]; {
		case o.momentary:
			remark = " (this session)"
		case ok:
			remark = " (kept)"
		}
		view.Lines = append(view.Lines, hanging(fmt.Sprintf("%-10s %-6s ", o.name, o.get(s)), o.help+remark, s.limit())...)
	}
	return s.show(view)
}

func unknownSetting(call *invocation, name string) error {
	at := call.at
	at.End = at.Start + len(name)
	e := diag.Errorf(at, diag.Name, "unknown option %s", name)
	names := func(yield func(string) bool) {
		for _, o := range settings {
			if !yield(o.name) {
				return
			}
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		e.WithHint("did you mean %q?", near)
	}
	return e
}

// The options that the prompt has set to other than their standard values are
// kept as `:set` lines, one an option, in a file beside the init file. Whoever
// wants to may edit it.

// configDir is $XDG_CONFIG_HOME/cshell, or "" where there is no home.
func configDir() string {
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) { // the XDG standard has relative ones ignored
		home := os.Getenv("HOME")
		if home == "" {
			return ""
		}
		config = filepath.Join(home, ".config")
	}
	return filepath.Join(config, "cshell")
}

// settingsFile is where options are kept, "" where they are not: without a home
// and with --no-init.
func (s *Shell) settingsFile() string {
	if dir := configDir(); s.initialized && dir != "" {
		return filepath.Join(dir, "settings.csh")
	}
	return ""
}

// readSettings takes up what earlier sessions have kept.
func (s *Shell) readSettings() {
	for name, value := range s.keptSettings() {
		if o, ok := findSetting(name); !ok || !o.set(s, value) {
			fmt.Fprintf(s.Err, "note: %s: there is no option %s, or it cannot be %s\n", s.settingsFile(), name, value)
		}
	}
}

// keptSettings are the options in the file. What is no :set line is skipped.
func (s *Shell) keptSettings() map[string]string {
	kept := map[string]string{}
	text, err := os.ReadFile(s.settingsFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !s.settingsNoted {
		s.settingsNoted = true
		fmt.Fprintf(s.Err, "note: the options cannot be read: %v\n", err)
	}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == ":set" {
			kept[words[1]] = words[2]
		}
	}
	return kept
}

// keep writes an option's new value for later sessions; the standard one needs
// no line. Other sessions may have written since this one has read.
func (s *Shell) keep(o setting, value string) {
	path := s.settingsFile()
	if path == "" {
		return
	}
	kept := s.keptSettings()
	before, had := kept[o.name]
	if kept[o.name] = value; value == o.standard {
		delete(kept, o.name)
	}
	if now, has := kept[o.name]; now == before && has == had {
		return
	}
	if err := writeSettings(path, kept); err != nil && !s.settingsNoted {
		s.settingsNoted = true
		fmt.Fprintf(s.Err, "note: the options are for this session only: %v\n", err)
	}
}

// writeSettings replaces the file at once, so that it is never half written.
func writeSettings(path string, kept map[string]string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("// Written by :set at the prompt of cshell.\n")
	for _, o := range settings {
		if value, ok := kept[o.name]; ok {
			fmt.Fprintf(&b, ":set %s %s\n", o.name, value)
		}
	}
	next, err := os.CreateTemp(filepath.Dir(path), "settings-*") // only we may read it
	if err != nil {
		return err
	}
	defer os.Remove(next.Name()) // of no effect once it is renamed
	_, err = next.WriteString(b.String())
	if closed := next.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(next.Name(), path)
	}
	return err
}
