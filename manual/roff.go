package manual

import (
	"regexp"
	"strings"
	"sync"

	"cshell/display"
)

// margin is the indentation of what stands under a title.
const margin = "       "

// plain formats the source of a page: enough of man(7) and mdoc(7) for prose,
// lists and examples. Requests that it does not know are left out.
func plain(source string, width int) string {
	f := &formatter{width: width, fill: true}
	lines := strings.Split(strings.ReplaceAll(source, "\\\n", ""), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \r")
		switch {
		case f.skip(line):
		case line == "":
			f.paragraph()
		case line[0] == '.' || line[0] == '\'':
			f.request(line)
		default:
			f.text(unescape(line))
		}
	}
	f.flush()
	return f.b.String()
}

// formatter fills lines with words.
type formatter struct {
	b       strings.Builder
	width   int
	words   []string // of the line that is being filled
	fill    bool     // off between .nf and .fi
	indent  int      // columns behind the margin
	tag     bool     // the next text is the tag of a list's item
	name    string   // of the page, for .Nm
	ignored string   // the request that ends what is being skipped
}

// skip is about macros that a page defines, and conditions on several lines.
func (f *formatter) skip(line string) bool {
	switch {
	case f.ignored != "":
		if strings.HasPrefix(line, f.ignored) {
			f.ignored = ""
		}
		return true
	case strings.HasPrefix(line, ".de"):
		f.ignored = ".."
		return true
	case strings.HasPrefix(line, ".ig"):
		f.ignored = ".."
		return true
	case strings.HasPrefix(line, ".TS"), strings.HasPrefix(line, ".EQ"):
		f.ignored = "." + map[bool]string{true: "TE", false: "EN"}[line[1] == 'T']
		f.text("(table)")
		return true
	}
	return strings.HasPrefix(line, `.\"`) || strings.HasPrefix(line, `'\"`)
}

// request obeys a line that begins with a dot.
func (f *formatter) request(line string) {
	name, rest, _ := strings.Cut(strings.TrimLeft(line[1:], " \t"), " ")
	args := arguments(rest)
	switch name {
	case "SH", "Sh", "SS", "Ss":
		f.title(name, strings.Join(args, " "))
	case "PP", "P", "LP", "Pp", "HP":
		f.paragraph()
		f.indent = 0
	case "sp":
		f.paragraph()
	case "br", "RE", "ti":
		f.flush()
		if name == "RE" {
			f.indent = max(f.indent-4, 0)
		}
	case "RS":
		f.flush()
		f.indent += 4
	case "TP", "TQ":
		f.paragraph()
		f.indent, f.tag = 0, true
	case "IP", "It":
		f.paragraph()
		f.item(args)
	case "nf", "EX", "Bd":
		f.flush()
		f.fill = false
	case "fi", "EE", "Ed":
		f.flush()
		f.fill = true
	default:
		f.wording(name, args)
	}
}

// item begins an item of a list with its tag.
func (f *formatter) item(args []string) {
	f.indent = 0
	if len(args) > 0 {
		f.text(args[0])
		f.flush()
	}
	f.indent = 4
}

// joined are the requests whose arguments are one word in alternating fonts.
var joined = map[string]bool{"BR": true, "RB": true, "BI": true, "IB": true, "IR": true, "RI": true}

// wording is the text of a request about fonts, or of mdoc about C.
func (f *formatter) wording(name string, args []string) {
	switch {
	case joined[name]:
		f.text(strings.Join(args, ""))
	case name == "B", name == "I", name == "SM", name == "SB":
		f.text(strings.Join(args, " "))
	case name == "Nm":
		if len(args) > 0 && f.name == "" {
			f.name = args[0]
		}
		f.text(strings.Join(append([]string{f.name}, args[min(1, len(args)):]...), " "))
	case name == "In":
		f.flush()
		f.text("#include <" + strings.Join(args, "") + ">")
		f.flush()
	case name == "Ft":
		f.flush()
		f.text(strings.Join(args, " "))
	case name == "Fn" && len(args) > 0:
		f.text(args[0] + "(" + strings.Join(args[1:], ", ") + ")")
	case name == "Nd":
		f.text("- " + strings.Join(args, " "))
	case len(name) == 2 && 'A' <= name[0] && name[0] <= 'Z' && 'a' <= name[1] && name[1] <= 'z' && !structural[name]:
		f.text(strings.Join(args, " ")) // another font of mdoc
	}
}

