package editor

// Assistant knows the language. Its methods are called by ReadLine, on the
// goroutine that called it, and so may use what belongs to that goroutine.
// Offsets count bytes.
type Assistant interface {
	// Whole says whether text is a whole entry: Enter then ends it.
	Whole(text string) bool
	// Tokens are the tokens of a text that may be unfinished, in order.
	Tokens(text string) []Token
	// Complete finds what the word that ends at the offset could become.
	Complete(text string, at int) Completion
	// Signature is the function in whose call the offset lies; its Name is
	// empty where there is none.
	Signature(text string, at int) Signature
	// Proposal is offered in grey as the next entry; "" for none.
	Proposal() string
	// Describe says in a few lines what a name is; "" where that is not known.
	Describe(name string) string
}

// Token is a stretch of a text and what it is.
type Token struct {
	Start, End int
	Kind       TokenKind
}

// TokenKind says what a token is, for colours and brackets.
type TokenKind uint8

// The kinds of token.
const (
	Other TokenKind = iota
	Keyword
	TypeName
	Function
	Number
	String
	Comment
	Command // a : line, a # line
	Wrong
	Open  // ( [ {
	Close // ) ] }
)

// Completion is what could stand in place of the bytes from From to the
// cursor.
type Completion struct {
	From  int
	Names []string
	// Row says of one name its signature and where it comes from; it is asked
	// for the rows in sight only. It may be nil.
	Row func(name string) (signature, origin string)
}

// Signature is a prototype cut into its parts.
type Signature struct {
	Name    string   // with what stands before the parameters: "int puts"
	Params  []string // as declared; "..." is the last of a variadic function; nil: Name is all
	Current int      // the parameter that the cursor is at
	Origin  string   // where the prototype comes from
}

// simple is the assistant where there is none.
type simple struct{}

func (simple) Whole(string) bool               { return true }
func (simple) Tokens(string) []Token           { return nil }
func (simple) Complete(string, int) Completion { return Completion{} }
func (simple) Signature(string, int) Signature { return Signature{} }
func (simple) Proposal() string                { return "" }
func (simple) Describe(string) string          { return "" }
