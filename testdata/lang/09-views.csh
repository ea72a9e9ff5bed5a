// Section 9: the views beyond what 09-commands.csh has.
struct pair { char c; long x; char d; };
:layout struct pair
//> …type = struct pair {
//> …      0      |       1 …    char c;
//> … XXX  7-byte hole …
//> …      8      |       8 …    long x;
//> …     16      |       1 …    char d;
//> … XXX  7-byte padding …
//> 
//> …total size (bytes):   24 */
//> …}
//> /* reordering saves 8 bytes, 16 instead of 24: long x; char c; char d; */

:layout struct pair --m32 --msvc
//> struct pair   here  size  m32  size     msvc  size
//>   char c         0     1    0     1        0     1
//>   long x         8     8    4     4  *     4     4  *
//>   char d        16     1    8     1  *     8     1  *
//> total size            24         12  *          12  *
//> alignment              8          4  *           4  *
//> unused bytes          14          6  *           6  *
//> /* reordering saves 8 bytes, 16 instead of 24: long x; char c; char d; */

struct nest { struct { int a, b; } in; int n; };
:layout --depth=1 struct nest
//> /* offset      |    size */  type = struct nest {
//> …      0      |       8 …    struct {…} in;
//> …      8      |       4 …    int n;
//> 
//> …total size (bytes):   12 */
//> …}

:layout struct nest --map
//> /* offset…
//> …struct {
//> …int a;
//> …int b;
//> 
//> …
//> …} in;
//> …int n;
//> 
//> …
//> …}
//>      0  aaaa bbbb   a  in.a: 4 bytes at 0
//>      8  cccc        b  in.b: 4 bytes at 4
//>                     c  n: 4 bytes at 8

struct line { char head[60]; int a; int b; };
:layout struct line
//> /* offset…
//> …char head[60];
//> …int a;
//> /* --- cacheline 1 boundary (64 bytes) --- */
//> …int b;
//> 
//> …total size (bytes):   68 */
//> …}

:layout struct pair --pakced   // error: name: :layout has no option --pakced

:layout --packed   // error: syntax: usage: :layout TYPE

struct wide { unsigned long x : 40; };
:layout struct wide --m32   // error: type: struct wide has no layout with --m32: member "x" is wider than its type

struct { int day; long at; } when = {35};
:diff when sscanf("7", "%d", &when.day)
//> struct {…} at 0x…: 1 of 16 bytes changed
//>   +0  int  day  35 → 7
//> bytes
//>   00000000  23 → 07

:diff when { when.at = -1; \
             when.day = 4; }
//> struct {…} at 0x…: 9 of 16 bytes changed
//>   +0  int   day  7 → 4
//>   +8  long  at   0 → -1
//> bytes
//>   00000000  07 → 04
//>   00000008  00 00 00 00 00 00 00 00 → ff ff ff ff ff ff ff ff

char text[16] = "hello";
:diff text { text[0] = 'j'; text[9] = 1; }
//> char [16] at 0x…: 2 of 16 bytes changed
//>   +0  char [16]  "hello" → "jello"
//> bytes
//>   00000000  68 → 6a
//>   00000009  00 → 01

int table[50]; int i;
:diff table
for (i = 3; i < 5; i++) table[i] = -1;
:diff
//> int [50] at 0x…: 8 of 200 bytes changed
//>   +12  int  [3]  0 → -1
//>   +16  int  [4]  0 → -1
//> bytes
//>   0000000c  00 00 00 00 00 00 00 00 → ff ff ff ff ff ff ff ff

:diff
//> int [50] at 0x…: nothing changed in 200 bytes

struct flags { unsigned a : 3, b : 5; char c; int z; } *flagged = new struct flags;
:diff flagged { flagged->b = 9; ((char *)flagged)[2] = 7; }
//> struct flags at 0x…: 2 of 8 bytes changed
//>   +0:3  unsigned int  b        0 → 9
//>   +2                  padding  00 → 07
//> bytes
//>   00000000  00 → 48
//>   00000002  00 → 07

