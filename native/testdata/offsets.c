/* The kernel's structures that the assembly looks into. */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#define GREG(r) (offsetof(ucontext_t, uc_mcontext.gregs) + 8 * (r))
#define P(name, value) printf("#define " #name " %d\n", (int)(value))
int main(void) {
	P(SI_CODE, offsetof(siginfo_t, si_code)); P(SI_ADDR, offsetof(siginfo_t, si_addr)); P(SI_PID, offsetof(siginfo_t, si_pid));
	P(UC_R8, GREG(REG_R8)); P(UC_R9, GREG(REG_R9)); P(UC_R10, GREG(REG_R10)); P(UC_R11, GREG(REG_R11)); P(UC_R12, GREG(REG_R12)); P(UC_R13, GREG(REG_R13));
	P(UC_R14, GREG(REG_R14)); P(UC_R15, GREG(REG_R15)); P(UC_RDI, GREG(REG_RDI)); P(UC_RSI, GREG(REG_RSI)); P(UC_RBP, GREG(REG_RBP)); P(UC_RBX, GREG(REG_RBX));
	P(UC_RDX, GREG(REG_RDX)); P(UC_RAX, GREG(REG_RAX)); P(UC_RCX, GREG(REG_RCX)); P(UC_RSP, GREG(REG_RSP)); P(UC_RIP, GREG(REG_RIP));
	P(UC_EFL, GREG(REG_EFL));
	P(UC_ERR, GREG(REG_ERR)); P(UC_TRAPNO, GREG(REG_TRAPNO));
	P(UC_FPREGS, offsetof(ucontext_t, uc_mcontext.fpregs)); P(FP_MXCSR, offsetof(struct _libc_fpstate, mxcsr));
	P(UC_SIGMASK, offsetof(ucontext_t, uc_sigmask));
	P(SYS_rt_sigaction, SYS_rt_sigaction); P(SYS_rt_sigprocmask, SYS_rt_sigprocmask); P(SYS_sigaltstack, SYS_sigaltstack); P(SYS_rt_tgsigqueueinfo, SYS_rt_tgsigqueueinfo);
	P(SYS_getpid, SYS_getpid); P(SYS_pause, SYS_pause); P(SYS_gettid, SYS_gettid); P(SYS_futex, SYS_futex);
	P(SYS_exit_group, SYS_exit_group); P(SYS_tgkill, SYS_tgkill);
	return sizeof(struct sigaction) == 152 && offsetof(struct sigaction, sa_mask) == 8 && offsetof(struct sigaction, sa_flags) == 136 && offsetof(struct sigaction, sa_restorer) == 144 ? 0 : 1;
}
