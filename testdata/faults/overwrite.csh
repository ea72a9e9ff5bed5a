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

qsort((void *)0x4141414141414141, 0x4141414141414141, (size_t)-9223372036854775807, always)   // error: fault: qsort overwrote the stack of its callers and the thread's own data, which are put back: SIGSEGV at

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

unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); typedef void code(void);
syscall(SYS_arch_prctl, 0x1002, 0x1234)   // error: fault: syscall changed the FS register, which the thread is known by; it is put back: SIGSEGV at 0x1234

works(); syscall(SYS_arch_prctl, 0x1002, 0)   // error: fault: syscall changed the FS register

works(); syscall(SYS_arch_prctl, 0x1002, page)   // error: fault: syscall changed the FS register

// Where the scheduler comes between, it has put the register back.
works(); memcpy(page, "\x31\xc0\x8e\xe0\x0f\x0b", 6); ((code *)page)()   // error: fault: …SIGILL

works()