:diff text { text[1] = 'E'; strcpy((char *)0, "x"); }   // error: fault: strcpy wrote through a null pointer
//> char [16] at 0x…: 1 of 16 bytes changed
//>   +0  char [16]  "jello" → "jEllo"
//> bytes
//>   00000001  65 → 45

:diff nope   // error: name: unknown name nope

:diff 1.5   // error: type: double has no address

:diff (char *)8   // error: memory: cannot read memory at 0x8

:watch table[3]
//> 1: table[3] = (int) -1

:watch when.day + 1
//> 2: when.day + 1 = (int) 5

table[3] = 5;
//> 1: table[3] = (int) 5  (was (int) -1)
//> 2: when.day + 1 = (int) 5
i++;
//> 1: table[3] = (int) 5
//> 2: when.day + 1 = (int) 5

:unwatch 1
:watch
//> 2: when.day + 1 = (int) 5

:watch off 1   // error: name: there is no watch 1

:watch no_such_thing   // error: name: unknown name no_such_thing

:watch off
i++;

:find-bytes text 6c 6C
//> 0x…  +0x2  <text+2>  6c 6c 6f 00 …  |llo…|
//> 1 match in 16 bytes

:find-bytes text "lo"
//> 0x…  +0x3  <text+3>  6c 6f 00 …
//> 1 match in 16 bytes

table[20] = 4711;
:find-bytes table 4711
//> 0x…  +0x50  <table+80>  67 12 00 00 …
//> 1 match in 200 bytes

:find-bytes table + 21 (short)4711
//> 0 matches in 116 bytes

:find-bytes &table[20] (short)4711
//> 0x…  +0x0  <table+80>  …
//> 1 match in 120 bytes

:find-bytes libc.so.6 "GNU C Library"
//> 0x…  +0x…|GNU C Library (…|
//> 1 match in … bytes

:find-bytes [stack] "no such text, for certain"
//> 0 matches in … bytes

:find-bytes 0 ff   // error: memory: cannot read memory at 0x0

:find-bytes text   // error: syntax: usage: :find-bytes RANGE PATTERN

:find-bytes text main_is_not   // error: name: unknown name main_is_not

struct node { int v; struct node *next; char *name; } second = {2}, first = {1, &second, "one"}, *list = &first;
:inspect list
//> type       struct node *
//> size…
//> value      0x… <first>
//> address…
//> where…
//>            …
//> points to  struct node 'first', owned…
//>            …
//> bytes…
//> target     struct node, 24 bytes
//>   +0   int            v     1
//>   +8   struct node *  next  0x… <second> → {v = 2, next = NULL, name = NULL}
//>   +16  char *         name  0x… "one"

int *bad = (int *)16;
:inspect bad
//> type…
//> size…
//> value      0x10
//> address…
//> where…
//>            …
//> points to  not mapped
//> bytes…
//> target     int, 4 bytes
//>   value  <unreadable 0x10>

:x/2dw table + 3
//> 0x… <table+12>:	5	-1
:x
//> 0x… <table+20>:	0	0
:x/1x
//> 0x… <table+28>:	0x00000000

:x/2q   // error: syntax: cannot examine with /2q

:time 1 + 1
//> …ns per call  (min …, max …; … samples of …)

:time i++
//> …  (once: it assigns)

:time fclose(tmpfile())
//> …  (once: it calls fclose)

int closes(void) { return close(-1); }
:time closes()
//> …  (once: it calls close)

:time 1 / 0   // error: arithmetic: division by zero

:time i --onec   // error: name: :time has no option --onec

:plot [0, 1], [5, 6, 7]   // error: type: x has 2 values, y 3

unsigned char grid[2][3] = {{0, 128, 255}, {255}};
:plot grid, grid   // error: type: x and y must be arrays of one dimension

:plot grid
//> …
//> █
//> 2 x 3, 0 to 255

struct inner { char c; int y; }; struct outer { int n; struct inner list[4]; unsigned a : 3, b : 9; } held, *pair = new struct outer[2];
:where &held.list[2].y
//> 0x…: byte 24 of struct outer 'held' (held.list[2].y), owned, 40 bytes at 0x…, made at 09-views.csh:…
//>   …

