/* What the tests of native call. Built with gcc -shared -fPIC -O0. */
#define _GNU_SOURCE
#include <complex.h>
#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int add(int a, int b) { return a + b; }
double mix(int a, double b, long long c, float d, short e, double f, int g, double h, int i, double j, int k, double l,
	int m, double n, int o, double p, int q, double r, double s, double t) {
	return a + 2*b + 3*c + 4*d + 5*e + 6*f + 7*g + 8*h + 9*i + 10*j + 11*k + 12*l + 13*m + 14*n + 15*o + 16*p + 17*q + 18*r + 19*s + 20*t;
}
struct mixed { int a; double b; };
struct mixed ret_mixed(int a, double b) { struct mixed s = {a + 1, b * 2}; return s; }
struct three { float x, y, z; };
struct three ret_three(float x) { struct three s = {x, x * 2, x * 3}; return s; }
__int128 ret_int128(long long x) { return ((__int128)x << 64) | 7; }
long double ret_ldouble(int x) { return x + 0.5L; }
long double add_ldouble(long double a, long double b) { return a + b; }
long double _Complex ret_cldouble(int x) { return x + 2.5L * I; }
double vsum(int n, ...) {
	va_list ap; double r = 0; va_start(ap, n);
	for (int i = 0; i < n; i++) { r += va_arg(ap, double); r += va_arg(ap, int); }
	return r;
}
long sum_words(int n, ...) { /* n longs, most of them on the stack */
	va_list ap; long r = 0; va_start(ap, n);
	for (int i = 0; i < n; i++) r = r * 3 + va_arg(ap, long);
	return r;
}
int stack_aligned(void) { return ((unsigned long)__builtin_frame_address(0) & 15) == 0; }
int set_errno(int e) { int was = errno; errno = e; return was; }
int round_up(void) { return fesetround(FE_UPWARD); }
int round_nearest(void) { return fesetround(FE_TONEAREST); }
int rounding(void) { return fegetround(); }
int unmask(void) { return feenableexcept(FE_ALL_EXCEPT); }
int unmasked(void) { return ~__builtin_ia32_stmxcsr() >> 7 & 0x3f; }
int mask(void) { int was = unmasked(); fedisableexcept(FE_ALL_EXCEPT); return was; }
int trap_div0(void) { feenableexcept(FE_DIVBYZERO); volatile double z = 0; z = 1 / z; return 1; }

/* faults */
int div0(int a, int b) { return a / b; }
int recurse(int n) { volatile char b[1024]; b[n & 1023] = n; return recurse(n + 1) + b[n & 1023]; }
int big_frame(int n) { volatile char b[300000]; b[0] = n; return big_frame(n + 1) + b[0]; }
void churn(void) { void *p[64] = {0}; for (unsigned i = 1;; i = i * 1103515245u + 12345u) { unsigned k = (i >> 8) & 63; free(p[k]); p[k] = malloc((i >> 16) & 4095); } }
int allocate(void) { void *p = malloc(5000), *q = strdup("x"); int ok = p && q; free(p); free(q); return ok; }
void spin(void) { for (;;) __asm__ volatile(""); }
void block_and_spin(void) { sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, 0); for (;;) __asm__ volatile(""); }
void block_signals(void) { sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, 0); }
void trap(void) { __builtin_trap(); }
void breakpoint(void) { __asm__ volatile("int3"); }
void unmapped_write(char *p) { *p = 1; }
int unmapped_read(char *p) { return *p; }
void noncanonical(void) { *(volatile int *)0x8000000000000000ul = 1; }
void double_free(void) { char *volatile p = malloc(10); *p = 1; free(p); free(p); }
void smash(char *d) { strcpy(d, "this string is longer than the buffer"); }
void do_abort(void) { abort(); }
void do_exit(int n) { exit(n); }
void x87_then_fault(void) {
	__asm__ volatile("fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n std");
	*(volatile int *)16 = 1;
}
void ac_flag_fault(void) { __asm__ volatile("pushfq\n orl $0x40000, (%rsp)\n popfq"); *(volatile int *)16 = 1; }

