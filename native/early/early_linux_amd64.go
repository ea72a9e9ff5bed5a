// Package early has the kernel map, in one go, the memory of Go's heap that
// starting touches. Page by page that is a quarter of the time to start: a page
// fault takes 0.5 µs, on a virtual machine up to 30. It imports nothing, so that
// it comes before all other packages.
package early

// populate asks for the megabyte from the running goroutine's stack on, with
// which the heap begins. Linux before 5.14 refuses, and nothing is lost.
func populate()

func init() { populate() }
