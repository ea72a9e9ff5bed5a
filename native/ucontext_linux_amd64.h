// Offsets into the kernel's siginfo_t and ucontext_t on linux/amd64, checked by
// TestContextOffsets with offsetof.
#define SI_ERRNO 4
#define SI_CODE 8
#define SI_ADDR 16
#define SI_PID 16
#define SI_UID 20
#define SI_VALUE 24

// uc_flags 0, uc_link 8, uc_stack 16, gregs 40: R8 R9 R10 R11 R12 R13 R14 R15
// RDI RSI RBP RBX RDX RAX RCX RSP RIP EFL CSGSFS ERR TRAPNO OLDMASK CR2
#define UC_R8 40
#define UC_R9 48
#define UC_R10 56
#define UC_R11 64
#define UC_R12 72
#define UC_R13 80
#define UC_R14 88
#define UC_R15 96
#define UC_RDI 104
#define UC_RSI 112
#define UC_RBP 120
#define UC_RBX 128
#define UC_RDX 136
#define UC_RAX 144
#define UC_RCX 152
#define UC_RSP 160
#define UC_RIP 168
#define UC_EFL 176
#define UC_ERR 192
#define UC_TRAPNO 200
#define UC_FPREGS 224
#define UC_SIGMASK 296
#define FP_MXCSR 24

// How far the state at UC_FPREGS reaches: struct _fpx_sw_bytes of the kernel.
#define FP_SIZE 512
#define FP_MAGIC 464
#define FP_EXTENDED_SIZE 468
#define FP_XSTATE_MAGIC 0x46505853
#define LARGEST_ALTSTACK 0x10000 // Go's have 32 KB

#define TRAP_PAGE_FAULT 14
#define TRAP_SIMD_FP 19

// DF, TF and AC, which a fault may leave set
#define EFL_UNWANTED 0x40500

#define SYS_write 1
#define SYS_rt_sigaction 13
#define SYS_rt_sigprocmask 14
#define SYS_getpid 39
#define SYS_kill 62
#define SYS_getuid 102
#define SYS_pause 34
#define SYS_sigaltstack 131
#define SYS_arch_prctl 158
#define SYS_gettid 186
#define SYS_futex 202
#define SYS_exit_group 231
#define SYS_tgkill 234
#define SYS_rt_sigqueueinfo 129
#define SYS_rt_tgsigqueueinfo 297

// The frame of kill and sigqueue: siginfo_t, and a word; then comes the return address.
#define SELF_SIGNAL 128
#define SELF_FRAME 136
#define SYSCALL_SIZE 2 // of the instruction

#define ARCH_SET_FS 0x1002
#define ARCH_GET_FS 0x1003

#define SYSCALL_OPCODE 0x050f // the bytes of the instruction

#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129

#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define SIGINT 2
#define SIGABRT 6
#define SIGFPE 8
#define SIGSEGV 11
#define SIGBUS 7
#define SIGURG 23
#define SEGV_ACCERR 2
#define SI_USER 0
#define SI_QUEUE -1
#define SI_SIGIO -5 // the last of those that timers and the like send
#define SI_TKILL -6
#define SENT_ON -100 // ours: the code is in si_errno

// Sets of signals, as the kernel counts, from bit 0; ·ending is another.
// SIGHUP SIGINT SIGQUIT SIGTERM: from outside they ask the process to end.
#define REQUESTS 0x4007
// SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGSEGV SIGSYS
#define FAULTS 0x400004f8
// SIGPIPE SIGXFSZ: what a thread gets for its own write, which then fails.
#define WRITES 0x1001000
// Those that stay ours when foreign code ignores them.
#define HELD (REQUESTS|FAULTS)
// Those that can have a handler and are not libc's own: all but SIGKILL SIGSTOP 32 33.
#define OBSERVED ~0x180040100

// The faults, 32 and 33.
#define UNBLOCKABLE 0x1c00004f8
