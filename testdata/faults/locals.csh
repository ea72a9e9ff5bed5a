// Foreign code that does wrong with locals of session functions.
void over(void) { char small[8]; strcpy(small, "this is too long"); } over()   // error: fault: strcpy wrote 1 byte past the end of 'small' (char[8], line 2), a local of over: SIGSEGV at 0x…000 in strcpy+0x…(libc.so.6), called as strcpy(0x…ff8 <small>, "this is too lo"…)

void odd(void) { char thirteen[13]; fill(thirteen, 14); } odd()   // error: fault: fill wrote 1 byte past the end of 'thirteen' (char[13], line 4), a local of odd: SIGSEGV

void under(void) { int below = 1; char text[8]; fill_before(text, 1); } under()   // error: bounds: fill_before wrote 1 byte before the start of 'text' (char[8], line 6), a local of under, called as fill_before(0x…<text>, 1)

void scalar(void) { int x = 1; fill((char *)&x, 5); } scalar()   // error: fault: fill wrote 1 byte past the end of 'x' (int, line 8), a local of scalar: SIGSEGV

void record(void) { struct node n; fill(n.name, 17); } record()   // error: fault: fill wrote 1 byte past the end of 'n' (struct node, line 10), a local of record: SIGSEGV

int parameter(int p) { return total(&p, 2); } parameter(3)   // error: fault: total read 1 byte past the end of 'p' (int, line 12), a local of parameter: SIGSEGV

void variable(int n) { char text[n]; fill(text, n + 1); } variable(5)   // error: fault: fill wrote 1 byte past the end of 'text' (char[5], line 14), a local of variable: SIGSEGV

void temporary(void) { fill((char[4]){0}, 5); } temporary()   // error: fault: fill wrote 1 byte past the end of a block (char[4], line 16), a local of temporary: SIGSEGV

int first(void) { return total({1, 2}, 3); } first()   // error: fault: total read 1 byte past the end of a block (int[2], line 18), a local of first: SIGSEGV

total({1, 2}, 3)   // error: fault: total read 1 byte past the end of a block (int[2], line 20): SIGSEGV

void keeps(void) { char text[8]; keep(text + 2); } keeps(); use_kept()   // error: fault: use_kept read byte 2 of 'text' (char[8], line 22), a local of keeps, which has returned: SIGSEGV

write_kept()   // error: fault: write_kept wrote byte 2 of 'text' (char[8], line 22), a local of keeps, which has returned: SIGSEGV

char *pointer(void) { char text[8]; return text; } strcpy(pointer(), "x")   // error: fault: strcpy wrote 'text' (char[8], line 26), a local of pointer, which has returned: SIGSEGV

*pointer() = 1   // error: memory: char[8] 'text' was a local of pointer, which has returned

free(pointer())   // error: memory: char[8] 'text' was a local of pointer, which has returned

release(pointer())   // error: fault: release freed 'text' (char[8], line 26), a local of pointer, which has returned

void frees(void) { int x; free(&x); } frees()   // error: memory: cannot free int 'x': it is a local of frees

void releases(void) { int x; release(&x); } releases()   // error: fault: release freed 'x' (int, line 36), a local of releases: SIGABRT

int steps(void) { int x = 0; int *p = &x; return p[1]; } steps()   // error: bounds: reading 4 bytes at offset 4 is out of range for int 'x' (4 bytes)

int in_callback(int x) { char text[4]; strcpy(text, "12345"); return x; } apply(in_callback, 1)   // error: fault: strcpy wrote 1 byte past the end of 'text' (char[4], line 40), a local of in_callback: SIGSEGV

try { scalar(); } catch (e) { print(e.kind, e.signal, e.address != NULL, e.function, e.block); }
//> fault SIGSEGV 1 fill int 'x'

// In a long loop the later ones have the pattern only.
int under_int(int i) { int x = i; return total(&x, 1); } for (int i = 0; i < 1000; i++) assert(under_int(i) == i);

void writes(int n) { char text[8]; fill(text, n); } for (int i = 0; i < 1000; i++) writes(i < 999 ? 8 : 9);   // error: bounds: fill wrote 1 byte past the end of 'text' (char[8], line 48), a local of writes, called as fill(0x…<text>, 9)

void late(int i) { char text[8]; if (i == 500) keep(text + 1); } for (int i = 0; i < 501; i++) late(i); write_kept()   // error: bounds: something wrote to byte 1 of 'text' (char[8], line 50), a local of late, which has returned, noticed after a call of write_kept

:set guard off
void quick(void) { char text[8]; strcpy(text, "this is too long"); } quick()   // error: bounds: strcpy wrote 1 byte past the end of 'text' (char[8], line 53), a local of quick, called as strcpy(0x…<text>, "this is too lo"…)

void before(void) { char text[8]; fill_before(text, 1); } before()   // error: bounds: fill_before wrote 1 byte before the start of 'text' (char[8], line 55), a local of before

char *volatile pointed; void around(void) { char text[8]; keep(text + 8); f.write_kept(); } around()   // error: bounds: something wrote 1 byte past the end of 'text' (char[8], line 57), a local of around, noticed when that ended

keeps(); write_kept()   // error: bounds: something wrote to byte 2 of 'text' (char[8], line 22), a local of keeps, which has returned, noticed after a call of write_kept

:set guard on
int deep_locals(int n) { int x = n; return n == 0 ? 0 : total(&x, 1) - n + deep_locals(n - 1); } print(deep_locals(5000))   // 0

double mixed(struct node n, int i, double d, struct node m, char c, long l) { increment(i); return total(&i, 1) + total(&n.value, 1) + *(&d) + total(&m.value, 1) + *(&c) + *(long *)(void *)(&l); } print(mixed((struct node){1}, 2, 0.5, (struct node){3}, 4, 5))   // 15.5
