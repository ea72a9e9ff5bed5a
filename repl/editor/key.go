package editor

// A key is a character that was typed, or one of the keys below. The latter lie
// in a private-use plane of Unicode, so that they pass through readline, which
// knows runes only, as if they were text.
type key rune

const (
	keyEOF  key = 0 // the input has ended
	keyBase key = 0xF0000
)

// The keys that are no text.
const (
	keyEnter key = keyBase + iota
	keyNewline
	keyTab
	keyBackTab
	keyEscape
	keyCancel    // Ctrl-G
	keyInterrupt // Ctrl-C
	keyDeleteEOF // Ctrl-D
	keySuspend
	keyPaste
	keyLeft
	keyRight
	keyUp
	keyDown
	keyWordLeft
	keyWordRight
	keyHome
	keyEnd
	keyTop
	keyBottom
	keyPageUp
	keyPageDown
	keyBackspace
	keyDelete
	keyDeleteWordLeft
	keyDeleteWordRight
	keyKillRight
	keyKillLeft
	keyYank
	keyYankPop
	keyTranspose
	keyUndo
	keyRedo
	keyClear
	keySearch
	keySearchForward
	keyExternal // Alt-E
	keyHelp     // F1
	keyNone     // nothing: an unknown sequence
	keyLast
)

// isText says whether the key is a character to be inserted.
func (k key) isText() bool { return k >= ' ' && k < keyBase }

// controls are the keys of single control characters.
var controls = map[byte]key{
	'A' - 64: keyHome,
	'B' - 64: keyLeft,
	'C' - 64: keyInterrupt,
	'D' - 64: keyDeleteEOF,
	'E' - 64: keyEnd,
	'F' - 64: keyRight,
	'G' - 64: keyCancel,
	'H' - 64: keyBackspace,
	'I' - 64: keyTab,
	'J' - 64: keyEnter,
	'K' - 64: keyKillRight,
	'L' - 64: keyClear,
	'M' - 64: keyEnter,
	'N' - 64: keyDown,
	'O' - 64: keyNewline,
	'P' - 64: keyUp,
	'R' - 64: keySearch,
	'S' - 64: keySearchForward,
	'T' - 64: keyTranspose,
	'U' - 64: keyKillLeft,
	'W' - 64: keyDeleteWordLeft,
	'Y' - 64: keyYank,
	'Z' - 64: keySuspend,
	'_' - 64: keyUndo,
	0x7f:     keyBackspace,
}

// metas are the keys of ESC and a character: Alt with that key.
var metas = map[byte]key{
	'b': keyWordLeft, 'f': keyWordRight, 'd': keyDeleteWordRight,
	'e': keyExternal, 'y': keyYankPop, '/': keyRedo, 'u': keyUndo,
	'<': keyTop, '>': keyBottom, '?': keyHelp,
	0x7f: keyDeleteWordLeft, '\b': keyDeleteWordLeft,
	'\r': keyNewline, '\n': keyNewline,
}

// sequences are the keys of what follows ESC [ or ESC O, as xterm, tmux,
// screen, rxvt and the Linux console send them.
var sequences = map[string]key{
	"A": keyUp, "B": keyDown, "C": keyRight, "D": keyLeft,
	"H": keyHome, "F": keyEnd, "Z": keyBackTab, "P": keyHelp, "M": keyEnter,
	"1~": keyHome, "7~": keyHome, "4~": keyEnd, "8~": keyEnd, "3~": keyDelete,
	"5~": keyPageUp, "6~": keyPageDown, "11~": keyHelp, "[A": keyHelp,
	"1;5C": keyWordRight, "1;5D": keyWordLeft, "1;3C": keyWordRight, "1;3D": keyWordLeft,
	"5C": keyWordRight, "5D": keyWordLeft, "c": keyWordRight, "d": keyWordLeft,
	"1;5H": keyTop, "1;5F": keyBottom, "1;5A": keyUp, "1;5B": keyDown,
	"1;2A": keyUp, "1;2B": keyDown, "1;2C": keyRight, "1;2D": keyLeft,
	"3;5~": keyDeleteWordRight, "3;3~": keyDeleteWordRight, "3;2~": keyDelete,
	"13;2u": keyNewline, "13;3u": keyNewline, "13;5u": keyNewline,
	"27;2;13~": keyNewline, "27;5;13~": keyNewline,
}
