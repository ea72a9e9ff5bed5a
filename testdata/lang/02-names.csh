// Section 2: where names are looked up.
print(strlne("abc"))   // error: name: 

printf("%s\n", c.strerror(2))   // No such file or directory

int index = 3
print(index)   // 3

print(c.abs(-4))   // 4

// a session definition hides a library's function
int abs(int x) { return 100; }
print(abs(-4), c.abs(-4))   // 100 4

del abs
print(abs(-4))   // 4

// c and m give way to any session name
int c = 12
print(c)   // 12

del c
print(c.abs(-7))   // 7

print(m.sqrt(2.0))   // 1.4142135623730951

// tags are a name space of their own
struct point { int x, y; };
int point = 4;
struct point p = {1, 2};
print(point, p)   // 4 {x = 1, y = 2}

print(p.z)   // error: name: 

enum color { RED, GREEN = 5, BLUE };
enum color g = GREEN;
print(RED, GREEN, BLUE, g)   // 0 5 6 GREEN (5)

print(typeof(GREEN), typeof(g))   // int enum color

print((enum color)77)   // 77

print(c.no_such_function(1))   // error: symbol: 

// the newest declaration counts
int v = 1
double v = 2.5
print(v, typeof(v))   // 2.5 double

// an inner name hides an outer one
int outer = 1;
{ int outer = 2; print(outer); }
//> 2

print(outer)   // 1
