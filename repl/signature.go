package repl

import "cshell/repl/editor"

// Signature is the function in whose call an offset lies.
func (a *assistant) Signature(text string, at int) editor.Signature { return editor.Signature{} }

// Describe says what a name is, as :type does.
func (a *assistant) Describe(name string) string { return "" }
