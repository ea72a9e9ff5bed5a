/* Foreign code whose wrong is told in detail by explain.csh. */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct point { int x, y; };
struct leaf { char name[8]; struct point at; };
struct tree { long n; struct { struct leaf *left, *right; } sides; struct tree *up; };

void put(int *a, long i) { ((volatile int *)a)[i] = 1; }
void put_zero(int *a, long i) { ((volatile int *)a)[i] = 0; }
int left_y(struct tree *t) { return ((volatile struct leaf *)t->sides.left)->at.y; }
int grandparents_n(struct tree *t) { return ((volatile struct tree *)t->up->up)->n; }
void copy(char *to, const char *from, int n) { memcpy(to, from, n); }
char *format(char *to, const char *format, ...) { va_list l; va_start(l, format); vsprintf(to, format, l); va_end(l); return to; }
void clear(void *p, long n) { memset(p, 0, n); }
void jump(void *p) { ((void (*)(void))p)(); __asm__ volatile(""); }
int data_of_explain = 7;

/* Two pages far from all that the system maps by itself. */
char *island(void) {
	static char *next = (char *)0x110000000000;
	next += 1 << 24;
	return mmap(next, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}
char *forbidden(void) { char *p = island(); mprotect(p, 4096, PROT_NONE); return p; }

static void *asserts(void *p) { assert(p == 0); return 0; }
static void *dives(void *p) { return *(void *volatile *)p; }
static void on_thread(void *(*f)(void *), void *p) { pthread_t t; pthread_create(&t, 0, f, p); pthread_join(t, 0); }
void assert_on_thread(void) { on_thread(asserts, "x"); }
void dive_on_thread(void *p) { on_thread(dives, p); }

struct holder { char *text; struct holder *next; };
void free_text(struct holder *h) { free(h->text); }
void free_twice_inside(void **p) { free(*p); }
void write_behind(struct holder *h, int n) { memset(h->text, 1, n); }
void *allocate(long n) { return malloc(n); }

void start_nowhere(void) { on_thread((void *(*)(void *))0x12345678, 0); }
#include <unistd.h>
static void *dies_soon(void *p) { usleep(20000); *(volatile int *)24 = 1; return p; }
/* The thread dies while this one is, most of the time, in malloc. */
void churn(void) {
	pthread_t t;
	pthread_create(&t, 0, dies_soon, 0);
	for (int i = 0;; i++) free(malloc(2000 + i % 4000));
}
