// Command cshell is an interactive shell for shared libraries.
package main

func main() {}
