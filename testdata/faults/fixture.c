/* What the scripts of this folder call: foreign code that goes wrong. */
#define _GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int counter = 7;
char text_data[16] = "data";
const char text_const[16] = "constant";
struct node { int value; struct node *next; char name[16]; };

void write_null(void) { *(volatile int *)0 = 1; }
int read_at(volatile int *p) { return *p; }
void write_at(volatile int *p) { *p = 1; }
char read_byte(volatile char *p) { return *p; }
void write_byte(volatile char *p) { *p = 1; }
void call_at(void (*f)(void)) { f(); }
int sum_list(struct node *n) { int s = 0; for (; ; n = n->next) s += ((volatile struct node *)n)->value; return s; }
struct node *second(struct node *n) { return n->next->next; }
void execute_data(void) { ((void (*)(void))text_data)(); }
void jump_nowhere(void) { ((void (*)(void))0x12345678)(); }
void smash_stack(void) { volatile char b[8]; memset((char *)b, 'A', 1000 + 8 * (counter == 7)); }
int divide(int a, int b) { return a / b; }
void illegal(void) { __builtin_trap(); }
void breakpoint(void) { __asm__ volatile("int3"); }
void interrupt_gate(void) { __asm__ volatile("int $0x30"); }
void on_frame(void *p) { __asm__ volatile("push %%rbp; mov %0, %%rbp; mov 8(%%rbp), %%eax; pop %%rbp" :: "r"(p) : "eax", "memory"); }
void sse_store(void *p) { __asm__ volatile("movaps %%xmm0, (%0)" :: "r"(p) : "memory"); }
void privileged(void) { __asm__ volatile("hlt"); }
void call_abort(void) { abort(); }
void failed_assert(int x) { assert(x == 42); }
void double_free(void) { char *p = malloc(32); free(p); free(p); }
void corrupt_heap(void) { char *p = malloc(24), *q = malloc(2000); memset(p, 'x', 80); free(q); free(p); malloc(4000); }
void corrupt_locked_heap(void) { /* malloc finds it while it has the arena's lock */
	char *p = malloc(2000), *q = malloc(2000);
	malloc(30);
	free(q);
	memset(p, 'x', 2040);
	for (int i = 0; i < 100; i++) malloc(i * 100);
}
#include <setjmp.h>
static sigjmp_buf recovery;
static void recover(int s, siginfo_t *i, void *c) { siglongjmp(recovery, 1); }
int recovers(void) {
	struct sigaction a = {.sa_sigaction = recover, .sa_flags = SA_SIGINFO};
	sigaction(SIGSEGV, &a, 0);
	if (sigsetjmp(recovery, 1)) return 42;
	*(volatile int *)8 = 1;
	return 0;
}
void print_signal(int s) { }
void leave_handler(void) { signal(SIGSEGV, print_signal); }
void unmap(char *p) { munmap((char *)((unsigned long)p & ~4095ul), 4096); }
void bad_stack(void) { __asm__ volatile("mov $0x123, %rsp; ret"); }
void free_stack(void) { int x; int *volatile p = &x; free(p); }
int digs(int (*f)(int), int n) { return f(n) + digs(f, n + 1); }
int deep(int n) { volatile char big[4096]; big[0] = n; return deep(n + 1) + big[0]; }
void huge_frame(void) { volatile char big[64 << 20]; big[0] = 1; big[sizeof big - 1] = 1; }
void call_exit(int status) { exit(status); }
void call_quick_exit(int status) { quick_exit(status); }
void raise_signal(int s) { raise(s); }
void kill_self(int s) { kill(getpid(), s); }
void truncated(void) {
	char name[] = "/tmp/cshell-XXXXXX";
	int fd = mkstemp(name);
	unlink(name);
	ftruncate(fd, 8192);
	char *p = mmap(0, 8192, PROT_READ, MAP_SHARED, fd, 0);
	ftruncate(fd, 0);
	close(fd);
	*(volatile char *)(p + 4096);
}
int apply(int (*f)(int), int x) { return f(x); }
int apply_times(int (*f)(int), int n) { int s = 0; for (int i = 0; i < n; i++) s += f(i); return s; }
int apply_then_crash(int (*f)(int), int x) { int r = f(x); *(volatile int *)16 = r; return r; }

static void *crashing(void *p) { *(volatile int *)p = 1; return 0; }
static void *exiting(void *p) { exit(3); return p; }
static void *calling(void *p) { ((int (*)(int))p)(5); return 0; }
static void *spinning(void *p) { for (;;) ; return p; }
static void in_thread(void *(*f)(void *), void *arg) {
	pthread_t t;
	pthread_create(&t, 0, f, arg);
	pthread_join(t, 0);
}
void crash_in_thread(void *p) { in_thread(crashing, p); }
void exit_in_thread(void) { in_thread(exiting, 0); }
void call_in_thread(int (*f)(int)) { in_thread(calling, f); }
static void *aborting(void *f) { calling(f); abort(); }
void abort_in_thread(int (*f)(int)) { in_thread(aborting, f); }
void spin_in_thread(void) { in_thread(spinning, 0); }

/* A thread that calls f three times once there is a file named go. */
static void *waiting(void *f) {
	while (access("go", F_OK))
		usleep(10000);
	for (int i = 0; i < 3; i++)
		((void (*)(void))f)();
	return 0;
}
void call_when_told(void (*f)(void)) { pthread_t t; pthread_create(&t, 0, waiting, f); }

void call_forever(int (*f)(int)) { for (;;) f(1); }
void lock_twice(void) { static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; pthread_mutex_lock(&m); pthread_mutex_lock(&m); }
void sleep_forever(void) { for (;;) sleep(100); } /* as many loops that retry after EINTR */
void spin(void) { for (;;) __asm__ volatile(""); }
void take_over_signals(void) { for (int i = 1; i < 32; i++) signal(i, SIG_DFL); }
void ignore_interrupt(void) { signal(SIGINT, SIG_IGN); }

static char *kept;
void keep(char *p) { kept = p; }
char use_kept(void) { return *(volatile char *)kept; }
void write_kept(void) { *(volatile char *)kept = 1; }
void free_kept(void) { free(kept); }
void grow_kept(void) { kept = realloc(kept, 100); }
void release(void *p) { free(p); }
void fill(char *p, int n) { for (int i = 0; i < n; i++) ((volatile char *)p)[i] = 'x'; }
void fill_before(char *p, int n) { for (int i = 1; i <= n; i++) ((volatile char *)p)[-i] = 'x'; }
int total(int *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += ((volatile int *)p)[i]; return s; }
int inner(int *p) { return *(volatile int *)p + 1; }
int middle(int *p) { return inner(p) * 2; }
int outer(int *p) { return middle(p) * 3; }
long thread_count(void) { long n = 0; char line[256]; FILE *f = fopen("/proc/self/status", "r"); while (fgets(line, sizeof line, f)) sscanf(line, "Threads: %ld", &n); fclose(f); return n; }
long resident(void) { long n = 0, r = 0; FILE *f = fopen("/proc/self/statm", "r"); fscanf(f, "%ld %ld", &n, &r); fclose(f); return r * 4; }
