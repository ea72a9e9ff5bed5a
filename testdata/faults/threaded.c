/* A library whose thread dies while the library is unloaded. */
#include <pthread.h>
#include <unistd.h>
static volatile int unloading;
static void *watch(void *p) {
	while (!unloading) usleep(1000);
	*(volatile int *)24 = 1;
	return p;
}
__attribute__((constructor)) static void begin(void) { pthread_t t; pthread_create(&t, 0, watch, 0); }
__attribute__((destructor)) static void end(void) { unloading = 1; sleep(100); }
