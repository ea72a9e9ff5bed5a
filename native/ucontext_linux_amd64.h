// Offsets into the kernel's siginfo_t and ucontext_t on linux/amd64, checked by
// TestContextOffsets with offsetof.
#define SI_CODE 8
#define SI_ADDR 16
#define SI_PID 16

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
#define FP_MXCSR 24

#define TRAP_PAGE_FAULT 14
#define TRAP_SIMD_FP 19

// DF, TF and AC, which a fault may leave set
#define EFL_UNWANTED 0x40500

#define SYS_getpid 39
#define SYS_pause 34
#define SYS_gettid 186
#define SYS_futex 202
#define SYS_exit_group 231
#define SYS_tgkill 234

#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129

#define SIGFPE 8
#define SIGSEGV 11
#define SEGV_ACCERR 2
#define SI_TKILL -6

// SIGHUP SIGQUIT SIGTERM SIGSTKFLT 34: they ask the process to end
#define REQUESTS 0x40001800a
