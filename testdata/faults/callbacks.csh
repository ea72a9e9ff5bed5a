// Faults in callbacks, behind them, and on threads of the library.
int bad(int x) { write_null(); return x; } apply(bad, 1)   // error: fault: write_null wrote through a null pointer

int reads(int x) { return *(int *)8; } apply(reads, 1)   // error: memory: cannot read 0x8

int divides(int x) { return 1 / (x - 1); } apply(divides, 1)   // error: arithmetic: division by zero

int leaves(int x) { call_exit(9); return 0; } apply(leaves, 1)   // error: exit: foreign code called exit(9)

int again(int x) { return apply(again, x + 1); } apply(again, 1)   // error: limit: 

apply_then_crash(increment, 1)   // error: fault: apply_then_crash wrote through a null pointer plus 16

apply((int (*)(int))NULL, 1)   // error: fault: apply called a null function pointer

int tries(int x) { try { write_null(); } catch (e) { return 7; } return 0; } print(apply(tries, 1))   // 7

crash_in_thread((void *)8)   // error: fault: crashing wrote through a null pointer plus 8: SIGSEGV at 0x8 in crashing+0x0 (fixture.so), called as crash_in_thread(0x8), on thread 

abort_in_thread(increment)   // error: fault: aborting aborted: SIGABRT

exit_in_thread()   // error: exit: foreign code called exit(3) in exit_in_thread()

try { call_in_thread(bad); } catch (e) { print(e.kind, e.function); }
//> fault write_null

int cmp(int *a, int *b) { return *a - *b; } qsort(arr, 4000, 4, cmp)   // error: bounds: reading 4 bytes at offset 16 is out of range for int[4] 'arr'

int gone(int x) { return x; } int (*stale)(int) = gone; del gone

apply(stale, 1)   // error: memory: C called a callback that was deleted
