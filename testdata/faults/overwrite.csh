// What lies above the stack of the thread is overwritten, and put back.
o = load("./overwrite.so"); void overwrite(long, long, int, int (*)(int)); int own(void), in_thread(int);
int ascending(const int *a, const int *b) { return *a - *b; } int always(const void *a, const void *b) { return 1; }
void works(void) {
	int n[5] = {5, 3, 4, 1, 2}; qsort(n, 5, sizeof n[0], ascending);
	for (int i = 0; i < 5; i++) assert(n[i] == i + 1);
	assert(close(-1) == -1 && errno == EBADF); assert(in_thread(21) == 42); own();
	char *p = strdup("text"); assert(strcmp(p, "text") == 0); c.free(p); assert(isalpha('a') && strtol("12", NULL, 10) == 12);
}
works()

qsort((void *)0x4141414141414141, 0x4141414141414141, -9223372036854775807, always)   // error: fault: qsort overwrote the stack of its callers and the thread's own data, which are put back: SIGSEGV at

works()

overwrite(-3000, 64, 1, increment)   // error: fault: overwrite overwrote the stack of its callers and the thread's own data, which are put back: SIGSEGV

overwrite(-3000, 64, 0, increment)   // error: fault: overwrite overwrote the stack of its callers

overwrite(-3000, -2200, 0, increment)   // error: fault: overwrite overwrote the stack of its callers

overwrite(-3000, 64, 2, increment)   // error: fault: overwrite overwrote the stack of its callers

long starts[] = {-3000, -1200, -200, 0}, ends[] = {-1000, 1, 8, 24, 64, 800};
int survived = 0;
for (int i = 0; i < len(starts); i++) for (int j = 0; j < len(ends); j++) for (int then = 0; then <= 8; then++) if (starts[i] < ends[j] && then != 6) {
	try { overwrite(starts[i], ends[j], then, increment); } catch (e) { }
	works(); survived++;
}
print(survived);   // 176

overwrite(-3000, 8, 6, increment)   // error: fault: overwrite overwrote the stack of its callers and the thread's own data, which are put back: SIGALRM

works()

try { o.overwrite(-3000, 64, 2, increment); } catch (e) { print(e.kind, e.signal, e.function); }   // fault SIGSEGV overwrite
