//go:build !(amd64 && (linux || darwin || freebsd))

package ctypes

// A port needs a file like abi_sysv_amd64.go for its calling convention.
var _ = cshell_is_not_ported_to_this_platform
