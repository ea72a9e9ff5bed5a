// A library whose indirect function faults while it is chosen: the dynamic linker
// is relocating then.
static void *choose(void)
{
	*(volatile int *)24 = 1;
	return 0;
}
int chosen(void) __attribute__((ifunc("choose")));
int (*user)(void) = chosen;