:where &held
//> 0x…: struct outer 'held', owned, 40 bytes…
//>   …

:where (char *)&held.list[2] + 1
//> 0x…: byte 21 of struct outer 'held' (held.list), owned…
//>   …

:where &pair[1].n
//> 0x…: byte 40 of struct outer[2] 'pair' (pair[1].n), owned…
//>   …

:where (char *)&held + 37
//> 0x…: byte 37 of struct outer 'held' (held.b), owned…
//>   …


// As gdb has it: pointers and arrays of a struct show it, without the heading.
struct pair *toPair;
:layout toPair
//> type = struct pair {
//> /*      0      |       1 */    char c;
//> /* XXX  7-byte hole      */
//> /*      8      |       8 */    long x;
//> /*     16      |       1 */    char d;
//> /* XXX  7-byte padding   */
//> 
//> …total size (bytes):   24 */
//> …} *
//> /* reordering …
:layout struct nest *[2][3]
//> type = struct nest {
//> …
//> …
//> …
//> …
//> …
//> …
//> …
//> 
//> …total size (bytes):   12 */
//>                              } *[2][3]
:layout int *[3]
//> type = int *[3]  /* size: 24, align: 8 */
:type enum unheard
//> enum unheard (incomplete)
:layout enum unheard   // error: type: enum unheard is incomplete: its size is not known

:layout struct unheard   // error: type: struct unheard is incomplete: its size is not known

:layout [1, 2]   // error: type: expected a type, found a list

// What is no value says which command is meant.
:inspect int   // error: type: expected a C value, found a type

:inspect c   // error: type: expected a C value, found a library

:inspect [1]   // error: type: expected a C value, found a list

:dump c   // error: type: a library has no address

:dump 1.5   // error: type: double has no address

:inspect 0
//> type    int
//> size    4 bytes, alignment 4
//> value   0
//> hex     0x0
//> octal   0
//> binary  00000000 00000000 00000000 00000000
//> bytes   00 00 00 00
:inspect 1.5f
//> type   float
//> size   4 bytes, alignment 4
//> value  1.5
//> hex    0x1.8p+0
//> bits   0x3fc00000
//> class  normal
//> bytes  00 00 c0 3f

// C enters a function of the session by a stub, or its machine code.
int entered(int x) { return x; }
:disas entered 1
//> entered in the session, when C calls it often:
//> …<+0>:…
int calls(int x) { return abs(x); }
:disas calls 1
//> calls in the session, where C enters it:
//> …<+0>:…

// Functions of the shell have a type to read.
:type poke
//> void poke(pointer, bytes, size_t n)
//>   from the shell
:explain void f(...)
//> declare f as function (...) returning void

// libc and libm are always loaded: what they export has addresses of memory.
unsigned long atCbrt = (unsigned long)&m.cbrt
assert(atCbrt > 0x10000000)

// What only a typedef names is shown with its members.
typedef struct { int re; double im; } cplx;
:type cplx
//> typedef struct {
//>     int re;
//>     double im;
//> } cplx
//>   from …
typedef enum { LOW, HIGH = 5 } level;
:type level
//> typedef enum {LOW = 0, HIGH = 5} level
//>   from …
:type div_t
//> typedef struct {
//>     int quot;
//>     int rem;
//> } div_t
//>   from <prelude>

// A comma parts arguments as a blank does, outside of brackets.
:dump "abcdefgh", 2
//> 00000000  61 62                                             |ab|
//> 00000002
:dump (char[]){1, 2, 3}
//> 00000000  01 02 03                                          |...|
//> 00000003
:disas entered, 1
//> entered in the session, when C calls it often:
//> …<+0>:…

// :list has the text of what the session declared, tags too; of what has no text the declaration.
struct listed { int a; }; /* a comment */
:list struct listed
//> struct listed { int a; }; /* a comment */
//>   from …
:list listed
//> struct listed { int a; }; /* a comment */
//>   from …
:list struct utimbuf
//> struct utimbuf {
//> …
//> …
//> }
//>   from <prelude>
:list struct unheardOf
//> struct unheardOf (incomplete)
:list unheardOf   // error: name: unknown name unheardOf
