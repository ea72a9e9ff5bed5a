__attribute__((constructor)) static void begin(void) { *(volatile int *)8 = 1; }
