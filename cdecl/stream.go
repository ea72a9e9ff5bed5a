package cdecl

// Stream is a TokenStream over a source of tokens that are pulled as they are
// needed. Newlines are white space in it.
type Stream struct {
	pull func() Token
	toks []Token // pulled and not yet forgotten
	pos  int
}

// NewStream makes a stream of the tokens that pull returns, which ends with
// EOF for ever.
func NewStream(pull func() Token) *Stream { return &Stream{pull: pull} }

// StreamOf makes a stream of tokens that are all there; at their end it gives
// end.
func StreamOf(toks []Token, end Token) *Stream {
	return NewStream(func() Token {
		if len(toks) == 0 {
			return end
		}
		t := toks[0]
		toks = toks[1:]
		return t
	})
}

// Peek is the token n behind the next one.
func (s *Stream) Peek(n int) Token {
	for s.pos+n >= len(s.toks) {
		t := s.pull()
		if t.Kind != Newline {
			s.toks = append(s.toks, t)
		}
	}
	return s.toks[s.pos+n]
}

// Next consumes a token.
func (s *Stream) Next() Token {
	t := s.Peek(0)
	s.pos++
	return t
}

// Mark is a place to come back to with Reset.
func (s *Stream) Mark() int { return s.pos }

// Reset goes back to a mark.
func (s *Stream) Reset(mark int) { s.pos = mark }

// Forget drops what was consumed; marks made before are void.
func (s *Stream) Forget() {
	s.toks = s.toks[:copy(s.toks, s.toks[s.pos:])]
	s.pos = 0
}
