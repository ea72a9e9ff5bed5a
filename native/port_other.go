//go:build !(linux && amd64)

package native

// The assembly of a call, a callback and a fault is written for linux/amd64
// (thunk_sysv_amd64.s, callback_sysv_amd64.s, fault_linux_amd64.s); without it
// foreign code would be entered at address 0.
var _ = cshell_is_not_ported_to_this_platform
