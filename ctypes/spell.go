package ctypes

// Declare is the C declaration of name as a t: "int (*fp)(const char *)". With
// an empty name it is the type's spelling.
func Declare(t Type, name string) string {
	panic("to be written")
}
