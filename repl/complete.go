package repl

import "cshell/repl/editor"

// Complete finds what the word that ends at an offset could become.
func (a *assistant) Complete(text string, at int) editor.Completion { return editor.Completion{} }
