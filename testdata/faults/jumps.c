/* C functions that leave callbacks by longjmp, as Lua and libpng do. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>

static jmp_buf place;
void leave(int with) { longjmp(place, with); }
int guarded(int (*f)(int), int x) {
	int with = setjmp(place);
	return with ? 1000 + with : f(x);
}
void *the_place(void) { return place; }
int through(int (*f)(int), int x) { return f(x) + 1; }
static sigjmp_buf masked;
int masks(void (*f)(void)) { /* the mask of signals comes back */
	sigset_t set;
	if (sigsetjmp(masked, 1) == 0) {
		sigemptyset(&set);
		sigaddset(&set, SIGUSR1);
		sigprocmask(SIG_BLOCK, &set, 0);
		f();
	}
	sigprocmask(SIG_BLOCK, 0, &set);
	return sigismember(&set, SIGUSR1);
}
void leave_masked(void) { siglongjmp(masked, 1); }

/* Registers that the jump must bring back. */
int registers(int (*f)(int), int x) {
	register long a = x + 1, b = x + 2, c = x + 3, d = x + 4, e = x + 5;
	__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e));
	if (setjmp(place) == 0)
		f(x);
	__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e));
	return a + b + c + d + e - 5 * x;
}
