// longjmp out of callbacks.
load("./jumps.so"); void leave(int), *the_place(void), leave_masked(void); int guarded(int (*)(int), int), through(int (*)(int), int), registers(int (*)(int), int), masks(void (*)(void)), longjmp(void *, int);

int leaves(int x) { int big[1000] = {x}; if (x > 5) leave(x); return big[0]; } print(guarded(leaves, 3), guarded(leaves, 7))   // 3 1007

int tries(int x) { try { leave(x); } catch (e) { print("caught"); } return 1; } print(guarded(tries, 9))   // 1009

int deeper(int x) { return through(tries, x); } print(guarded(deeper, 11))   // 1011

int deepest(int x) { return through(deeper, x) + through(deeper, x); } print(guarded(deepest, 12))   // 1012

int byName(int x) { longjmp(the_place(), 0); return 5; } print(guarded(byName, 1))   // 1001

print(registers(deepest, 77))   // 15

print(masks(leave_masked))   // 0

int sum = 0; for (int i = 0; i < 20000; i++) sum += guarded(deeper, 4); print(sum)   // 20080000

int faultsFirst(int x) { try { *(int *)8 = 1; } catch (e) { leave(21); } return 0; } print(guarded(faultsFirst, 1))   // 1021

int fails(int x) { through(tries, x); return 1 / 0; } print(guarded(fails, 31))   // 1031

leave(3)   // error: fault: longjmp to a function that has returned, in leave(3)

try { leave(3); } catch (e) { print(e.kind, e.function); }
//> fault leave

int compare(const int *a, const int *b) { if (*b == 5) leave(55); return *a - *b; } int v[4] = {3, 5, 1, 2}; int sorts(int x) { qsort(v, 4, 4, compare); return 1; } print(guarded(sorts, 1))   // 1055

print(masks(leave_masked), guarded(leaves, 2))   // 0 2

void leap(int); int on_threads(int (*)(int), int, int); int leaps(int x) { leap(x); return 5; } int outside(int x) { return through(leaps, x); } int further(int x) { return through(outside, x); }
print(on_threads(leaps, 3, 1), on_threads(outside, 3, 1), on_threads(further, 3, 1), on_threads(increment, 3, 1));   // 3006 3006 3006 9

print(on_threads(leaps, 100, 8) == 8 * 105050)   // 1

int stray(int x) { return *(int *)16; } on_threads(stray, 3, 2)   // error: memory: cannot read 0x10

on_threads(outside, 3, 2) == 2 * 3006

int reached = 0; void elsewhere(void) { reached++; } ucontext_t there, back; char *space = c.malloc(65536);
getcontext(&there); there.uc_stack.ss_sp = space; there.uc_stack.ss_size = 65536; there.uc_link = &back; makecontext(&there, elsewhere, 0); swapcontext(&back, &there)   // error: fault: C called back on another stack (of makecontext, sigaltstack or coroutines), where session functions cannot run, in swapcontext(
