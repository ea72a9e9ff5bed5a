// Functions that C calls often are machine code by then. What goes wrong in it is told
// as before, and what changes is heeded.
void heat(int (*f)(int)) { for (int i = 0; i < 99; i++) apply(f, i & 3); }

int quotient(int x) { return 1000 / (x - 300); } heat(quotient); apply(quotient, 300)   // error: arithmetic: division by zero

print(apply(quotient, 310), apply_times(quotient, 200) == apply_times(quotient, 200))   // 100 1

int power(int x) { return 1 << x; } heat(power); apply(power, 40)   // error: arithmetic: shift count 40 is out of range for 32 bits

int at(int x) { return arr[x]; } heat(at); apply(at, 5)   // error: bounds: index 5 is out of range for int[4] 'arr'

int *target = arr;
int through(int x) { return target[x]; } heat(through); apply(through, 4)   // error: bounds: index 4 is out of range for int[4] 'arr'

print(apply_times(through, 4)); heat(through); target = NULL; apply(through, 0)
//> 10
//> error: 14: memory: cannot read through a null pointer…

target = arr; heat(through); target = (int *)0x123456789000; apply(through, 0)
//> error: 14: memory: cannot read 0x123456789000…

target = arr; heat(through); target = (int *)0xdead000000000000; apply(through, 0)
//> error: 14: memory: cannot read 0xdead000000000000…

target = new int[4]; heat(through); print(apply(through, 2)); free(target); apply(through, 2)
//> 0
//> error: 14: memory: use after free of int[4] 'target'…

target = arr; int writes(int x) { target[0] = x; return x; } heat(writes); print(arr[0]); arr[0] = 1; target = (int *)text_const; apply(writes, 1)
//> 2
//> error: 30: memory: cannot write 0x…

target = arr; print(apply(through, 0), apply(writes, 1), arr[0])   // 1 1 1

// session memory that faults
int counted; int counts(int x) { counted += x; return counted; } apply_times(counts, 200); print(counted)   // 19900

void *page = (void *)((long)&counted & -4096); mprotect(page, 4096, PROT_NONE); apply(counts, 1)   // error: memory: foreign code has unmapped the memory of 'counted' (int, line 37), or forbidden access to it

mprotect(page, 4096, PROT_READ | PROT_WRITE); print(counted, apply(counts, 1))   // 19900 19901

int changes(int x) { return x + 1; } int first = apply_times(changes, 200);

int changes(int x) { return x + 2; } print(apply_times(changes, 200) - first, apply(changes, 1))   // 200 3

int term = 5; int adds(int x) { return x + term; } print(apply_times(adds, 200)); term = 6; print(apply(adds, 1)); del term; apply(adds, 1)
//> 20900
//> 7
//> error: 47: memory: use after del of int 'term'…

int goes(int x) { return x; } heat(goes); int (*went)(int) = goes; del goes; apply(went, 1)   // error: memory: C called a callback that was deleted

int serial(int x) { static int n = 100; return n += x; } int serials = apply_times(serial, 200); print(apply(serial, 1), apply(serial, 2))   // 20001 20003

double halves(double x, float y) { return x > 10 ? x / 2 : x + y; } double (*by_pointer)(double, float) = halves; for (int i = 0; i < 200; i++) by_pointer(i, 1); print(by_pointer(21, 1), by_pointer(1, 0.5f))   // 10.5 1.5

int fails(int x) { return x == 150 ? 1 / (x - 150) : x; } try { apply_times(fails, 200); } catch (e) { print(e); } print(apply_times(fails, 100), apply(fails, 151))
//> division by zero
//> 4950 151

// once a thread of the library has called back, memory is shared by turns
int reads(int x) { return kept + x; } heat(reads); call_in_thread(reads); print(apply(reads, 1), apply_times(reads, 3), apply_times(counts, 3))   // 6 18 59707

long text(const char *s) { long n = 0; while (*s++) n++; return n; } long (*length)(const char *) = text; for (int i = 0; i < 200; i++) length("abc"); print(length("hello")); char tight[4] = {'a', 'b', 'c', 'd'}; length(tight)   // error: bounds: reading 1 byte at offset 4 is out of range for char[4] 'tight'
//> 5

// the end of the stack, in what lies below the stack pointer
int many(int x) { int a = x, b = a, c = b, d = c, e = d, g = e, h = g; return h; } heat(many); try { digs(many, 1); } catch (e) { print(e.function, e.signal, e.message); }
//> digs SIGSEGV digs overflowed the stack…

int more(int x) { int a = x, b = a, c = b, d = c, e = d, g = e, h = g; return kept + h; } heat(more); try { digs(more, 1); } catch (e) { print(e.function, e.signal, e.message); }
//> digs SIGSEGV digs overflowed the stack…