/* callbacks */
int cb_ok(int (*cb)(int)) { return cb(41); }
double cb_double(double (*f)(int, double, float)) { return f(3, 1.5, 2.5f) + 1; }
double cb_many(double (*f)(int, int, int, int, int, int, int, int, int, int, double, double, double, double, double, double, double, double, double, double)) {
	return f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5);
}
double cb_struct(struct mixed (*f)(void)) { struct mixed m = f(); return m.a + m.b; }
long double cb_ldouble(long double (*f)(long double)) { return f(1.5L) + 1; }
long double cb_cldouble(long double _Complex (*f)(void)) { long double _Complex c = f(); return creall(c) * 10 + cimagl(c); }
int cb_regs(int (*cb)(int)) { /* callee-saved registers survive a callback */
	register long a = 11, b = 12, c = 13, d = 14, e = 15, f = 16;
	double x = 1.25, y = 2.25, z = 3.25, w = 4.25;
	for (int i = 0; i < 100; i++) { int r = cb(i); a += r; b += a; c += b; d += c; e += d; f += e; x += r; y += x; z += y; w += z; }
	long A = 11, B = 12, C = 13, D = 14, E = 15, F = 16;
	double X = 1.25, Y = 2.25, Z = 3.25, W = 4.25;
	for (int i = 0; i < 100; i++) { int r = i + 1; A += r; B += A; C += B; D += C; E += D; F += E; X += r; Y += X; Z += Y; W += Z; }
	return a == A && b == B && c == C && d == D && e == E && f == F && x == X && y == Y && z == Z && w == W;
}
int cb_then_fault(int (*cb)(int)) { int r = cb(41); *(volatile int *)16 = r; return r; }
int cb_deep(int (*cb)(int), int n) { volatile char pad[2048]; pad[n & 2047] = n; return n == 0 ? cb(1) : cb_deep(cb, n - 1) + pad[0] * 0; }
int cb_endless(int (*cb)(int), int n) { volatile char pad[256]; pad[n & 255] = n; cb(n); return cb_endless(cb, n + 1) + pad[0]; }
int cb_round(int (*cb)(int)) { fesetround(FE_UPWARD); cb(1); int r = fegetround(); fesetround(FE_TONEAREST); return r == FE_UPWARD; }
int cb_unmasked(int (*cb)(int)) { feenableexcept(FE_ALL_EXCEPT); cb(1); return mask(); }
void cb_loop(int (*cb)(int), int n) { while (n-- > 0) cb(n); }

/* threads */
static void *thread_fault(void *a) { *(volatile int *)8 = 1; return a; }
static void *thread_exit(void *a) { exit(7); return a; }
static void *thread_spin(void *a) { for (;;) pause(); return a; }
static void *thread_call(void *a) { return (void *)(long)((int (*)(int))a)(41); }
static void *thread_overflow(void *a) { return (void *)(long)cb_endless(a, 0); }
static long in_thread(void *(*f)(void *), void *arg) { pthread_t t; void *r = 0; pthread_create(&t, 0, f, arg); pthread_join(t, &r); return (long)r; }
void crash_in_thread(void) { in_thread(thread_fault, 0); }
void crash_in_detached_thread(void) { pthread_t t; pthread_create(&t, 0, thread_fault, 0); usleep(50000); }
void start_crash_soon(void) { pthread_t t; pthread_create(&t, 0, thread_fault, 0); }
void exit_in_thread(void) { in_thread(thread_exit, 0); }
long cb_in_thread(void *f) { return in_thread(thread_call, f); }
long cb_overflow_in_thread(void *f) { return in_thread(thread_overflow, f); }
struct many { int (*cb)(int); int calls; };
static void *thread_many(void *a) { struct many *m = a; for (int i = 0; i < m->calls; i++) m->cb(i); return 0; }
void cb_in_threads(int (*cb)(int), int threads, int calls, int own) {
	pthread_t t[64]; struct many m = {cb, calls};
	for (int i = 0; i < threads; i++) pthread_create(&t[i], 0, thread_many, &m);
	for (int i = 0; i < own; i++) cb(i);
	for (int i = 0; i < threads; i++) pthread_join(t[i], 0);
}
static pthread_t background;
static struct many background_work;
void start_background(int (*cb)(int), int calls) { background_work.cb = cb; background_work.calls = calls; pthread_create(&background, 0, thread_many, &background_work); }
void join_background(void) { pthread_join(background, 0); }

/* processes */
static int wait_for(pid_t p) {
	int st = 0;
	for (int i = 0; i < 300; i++) { if (waitpid(p, &st, WNOHANG) == p) return st; usleep(10000); }
	kill(p, SIGKILL); waitpid(p, &st, 0); return -1;
}
int fork_exit(void) { pid_t p = fork(); if (!p) exit(3); return wait_for(p); }
int fork_crash(void) { pid_t p = fork(); if (!p) *(volatile int *)16 = 1; return wait_for(p); }
static void *thread_fork(void *a) { return (void *)(long)(a ? fork_crash() : fork_exit()); }
int fork_in_thread(void *crash) { return in_thread(thread_fork, crash); }
int run_system(void) { return system("exit 5"); }

/* a library with its own handling of SIGSEGV */
#include <setjmp.h>
static sigjmp_buf jump; static void jump_out(int s) { siglongjmp(jump, 1); }
int own_handler(void) {
	struct sigaction sa, old; memset(&sa, 0, sizeof sa); sa.sa_handler = jump_out; sigaction(SIGSEGV, &sa, &old);
	int r = 0; if (!sigsetjmp(jump, 1)) *(volatile int *)4 = 1; else r = 77;
	sigaction(SIGSEGV, &old, 0); return r;
}
static volatile int hits; static struct sigaction chain;
static void count(int s, siginfo_t *i, void *u) { hits++; chain.sa_sigaction(s, i, u); }
void chain_install(void) { struct sigaction sa; memset(&sa, 0, sizeof sa); sa.sa_sigaction = count; sa.sa_flags = SA_SIGINFO | SA_ONSTACK; sigaction(SIGSEGV, &sa, &chain); }
int chain_hits(void) { sigaction(SIGSEGV, &chain, 0); return hits; }

void say(const char *s) { printf("%s", s); }
