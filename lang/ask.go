package lang

// IsType says whether a name stands for a type.
func (s *Session) IsType(name string) bool { return s.env.IsType(name) }
