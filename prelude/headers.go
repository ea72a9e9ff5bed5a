package prelude

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed generate/headers.txt
var headers string

// HasHeader says whether the prelude knows what a header declares: an #include
// of it brings nothing new.
func HasHeader(name string) bool {
	return slices.Contains(strings.Fields(headers), name)
}
