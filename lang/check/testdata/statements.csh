x = 5; // => var x int = [4]{0: 5}
x = 6; // => (x = 6)
x = 2.5; // => var x double = [8]{0: 2.5}
{ x = 7; } // => {(x = 7)}
{ blockvar = 7; } // => {var blockvar int = [4]{0: 7}}
blockvar; // : int
int typed = 3;
typed = 2.5; // => (typed = 2)
typed = "x"; // error: cannot convert char * to int
s = "text"; // => var s char * = [8]{0: @"text"}
int arr[] = {1, 2, 3}; // => var arr int [3] = [12]{0: 1, 4: 2, 8: 3}
a = arr; // => var a int * = [8]{0: @arr}
a = b2 = 3; // => {var b2 int = [4]{}; var a int = [4]{0: (b2 = 3)}}
b2; // : int
index = 3; // => var index int = [4]{0: 3}
index("abc", 'c'); // error: index is int, it cannot be called
T = struct point { int x, y; }; // => {}
T p = {1, 2}; // : struct point
pt = T(3, 4); // => var pt struct point = [8]{0: 3, 4: 4}
pt = T(5, 6); // => (pt = temp[8]{0: 5, 4: 6})
pt = {7, 8}; // => (pt = temp[8]{0: 7, 4: 8})
A = c_int * 3;
v = A(1, 2, 3); // => var v int [3] = [12]{0: 1, 4: 2, 8: 3}
v[1]; // : int
n = c_int(42); // => var n int = [4]{0: 42}
n.value = 43; // => (n = 43)
l = [1, "two"]; // : list
l[0]; // : int
lib = load("z"); // : library
fp = strlen; // : size_t (*)(const char *)
fp("x"); // : size_t
c = 3; // : int
m = None; // : void *
w = {1, 2}; // error: a brace list needs a type
w2 = nosuch; // error: unknown name nosuch
w2; // error: unknown name w2
vv = memset(arr, 0, 4); // : void *
vd = (void)0; // error: void has no value
(q1 = 4) + 1; // => {var q1 int = [4]{}; ((q1 = 4) + 1)}
char buf[6];
buf = "hello"; // => (buf =text "hello")
buf = "toolong"; // error: bounds: a string of 7 characters does not fit in char [6]
buf = s; // => (buf =text s)
buf = 5; // error: cannot assign int to char [6]
arr = {4, 5}; // => (arr = temp[12]{0: 4, 4: 5})
arr = p; // error: cannot assign struct point to int [3]
sl = arr[0:2]; // : int []
sl[1] = 5; // : int
optind = 3; // => (c.optind = 3)
extern int opterr;
opterr = 3; // => (sym opterr = 3)
strlen = 5; // : int
puts2 = 5, puts3 = 6; // : int
O_CREAT; // => 64
O_CREAT = 3; // : int
typedef struct node { struct node *next; int v; } node;
node n1, *pn = &n1;
pn->next->v; // : int
struct node n2 = {&n1, 5}; // => var n2 struct node = [16]{0: &n1, 8: 5}
typedef int myint;
myint i1 = 3; // : myint
i1; // : myint
myint *pi = &i1; // : myint *
&i1; // : myint *
enum color { RED, GREEN = 5, BLUE } col = GREEN; // : enum color
BLUE; // : int
col; // : enum color
col + 1; // : unsigned int
int big[2][2] = {1, 2, {3, 4}}; // => var big int [2][2] = [16]{0: 1, 4: 2, 8: 3, 12: 4}
int des[] = {[2] = 5, 6, [0] = 1}; // => var des int [4] = [16]{8: 5, 12: 6, 0: 1}
int rng[] = {[1 ... 3] = 7}; // => var rng int [4] = [16]{4: 7, 8: 7, 12: 7}
char str[] = "abc"; // : char [4]
char exact[3] = "abc"; // : char [3]
char more[2] = "abc"; // error: does not fit in char [2]
char br[] = {"abc"}; // : char [4]
wchar_t ws[] = L"ab"; // : wchar_t [3]
char *names[] = {"a", "b", NULL}; // : char *[3]
struct { int a; struct { int b, c; } in; int d; } nest = {1, 2, 3, 4}; // => var nest struct {…} = [16]{0: 1, 4: 2, 8: 3, 12: 4}
struct { int a; struct { int b, c; } in; int d; } nest2 = {.in.c = 3, 4, .a = 1}; // => var nest2 struct {…} = [16]{8: 3, 12: 4, 0: 1}
struct line { T from, to; } ln = {p, {3, 4}}; // => var ln struct line = [16]{0: p, 8: 3, 12: 4}
union { int i; float f; } un = {.f = 1.5}; // => var un union {…} = [4]{0: 1.5}
union { int i; float f; } un2 = {1, 2}; // error: too many initialisers
int over[2] = {1, 2, 3}; // error: too many initialisers for int [2]
struct point bad = {.z = 1}; // error: name: struct point has no member z
struct fl { int n; char d[]; } *fl = new struct fl{3, "abc"}; // : struct fl *
int inc[]; // error: the size of inc is not known
struct unknown u; // error: the size of u is not known
void vo; // error: vo cannot be void
int count = 4;
int dyn[count]; // : int [4]
int dynf(int k) { struct { int a[k]; } s; return 0; } // error: a constant is wanted here
int dynf(int k) { int a[2][k]; return a[0][0]; } // => func dynf slots 3 frame 0 {var  long = [8]{0: builtin19(long(k))}; var a int [2][k]; return [@[@a + 0*0 <len2] + 0*4 <count]}
int zero[1 / 0]; // error: arithmetic: 
1 / 0; // : int
int add(int a, int b) { return a + b; } // => func add slots 2 frame 0 {return (a + b)}
add(1, 2); // : int
int addr(int a) { int *p = &a; char c[3]; return *p; } // => func addr slots 2 frame 16 {var p int * = [8]{0: &a}; var c char [3]; return [p <owner]}
int fact(int n) { if (n < 2) return 1; return n * fact(n - 1); }
void nothing(void) { return 3; } // error: nothing returns nothing
int something(void) { return; } // error: a value is missing
struct point mk(int x) { return {x, 2}; } // : struct point (int)
mk(3).y; // : int
int local(void) { i = 5; j = "x"; return i; } // => func local slots 2 frame 0 {var i int = [4]{0: 5}; var j char * = [8]{0: @"x"}; return i}
i; // error: unknown name i
int cond(int k) { if (k) r = 5; return r; } // => func cond slots 2 frame 0 {var r int = [4]{}; if k (r = 5) else nil; return r}
int stat1(void) { static int calls; return ++calls; } // : int (void)
int sw(int k) { switch (k) { case 1: return 10; case 2: case 3: k = 5; break; default: k = 6; } return k; }
switch (typed) { case 1: 5; case 1: 6; } // error: two cases for 1
switch (typed) { case 1: 5; { case 2: 6; } } // error: may stand only directly in the body of a switch
switch (typed) { default: 5; default: 6; } // error: a second default
switch (2.5) { } // error: the operand of switch must be an integer
break; // error: break outside a loop or switch
continue; // error: continue outside a loop
return 3; // error: return outside a function
for (int k = 0; k < 3; k++) { if (k == 1) continue; if (k == 2) break; }
k; // error: unknown name k
for (z1 = 0; z1 < 3; z1++) ; // => {var z1 int = [4]{}; loop (z1 = 0); (z1 < 3); (z1 by 1 post true) {}}
z1; // : int
while (1) break;
do typed--; while (typed > 0);
try { nosuch(); } catch (e) { print(e.message, e.kind); } // => try failed unknown name nosuch catch {builtin12(any(ErrorField); any(ErrorField))}
try { 1 / 0; } catch (e) { e.nosuch; } // error: an error has no field nosuch
try { strlen("a", 1); } catch (e) { e.status == 3; e.address == NULL; print(e); }
e; // error: unknown name e
int outer(void) { int inner(void) { return 1; } return 2; } // error: functions are defined at the top level only
goto_ = 3;
del typed;
typed; // error: unknown name typed
del nosuch; // error: the session has no name nosuch
del myint;
