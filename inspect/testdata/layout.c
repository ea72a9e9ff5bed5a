/* the types of layout_test.go, for gdb */
#include <stdbool.h>
typedef struct point { int x, y; } point_t;
enum color { RED, GREEN };
struct empty {};
struct big {
	point_t tp; struct point pts[2]; const struct point cp; enum color c; struct empty e;
	union { int a; struct { char p; short q; }; struct { char z[3]; } zz; };
	unsigned char u8; bool flag : 1; unsigned : 0; unsigned long ul : 33; unsigned short us;
	union { struct { int b1 : 3; int b2 : 7; } bits; unsigned raw; } ubits;
	void (*cb)(int, void *); long double ld; int (*pa)[3]; char **argv; struct big *next; unsigned char tail : 3;
};
struct nest { struct { struct { char c; int i; } in; char d; } mid; char last; };
union pad { char c[5]; int i; };
struct holes { int a : 3; long b; char c; int d : 9; int e : 20; };
union bits { int a : 3; unsigned b : 9; };
struct flex { int n; char data[]; };
struct big big; struct nest nest; union pad pad; struct holes holes; union bits bits; struct flex flex; struct empty empty;
int main(void) { return 0; }
