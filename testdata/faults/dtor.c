int here(void) { return 11; }
__attribute__((destructor)) static void end(void) { *(volatile int *)8 = 1; }
