package editor

// style is how a piece of the screen looks. The sixteen colours of the
// terminal are used only, so that its owner's theme counts.
type style uint8

const (
	plainStyle style = iota
	promptStyle
	keywordStyle
	typeStyle
	functionStyle
	numberStyle
	stringStyle
	commentStyle
	commandStyle
	wrongStyle
	bracketStyle // the bracket at the cursor and its partner
	faintStyle   // suggestions and what is known of a name
	nameStyle    // a name in a menu
	currentStyle // the parameter at the cursor
	selectedStyle
)

// codes are the styles' SGR parameters.
var codes = [...]string{
	plainStyle:    "",
	promptStyle:   "1;32",
	keywordStyle:  "1;34",
	typeStyle:     "36",
	functionStyle: "1",
	numberStyle:   "35",
	stringStyle:   "32",
	commentStyle:  "2;3",
	commandStyle:  "1;33",
	wrongStyle:    "31",
	bracketStyle:  "1;4;36",
	faintStyle:    "2",
	nameStyle:     "36",
	currentStyle:  "1;33",
	selectedStyle: "7",
}

// tokenStyles are the styles of the kinds of token.
var tokenStyles = [...]style{
	Keyword:  keywordStyle,
	TypeName: typeStyle,
	Function: functionStyle,
	Number:   numberStyle,
	String:   stringStyle,
	Comment:  commentStyle,
	Command:  commandStyle,
	Wrong:    wrongStyle,
	Open:     plainStyle,
	Close:    plainStyle,
}