// structural are requests of mdoc that have no text.
var structural = map[string]bool{
	"Dd": true, "Dt": true, "Os": true, "Bl": true, "El": true, "Bk": true, "Ek": true, "Fo": true, "Fc": true,
}

func (f *formatter) title(request, title string) {
	f.flush()
	f.indent, f.fill, f.tag = 0, true, false
	edge := "\n"
	if strings.EqualFold(request, "SS") {
		edge = "\n   "
	}
	f.b.WriteString(edge + title + "\n")
}

// paragraph ends the line and leaves one empty.
func (f *formatter) paragraph() {
	f.flush()
	if !strings.HasSuffix(f.b.String(), "\n\n") {
		f.b.WriteString("\n")
	}
}

// text adds words, or without filling a whole line.
func (f *formatter) text(line string) {
	if !f.fill {
		f.b.WriteString(margin + strings.Repeat(" ", f.indent) + line + "\n")
		return
	}
	f.words = append(f.words, strings.Fields(line)...)
	if f.tag {
		f.flush()
		f.tag, f.indent = false, 4
	}
}

// flush writes the words that are there, as many a line as fit.
func (f *formatter) flush() {
	room := max(f.width-len(margin)-f.indent, 20)
	at := 0
	for i, word := range f.words {
		n := display.Width(word)
		switch {
		case i == 0:
			f.b.WriteString(margin + strings.Repeat(" ", f.indent))
		case at+1+n > room:
			f.b.WriteString("\n" + margin + strings.Repeat(" ", f.indent))
			at = 0
		default:
			f.b.WriteByte(' ')
			at++
		}
		f.b.WriteString(word)
		at += n
	}
	if len(f.words) > 0 {
		f.b.WriteByte('\n')
	}
	f.words = nil
}

// argument is a word of a request, or what stands in double quotes.
var argument = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"((?:[^"]|"")*)"?|(\S+)`)
})

func arguments(text string) []string {
	text, _, _ = strings.Cut(text, `\"`)
	var args []string
	for _, found := range argument().FindAllStringSubmatch(protect(text), -1) {
		args = append(args, unescape(strings.ReplaceAll(found[1], `""`, `"`)+found[2]))
	}
	return args
}

// protect keeps blanks that are escaped from parting arguments.
func protect(text string) string {
	return strings.NewReplacer(`\ `, "\u00a0", `\~`, "\u00a0").Replace(text)
}

// characters are the names of special characters, as in \(bu and \[bu].
var characters = map[string]string{
	"bu": "•", "aq": "'", "dq": `"`, "lq": "“", "rq": "”", "oq": "‘", "cq": "’", "em": "—", "en": "–", "hy": "-",
	"mi": "-", "rs": `\`, "ti": "~", "ha": "^", "ga": "`", "co": "©", "mu": "×", "<=": "≤", ">=": "≥", "!=": "≠",
	"->": "→", "<-": "←", "la": "⟨", "ra": "⟩", "at": "@", "sh": "#", "Do": "$", "lB": "[", "rB": "]", "lC": "{",
	"rC": "}", "ba": "|", "sl": "/", "if": "∞", "+-": "±", "de": "°", "tm": "™", "rg": "®", "ss": "ß", "*a": "α",
}

// escape is what begins with a backslash in running text.
var escape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`\\(?:f(?:\[[^\]]*\]|\(..|.)|s[-+]?(?:\d|\(..|\[[^\]]*\])|\*?\((..)|\*?\[([^\]]*)\]|[mghvw](?:'[^']*'|\[[^\]]*\])|\*(.)|(.))`)
})

// unescape gives running text.
func unescape(text string) string {
	return strings.ReplaceAll(escape().ReplaceAllStringFunc(text, func(found string) string {
		parts := escape().FindStringSubmatch(found)
		if name := parts[1] + parts[2]; name != "" {
			return characters[name]
		}
		switch parts[4] {
		case "-", ".", "'", "`", " ", "~", "\u00a0":
			return strings.Replace(parts[4], "~", " ", 1)
		case "e", "\\":
			return `\`
		}
		return ""
	}), "\u00a0", " ")
}
