package repl

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cshell/lang"
	"cshell/manual"
)

// docView is the view of :doc.
type docView struct {
	View string `json:"view"`
	Name string `json:"name"`
	*lang.Description
	Comment  string           `json:"comment,omitempty"` // beside the declaration
	Page     string           `json:"page,omitempty"`    // strlen(3)
	Path     string           `json:"path,omitempty"`
	Sections []manual.Section `json:"sections,omitempty"`
}

// Text writes the declaration, then what is said of it.
func (v *docView) Text(w io.Writer, _ int) error {
	var b strings.Builder
	if v.Description != nil {
		b.WriteString(v.Description.Text())
	}
	if v.Comment != "" {
		b.WriteString("\n  " + strings.ReplaceAll(v.Comment, "\n", "\n  ") + "\n")
	}
	for _, s := range v.Sections {
		b.WriteString("\n" + s.Title + "\n" + joinLines(s.Lines))
	}
	if v.Page != "" {
		fmt.Fprintf(&b, "\n%s  %s\n", v.Page, v.Path)
	}
	_, err := io.WriteString(w, strings.ReplaceAll(b.String(), "\n  \n", "\n\n"))
	return err
}

// doc is :doc NAME: what a name is and what is written about it, by its own
// comment and by the manual.
func (s *Shell) doc(call *invocation) error {
	name := strings.TrimSuffix(call.text, "()")
	call.at.End -= len(call.text) - len(name)
	if s.isShellFunction(name) || strings.HasPrefix(name, ":") {
		return s.help(call)
	}
	view := &docView{View: "doc", Name: name}
	var err error
	view.Description, err = s.Session.Describe(call.at)
	bare := name[strings.LastIndexByte(name, '.')+1:]
	view.Comment = s.Session.Comment(bare)
	s.addPage(view, bare)
	if err != nil && view.Page == "" {
		return err
	}
	s.manualPage()
	if err := s.show(view); err != nil || view.Comment != "" || view.Page != "" {
		return err
	}
	s.noteMissingPage(bare)
	return nil
}

func (s *Shell) isSessionName(name string) bool {
	for known := range s.Session.SessionNames() {
		if known == name {
			return true
		}
	}
	return false
}

// told are the sections of a manual page that :doc shows.
var told = []string{"SYNOPSIS", "DESCRIPTION", "RETURN VALUE", "RETURN VALUES"}

// addPage looks the name up in the manual. What the session has made is in
// none; libc's pages say all that its headers' comments do.
func (s *Shell) addPage(view *docView, name string) {
	if s.isSessionName(name) && name != "errno" {
		return
	}
	page, ok := manual.Find(name)
	if !ok {
		return
	}
	sections, err := page.Sections(s.columns())
	if err != nil || len(sections) == 0 {
		return
	}
	view.Page, view.Path = page.String(), page.Path
	view.Sections = slices.DeleteFunc(sections, func(s manual.Section) bool { return !slices.Contains(told, s.Title) })
	if page.Section == "2" || page.Section == "3" {
		view.Comment = ""
	}
}

// docPackages are the packages that have the manual pages of libraries.
var docPackages = map[string]string{
	"c": "manpages-dev", "m": "manpages-dev", "ssl": "libssl-doc", "crypto": "libssl-doc", "curl": "libcurl4-doc",
	"ncurses": "ncurses-doc", "ncursesw": "ncurses-doc", "tinfo": "ncurses-doc",
}

// noteMissingPage says which package may have the page.
func (s *Shell) noteMissingPage(name string) {
	lib := (&assistant{shell: s}).exporter(name)
	if lib == nil || s.isSessionName(name) || docPackages[lib.Name] == "" {
		return
	}
	fmt.Fprintf(s.Err, "note: no manual page of %s is installed; the package %s may have it\n", name, docPackages[lib.Name])
}

// list is :list NAME: the text that defines or declares it, else its code.
func (s *Shell) list(call *invocation) error {
	text, from := s.Session.Source(call.text)
	if text == "" {
		return s.listCode(call)
	}
	return s.show(&textView{"list", append(strings.Split(text, "\n"), "  from "+from)})
}

// listCode disassembles a function of a library; of what is none, the
// declaration is all there is.
func (s *Shell) listCode(call *invocation) error {
	d, err := s.Session.Describe(call.at)
	if err != nil {
		return err
	}
	if m, ok := s.Session.Meaning(call.text); ok && s.isFunctionName(call.text, m.Type) {
		return s.disassemble(call)
	}
	return s.show(&textView{"list", strings.Split(strings.TrimSuffix(d.Text(), "\n"), "\n")})
}
