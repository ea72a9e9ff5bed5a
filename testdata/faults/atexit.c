#include <stdlib.h>
static void end(void) { *(volatile int *)8 = 1; }
int here(void) { return atexit(end); }
