// Package syntax reads the shell's language: from tokens to statements, with
// positions and errors. What names mean is check's; only whether a name is a
// type is asked while parsing.
//
// Three parsers share one stream of tokens. Statements that begin with a word
// of their own are a participle grammar (grammar.go); declarations are read by
// cdecl, as those of headers are; expressions by precedence (expression.go).
// A Reader cuts a source into statements, one at a time, so that each may run
// before the next is parsed.
package syntax
