package native

import "cshell/ctypes"

// The error code of a page fault (Intel SDM volume 3, 4.7); the handler says ^0
// for what is no page fault.
const (
	pageFaultWrite = 1 << 1
	pageFaultFetch = 1 << 4
)

func accessOf(errcode uint64) ctypes.Access {
	switch {
	case errcode == ^uint64(0):
		return ctypes.AccessUnknown
	case errcode&pageFaultFetch != 0:
		return ctypes.AccessExecute
	case errcode&pageFaultWrite != 0:
		return ctypes.AccessWrite
	}
	return ctypes.AccessRead
}

// What package syscall lacks.
const (
	sysTgsigqueueinfo = 297 // rt_tgsigqueueinfo
	sysProcessVMReadv = 310
)

const siQueue = 0xffffffff // the code of a signal that comes with a value: -1
