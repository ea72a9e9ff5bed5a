/* Foreign code that blocks signals, or takes them over, and then goes wrong. */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

static void block_all(void) { sigset_t s; sigfillset(&s); pthread_sigmask(SIG_BLOCK, &s, 0); }
static void fault(void) { *(volatile int *)24 = 1; }

void blocked_fault(void) { block_all(); fault(); }
void masked_fault(void) { sigset_t s; sigfillset(&s); sigprocmask(SIG_SETMASK, &s, 0); fault(); }
void blocked_abort(void) { block_all(); abort(); }
static void *faults(void *p) { fault(); return p; }
void blocked_thread(void) { pthread_t t; block_all(); pthread_create(&t, 0, faults, 0); pthread_join(t, 0); }
void reset_fault(int s) { signal(SIGSEGV, s ? SIG_IGN : SIG_DFL); fault(); }
void reset_abort(int s) { signal(SIGABRT, s ? SIG_IGN : SIG_DFL); abort(); }

/* Handlers */
static volatile int count;
static void counts(int s) { count++; }
static void raises_again(int s) { signal(s, SIG_DFL); raise(s); }
static void raises(int s) { raise(s); }
static void faults_again(int s) { *(volatile int *)32 = 1; }
void handled_abort(void) { signal(SIGABRT, counts); abort(); }
void crash_handler(void) { signal(SIGSEGV, raises_again); fault(); }
void crash_handler_once(void) { struct sigaction a = {.sa_handler = raises, .sa_flags = SA_RESETHAND}; sigaction(SIGSEGV, &a, 0); fault(); }
void faulty_handler(void) { signal(SIGSEGV, faults_again); fault(); }
void full_handler(void) { struct sigaction a = {.sa_handler = faults_again}; sigfillset(&a.sa_mask); sigaction(SIGUSR1, &a, 0); raise(SIGUSR1); }
int raised(int s) { count = 0; signal(s, counts); raise(s); return count; }
int unheard(int s) { signal(s, SIG_IGN); raise(s); return s; }
static sigjmp_buf place;
static void jumps(int s) { siglongjmp(place, 1); }
static int depth(int n) { if (n) return depth(n - 1) + 1; fault(); return 0; }
int jumping_handler(int times) {
	volatile int n = 0;
	struct sigaction a = {.sa_handler = jumps, .sa_flags = n % 2 ? SA_ONSTACK : 0};
	sigaction(SIGSEGV, &a, 0);
	if (sigsetjmp(place, 1)) n++;
	if (n < times) depth(n % 100);
	return n;
}
static void steps_over(int s, siginfo_t *i, void *c) { ((ucontext_t *)c)->uc_mcontext.gregs[REG_RIP] += 8; }
int mending_handler(void) { /* the instruction is 8 bytes long */
	struct sigaction a = {.sa_sigaction = steps_over, .sa_flags = SA_SIGINFO};
	double x = 1.5;
	sigaction(SIGSEGV, &a, 0);
	__asm__ volatile("movb $1, 0x18" ::: "memory");
	return x == 1.5;
}
int told(void) { /* sigaction tells what was asked of it */
	struct sigaction a = {.sa_handler = counts, .sa_flags = SA_NODEFER}, b;
	sigaddset(&a.sa_mask, SIGUSR2);
	sigaction(SIGSEGV, &a, 0);
	sigaction(SIGSEGV, 0, &b);
	signal(SIGSEGV, SIG_DFL);
	return b.sa_handler == counts && b.sa_flags & SA_NODEFER && sigismember(&b.sa_mask, SIGUSR2) && sigaction(65, &a, 0) == -1;
}
int canceled(void) { pthread_t t; pthread_create(&t, 0, (void *(*)(void *))(void *)pause, 0); pthread_cancel(t); return pthread_join(t, 0); }
int identity(void) { return setuid(getuid()); } /* sends a signal of libc's own to all threads */

/* The stack of handlers */
static int deep(int n) { volatile char big[4096]; big[0] = n; return deep(n + 1) + big[0]; }
void no_handler_stack(void) { stack_t s = {.ss_flags = SS_DISABLE}; sigaltstack(&s, 0); deep(0); }
void lost_handler_stack(void) { stack_t s = {.ss_sp = malloc(65536), .ss_size = 65536}; sigaltstack(&s, 0); free(s.ss_sp); deep(0); }

/* What only Ctrl-C ends */
static void spin(void) { for (;;) __asm__ volatile(""); }
void blocked_spin(void) { block_all(); spin(); }
void blocked_pause(void) { block_all(); pause(); }
void blocked_read(void) { int ends[2]; char c; block_all(); pipe(ends); read(ends[0], &c, 1); }
void suspended(void) { sigset_t s; sigfillset(&s); sigsuspend(&s); }
void polling(void) { sigset_t s; sigfillset(&s); ppoll(0, 0, 0, &s); }
void awaiting(void) { sigset_t s; int n; sigfillset(&s); block_all(); sigwait(&s, &n); }
void interrupt_reset(void) { signal(SIGINT, SIG_DFL); spin(); }
void interrupt_ignored(void) { signal(SIGINT, SIG_IGN); spin(); }
void interrupt_taken(void) { signal(SIGINT, counts); spin(); }
