// Section 9: commands in a script.
struct point { char c; int x, y; } p = {1, 2, 3};
:layout struct point
//> …offset      |    size …  type = struct point {
//> …      0      |       1 …    char c;
//> … XXX  3-byte hole …
//> …      4      |       4 …    int x;
//> …      8      |       4 …    int y;
//> 
//> …total size (bytes):   12 */
//> …}

:layout struct never_declared   // error: type: struct never_declared is incomplete

:layout c   // error: type: expected a type, found a library

:layout p //
//> …type = struct point {
//> …char c;
//> …hole…
//> …int x;
//> …int y;
//> 
//> …12 */
//> …}

typedef struct { char a; } unnamed;
:layout unnamed
//> …type = struct {
//> …char a;
//> 
//> …1 */
//> …}

:type strlen
//> size_t strlen(const char *s)
//>   from <prelude>

:t sizeof(int) + 1.0f
//> float

:t p;
//> struct point p
//>   from 09-commands.csh:2

int strlen(char *x, int y);
:type strlen
//> int strlen(char *x, int y)
//>   from 09-commands.csh:…
//>   but <prelude> says size_t strlen(const char *s)

del strlen
:explain int (*(*f)(char *))[3]
//> declare f as pointer to function (pointer to char) returning pointer to array 3 of int

:explain const char *const names[4];
//> declare names as array 4 of const pointer to const char

:explain typedef int (*cmp)(const void *, const void *)
//> declare cmp as type pointer to function (pointer to const void, pointer to const void) returning int

:explain int a, *b
//> declare a as int
//> declare b as pointer to int

:explain (char *)p
//> cast p into pointer to char

:explain declare a as array 3 of pointer to function (int) returning pointer to char
//> char *(*a[3])(int)

:explain cast p into pointer to int
//> (int *)p

:explain declare p as pointer too int   // error: syntax: expected "to", found "too"

:explain nosuchtype *p   // error: name: unknown name nosuchtype

:explain p + 1   // error: type: 

char buf[20] = "0123456789abcdefxyz"
:dump buf
//> 00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
//> 00000010  78 79 7a 00                                       |xyz.|
//> 00000014

:dump buf 4
//> 00000000  30 31 32 33                                       |0123|
//> 00000004

:dump buf + 16
//> 00000000  78 79 7a 00                                       |xyz.|
//> 00000004

int words[6] = {1, -2, 3, 4, 5, 6}
:x/6xw words
//> 0x… <words>:	0x00000001	0xfffffffe	0x00000003	0x00000004
//> 0x… <words+16>:	0x00000005	0x00000006

:x/2dw &words[1]
//> 0x… <words+4>:	-2	3

:x/s buf
//> 0x… <buf>:	"0123456789abcdefxyz"

:x/2xg words
//> 0x… <words>:	0xfffffffe00000001	0x0000000400000003

:x/8xb buf
//> 0x… <buf>:	0x30	0x31	0x32	0x33	0x34	0x35	0x36	0x37

:x/2q buf   // error: syntax: 

:disas abs 2
//> abs in libc.so.6:
//>    0x… <+0>:…
//>    0x… <+…>:…

:disas 0
//>    <unreadable 0x0>

:disas 1.5   // error: type: 

:x/2i abs
//>    0x… <abs in libc.so.6>:	…
//>    0x… <abs+… in libc.so.6>:	…

:plot 5   // error: type: expected an array of numbers, found int

:plot abs   // error: type: expected an array of numbers

:plot malloc(8)   // error: type: how many elements

:x /2dw words
//> 0x… <words>:	1	-2

:x/2dw
//> 0x… <words+8>:	3	4

typedef int number;
:type number
//> typedef int number
//>   from 09-commands.csh:…

:type c.strnlen
//> size_t strnlen(const char *string, size_t maxlen)
//>   from <prelude>

:find c
//> /…libc.so.6 (…)

:find nothing_of_that_name   // error: load: 

:load nothing_of_that_name   // error: load: 

:load m as maths
print(maths, maths.floor(2.5))   // <library libm.so.6> 2

:load m as 5m   // error: syntax: 5m is no name

:load m as int   // error: syntax: int is a word of the language

:unload nothing   // error: name: 

:unload libm.so.6   // error: load: libm belongs to the program

:reload c   // error: load: libc belongs to the program

:nosuch   // error: name: unknown command :nosuch

:load   // error: syntax: usage: :load NAME [as ID]

:libs now   // error: syntax: 

:set nosuch 1   // error: name: unknown option nosuch

:set elements -1   // error: type: 

:set elements 20
:set elements
//> elements 20

:help quit
//> :quit
//> Leave the shell.
//>
//>     :quit

:symbols m cbr[t]
//> 0x…  func  …  cbrt  …  double cbrt(double x)

:sym nothing_at_all_*

try { print(1 / 0); } catch (e) { print("commands stand at top level only"); }
//> commands stand at top level only

{ :libs }   // error: syntax: 

:source no_such_file.csh   // error: io: 

int loc(int n) { return n; }
:where loc
//> 0x…: loc in the session
//>   …

:where strlen
//> 0x…: strlen in libc.so.6
//>   …

:where &words[6]
//> 0x…: the end of int[6] 'words', owned, 24 bytes at 0x…, made at 09-commands.csh:…
//>   …

:where 0
//> 0x0: not mapped

:maps [stack]
//> 0x…  rw-p  …  [stack]

:quit
