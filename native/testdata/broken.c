/* A library whose constructor crashes. */
__attribute__((constructor)) static void start(void) { *(volatile int *)24 = 1; }
int after(void) { return 5; }
