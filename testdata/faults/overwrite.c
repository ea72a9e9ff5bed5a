#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The thread pointer, which the stack of the thread lies below. */
static char *thread_pointer(void) { return (char *)pthread_self(); }

/* Overwrites what lies between two distances from the thread pointer: the stack of who
 * called, thread-local storage, the thread's control block. Then it goes on. */
void overwrite(long from, long to, int then, int (*f)(int)) {
	char *tp = thread_pointer();
	memset(tp + from, 'A', to - from);
	switch (then) {
	case 1: *(volatile int *)tp = *(volatile int *)16; break;
	case 2: f(1); break;
	case 3: free(malloc(100)); *(volatile int *)16; break;
	case 4: abort();
	case 5: exit(5);
	case 6: alarm(1); pause(); break;
	case 7: for (int i = 0; i < 3; i++) f(i); exit(3);
	case 8: pthread_exit(NULL);
	}
}

static __thread int mine = 7;
int own(void) { return mine++; }

static void *doubles(void *n) { *(int *)n *= 2; return n; }
int in_thread(int n) { pthread_t t; pthread_create(&t, 0, doubles, &n); pthread_join(t, 0); return n; }
