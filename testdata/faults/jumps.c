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

/* The same on a thread of the library. */
#include <pthread.h>
static __thread jmp_buf own;
static __thread int sum;
void leap(int with) { longjmp(own, with); }
static int leapt(int (*f)(int), int x) {
	int with = setjmp(own);
	return with ? 1000 + with : f(x);
}
struct job { int (*f)(int); int times, sum; };
static void *leaping(void *p) {
	struct job *j = p;
	for (int i = 1; i <= j->times; i++)
		sum += leapt(j->f, i);
	j->sum = sum;
	return 0;
}
int on_threads(int (*f)(int), int times, int threads) {
	pthread_t t[16];
	struct job j[16];
	int all = 0;
	for (int i = 0; i < threads; i++) {
		j[i] = (struct job){ f, times, 0 };
		pthread_create(&t[i], 0, leaping, &j[i]);
	}
	for (int i = 0; i < threads; i++) {
		pthread_join(t[i], 0);
		all += j[i].sum;
	}
	return all;
}
