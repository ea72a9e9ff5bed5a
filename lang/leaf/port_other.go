//go:build !amd64

package leaf

import (
	"errors"

	"cshell/lang/check"
)

// Compile makes no machine code for this processor: the interpreter does it all.
func Compile(*check.Func, Env) ([]byte, error) { return nil, errors.ErrUnsupported }
