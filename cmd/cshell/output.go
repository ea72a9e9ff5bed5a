package main

import (
	"errors"
	"fmt"
	"io"
)

// output is where the session prints; it keeps the first failure for the end.
type output struct {
	to     io.Writer
	failed error
}

func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if err != nil && o.failed == nil {
		o.failed = err
	}
	return n, err
}

// written is the exit status, now that everything was to be written.
func (p *program) written(status int) int {
	if p.printed.failed == nil {
		return status
	}
	reason := p.printed.failed
	if cause := errors.Unwrap(reason); cause != nil {
		reason = cause // without "write /dev/stdout"
	}
	fmt.Fprintln(p.err, "cshell: cannot write what was printed:", reason)
	return max(status, exitError)
}
