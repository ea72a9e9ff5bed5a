// What is said of a fault is true, and all that can be said.
x = load("./explain.so");
struct point { int x, y; }; struct leaf { char name[8]; struct point at; };
struct tree { long n; struct { struct leaf *left, *right; } sides; struct tree *up; };
void put(int *, long), put_zero(int *, long), copy(char *, const char *, int), clear(void *, long), jump(void *), assert_on_thread(void), dive_on_thread(void *);
int left_y(struct tree *), grandparents_n(struct tree *); char *island(void), *forbidden(void);
extern int data_of_explain;
char to[16], from[8]; int far[4];

// Of several blocks, the one that was meant.
memcpy(to, from, 16)   // error: fault: memcpy read 1 byte past the end of 'from' (char[8], line 8): SIGSEGV at 0x…000 in memcpy+0x…(libc.so.6), called as memcpy(0x…<to>, 0x…<from>, 16)

memcpy(from, to, 16)   // error: fault: memcpy wrote 1 byte past the end of 'from' (char[8], line 8): SIGSEGV

memcpy(to, "a literal is shown", 17)   // error: fault: memcpy wrote 1 byte past the end of 'to' (char[16], line 8): SIGSEGV at 0x…called as memcpy(0x…<to>, "a literal is s"…, 17)

put(far, 1000)   // error: fault: put wrote 3985 bytes past the end of 'far' (int[4], line 8): SIGSEGV

put(far, 100000)   // error: fault: put wrote 399985 bytes past the end of 'far' (int[4], line 8): SIGSEGV

put(far, -10)   // error: bounds: something wrote 40 bytes before the start of 'far' (int[4], line 8), noticed after a call of put

put(far, -60)   // error: bounds: something wrote 240 bytes before the start of 'far'

put_zero(far, -1)   // error: bounds: put_zero wrote 1 byte before the start of 'far' (int[4], line 8), called as put_zero

// What an argument leads to.
struct holder { char *text; struct holder *next; }; void free_text(struct holder *), free_twice_inside(void **), write_behind(struct holder *, int); void *allocate(long);
struct holder h = {to}; write_behind(&h, 17)   // error: fault: memset wrote 1 byte past the end of 'to' (char[16], line 8): SIGSEGV at 0x…000 in memset+0x…(libc.so.6), called as write_behind(0x…<h>, 17)

free_text(&h)   // error: fault: free_text freed 'to' (char[16], line 8), which belongs to the shell: SIGABRT

void *theirs = allocate(40); void *same = theirs; free_twice_inside(&theirs); free_twice_inside(&same)   // error: fault: free_twice_inside aborted (free(): double free detected in tcache 2): SIGABRT

// A vector that begins before a freed block.
char *gone = new char[16]; free(gone); strlen(gone)   // error: fault: strlen read 'gone' (char[16], line 36), which was freed: SIGSEGV at 0x…in strlen+0x

int *twice = new int[4]; int *other = twice; del twice; del other   // error: memory: int[4] 'twice' was freed already

// The member of what a null pointer leads to.
struct tree t = {3}; left_y(&t)   // error: fault: left_y read through a null pointer plus 12 (at.y of struct leaf at 12): SIGSEGV at 0xc in left_y

struct tree u = {4, {NULL, NULL}, &t}; struct leaf l; t.sides = {&l, &l}; u.sides = {&l, &l}; grandparents_n(&u)   // error: fault: grandparents_n read through a null pointer: SIGSEGV at 0x0

t.sides.left = NULL; left_y(&t)   // error: fault: left_y read through a null pointer plus 12 (at.y of struct leaf at 12)

// Functions that have no name of their own, and those of libc's inside.
char *text = new char[16]; sprintf(text, "%s-%d", "0123456789012345", 5)   // error: fault: sprintf wrote 1 byte past the end of 'text' (char[16], line 48): SIGSEGV at 0x…in …(libc.so.6), called as sprintf(0x…<text>, "%s-%d", "01234567890123"…, 5)

copy(text, "0123456789012345", 17)   // error: fault: memcpy wrote 1 byte past the end of 'text' (char[16], line 48): SIGSEGV at 0x…in memcpy+0x…(libc.so.6), called as copy(

clear((void *)8, 100)   // error: fault: memset wrote through a null pointer plus 8: SIGSEGV at 0x8 in memset+0x…(libc.so.6), called as clear(0x8, 100)

puts((char *)8)   // error: fault: strlen read through a null pointer plus 8: SIGSEGV at 0x8 in strlen+0x…(libc.so.6), called as puts(0x8 <unreadable 0x8>)

jump(&data_of_explain)   // error: fault: jump jumped to writable memory of explain.so (data_of_explain): SIGSEGV at 0x…in jump+0x…(explain.so), called as jump(0x…<data_of_explain in explain.so>)

c.__stack_chk_fail()   // error: fault: __stack_chk_fail aborted (stack smashing detected): SIGABRT in abort

// What an address is next to.
char *p = island(); clear(p + 8192, 1)   // error: fault: memset wrote memory that is not mapped, 1 byte past the end of writable memory: SIGSEGV at 0x…000 in memset

clear(p - 8, 1)   // error: fault: memset wrote memory that is not mapped, 8 bytes before the start of writable memory: SIGSEGV at 0x…ff8 in memset

clear(p + 5 * 4096 + 5, 1)   // error: fault: memset wrote memory that is not mapped, 12294 bytes past the end of writable memory

clear(p - 30 * 4096, 1)   // error: fault: memset wrote memory that is not mapped: SIGSEGV

char *q = forbidden(); clear(q + 4095, 1)   // error: fault: memset wrote inaccessible memory, 1 byte before the start of writable memory: SIGSEGV

// On a thread of the library.
assert_on_thread()   // error: fault: asserts aborted (…explain.c:…: asserts: Assertion `p == 0' failed): SIGABRT in abort+0x…(libc.so.6), called as assert_on_thread(), on thread …of the library

dive_on_thread(to + 16)   // error: fault: dives read 1 byte past the end of 'to' (char[16], line 8): SIGSEGV at 0x…000 in dives+0x…(explain.so), called as dive_on_thread(0x…<to+16>), on thread

void start_nowhere(void); start_nowhere()   // error: fault: a thread jumped to memory that is not mapped: SIGSEGV at 0x12345678 in …called as start_nowhere(), on thread

// What the call that such a fault has ended had locked is free again.
void churn(void); for (int i = 0; i < 10; i++) { try { churn(); } catch (e) { assert(strcmp(e.function, "dies_soon") == 0); } c.free(c.malloc(5000)); }

// The fields of e.
try { memcpy(from, to, 16); } catch (e) { print(e.kind, e.signal, e.address == from + 8, e.function, e.block, e.status); }
//> fault SIGSEGV 1 memcpy char[8] 'from' NULL

try { left_y(&t); } catch (e) { print(e.kind, e.signal, e.address, e.function, e.block, e.status); }
//> fault SIGSEGV 0xc left_y NULL NULL

try { c.abort(); } catch (e) { print(e.kind, e.signal, e.address, e.function, e.block, e.status); }
//> fault SIGABRT NULL abort NULL NULL

try { c.exit(3); } catch (e) { print(e.kind, e.signal, e.address, e.function, e.block, e.status); }
//> exit NULL NULL exit NULL 3
