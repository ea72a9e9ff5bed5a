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

// setjmp in session functions.
jmp_buf place, outer; sigjmp_buf masked;

void deep(int n) { if (n == 0) longjmp(place, 5); deep(n - 1); } int recovers(void) { int r = setjmp(place); if (r) return r; deep(3); return 0; } print(recovers(), recovers())   // 5 5

int again(void) { int n = setjmp(place); if (n < 4) longjmp(place, n + 1); return n; } print(again())   // 4

int zero(void) { switch (setjmp(place)) { case 0: longjmp(place, 0); case 1: return 10; } return 20; } print(zero())   // 10

int order(const int *a, const int *b) { if (*b == 3) longjmp(place, *b); return *a - *b; } int sortOrNot(int wild) { int w[4] = {5, 2, wild, 1}; if (!setjmp(place)) { qsort(w, 4, 4, order); return w[0]; } return -100; } print(sortOrNot(9), sortOrNot(3))   // 1 -100

int orderOuter(const int *a, const int *b) { sortOrNot(8); longjmp(outer, 7); } int two(void) { int w[2] = {2, 1}, r = setjmp(outer); if (r == 0) { try { qsort(w, 2, 4, orderOuter); } catch (e) { print("caught"); } } return r; } print(two())   // 7

int rounds(int n) { int jumps = 0; for (int i = 0; i < n; i++) { if (setjmp(place) == 0) { char text[100]; memset(text, i, 100); longjmp(place, 1 + (text[3] & 1)); } jumps++; if (jumps % 2) continue; } while (1) { if (setjmp(place)) break; deep(1); } return jumps; } print(rounds(20000))   // 20000

int late(int n) { jmp_buf here; int r = setjmp(here); if (r < 3) longjmp(here, r + 1); return r * n; } print(on_threads(late, 7, 2))   // 168

if (setjmp(place) == 0) deep(2); else print("top level");
//> top level

int ended(void) { if (setjmp(place) == 2) print("never"); return 0; } ended(); longjmp(place, 2)   // error: fault: longjmp to a function or statement that has ended, in longjmp(

// back into blocks that have ended, a try and a catch: oracle/testdata/jumps.txt compares the rest with gcc
int reenters(void) { int n = 0; { if (setjmp(place)) { if (n == 3) return n; } } n++; deep(2); return -1; } print(reenters())   // 3

int triesAgain(void) { int n = 0; try { if (setjmp(place)) { n += 10; 1 / (n - 11); } } catch (e) { print(e.kind); return n; } n++; longjmp(place, 1); return 0; } print(triesAgain())
//> arithmetic
//> 11

int caughtAgain(void) { int n = 0; try { 1 / n; } catch (e) { if (setjmp(place)) print(e.kind, n); } if (n++ < 2) longjmp(place, 1); return n; } print(caughtAgain())
//> arithmetic 1
//> arithmetic 2
//> 3

int nothing(int x) { longjmp(place, 1); return 0; } int foreigners(void) { if (setjmp(place)) { print("never"); } else on_threads(nothing, 1, 1); return 0; } foreigners()   // error: fault: longjmp to a function that has returned, in longjmp(

void recover(int s) { siglongjmp(masked, s); } int length(const char *s) { int r = sigsetjmp(masked, 1); return r ? -r : (int)strlen(s); } void lengths(void) { signal(SIGSEGV, recover); print(length("four"), length((char *)8), length((char *)8)); signal(SIGSEGV, SIG_DFL); } lengths()
//> 4 -11 -11

int patience(int loop) { if (sigsetjmp(masked, 1)) return 1; ualarm(3000, 0); if (loop) for (;;); pause(); return 0; } signal(SIGALRM, recover); print(patience(1), patience(0), patience(1)); signal(SIGALRM, SIG_DFL);
//> 1 1 1

sigset_t blocked; print(sigprocmask(SIG_BLOCK, NULL, &blocked), sigismember(&blocked, SIGSEGV), sigismember(&blocked, SIGALRM))   // 0 0 0
