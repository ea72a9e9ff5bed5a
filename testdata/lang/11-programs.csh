// Whole small programs, as people paste them.
typedef struct node { int value; struct node *next; } node;
node *push(node *head, int value) {
	node *n = malloc(sizeof *n);
	n->value = value;
	n->next = head;
	return n;
}
int sum(const node *n) {
	int total = 0;
	for (; n; n = n->next)
		total += n->value;
	return total;
}
node *list = NULL;
for (int i = 1; i <= 10; i++) list = push(list, i);
print(sum(list), list->value, list->next->value)   // 55 10 9

// sieve
char composite[1000];
int primes = 0;
for (int i = 2; i < 1000; i++) {
	if (composite[i]) continue;
	primes++;
	for (int j = i * i; j < 1000; j += i) composite[j] = 1;
}
print(primes)   // 168

// time
struct tm t = {.tm_year = 100, .tm_mon = 1, .tm_mday = 29};
char text[64];
strftime(text, sizeof text, "%Y-%m-%d", &t);
print(text)   // 2000-02-29

setenv("TZ", "UTC", 1); tzset();
time_t when = 86400 * 365;
struct tm *utc = gmtime(&when);
print(utc->tm_year, asctime(utc)[:24])   // 71 Fri Jan  1 00:00:00 1971

// qsort of structs with a callback, bsearch
struct person { char name[8]; int age; } people[] = {{"cy", 30}, {"al", 25}, {"bo", 41}};
int by_name(const struct person *a, const struct person *b) { return strcmp(a->name, b->name); }
qsort(people, len(people), sizeof people[0], by_name);
for (int i = 0; i < len(people); i++) printf("%s %d\n", people[i].name, people[i].age);
//> al 25
//> bo 41
//> cy 30

struct person key = {"bo"};
struct person *found = bsearch(&key, people, 3, sizeof key, by_name);
print(found->age, found - people)   // 41 1

// a file through stdio
FILE *f = tmpfile();
fprintf(f, "%s %d\n", "line", 7); rewind(f);
char word[16]; int number;
print(fscanf(f, "%15s %d", word, &number), word, number, fclose(f))   // 2 line 7 0

// stat
struct stat st;
print(stat("/", &st), S_ISDIR(st.st_mode), S_ISREG(st.st_mode))   // 0 1 0

// a pipe
int ends[2]; char got[8] = {0};
pipe(ends); write(ends[1], "hello", 5); print(read(ends[0], got, 8), got)   // 5 hello

// ctypes, as pasted from Python
libm = CDLL("libm.so.6")
libm.pow.restype = c_double
libm.pow.argtypes = [c_double, c_double]
print(libm.pow(2.0, 0.5))   // 1.4142135623730951

buf = create_string_buffer("hello")
print(buf.value, sizeof(buf))   // hello 6

i = c_int(42)
pi = pointer(i)
pi.contents.value = 43
print(i.value)   // 43

// floating point
print(fmod(7.5, 2), hypot(3, 4), floor(-0.5), round(2.5), nan("") != nan(""))   // 1.5 5 -1 3 1

// bit fiddling
unsigned popcount(unsigned x) { unsigned n = 0; while (x) { x &= x - 1; n++; } return n; }
print(popcount(0xF0F0), popcount(~0u))   // 8 32

unsigned rotl(unsigned x, int n) { return x << n | x >> (32 - n); }
print(rotl(0x80000001, 4) == 0x18)   // 1

// matrices
double a[2][2] = {{1, 2}, {3, 4}}, b[2][2] = {{0, 1}, {1, 0}}, r[2][2];
for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) for (int k = 0; k < 2; k++) r[i][j] += a[i][k] * b[k][j];
print(r)   // {{2, 1}, {4, 3}}

// function pointers in a table
double half(double x) { return x / 2; }
double (*table[])(double) = {sqrt, half, floor};
for (int i = 0; i < 3; i++) print(table[i](6.25));
//> 2.5
//> 3.125
//> 6

// varargs through vprintf-like functions of libc
char line[32];
print(snprintf(line, sizeof line, "%-5s|%5.1f|%c|%%|%ld", "ab", 2.25, 'z', 123456789012L), line)   // 28 ab   |  2.2|z|%|123456789012

// strings
char s[] = "a,b,,c"; char *rest = s, *tok; int fields = 0;
while ((tok = strsep(&rest, ",")) != NULL) fields++;
print(fields)   // 4

print(strtoul("ff", NULL, 16), atof("2.5e3"), strcasecmp("ABC", "abc"))   // 255 2500 0

// what a Python session has for ctypes
import ctypes
from ctypes import CDLL, c_char_p
libc = ctypes.CDLL("libc.so.6")
libc.strchr.argtypes = [ctypes.c_char_p, ctypes.c_char]
libc.strchr.restype = c_char_p
print(libc.strchr(b"key=value", 0x3d))   // =value
numbers = (ctypes.c_int * 3)(3, 1, 2)
import ctypes as ct
import ctypes.util
from ctypes.util import find_library
print(ct.POINTER(ct.c_int), ct.sizeof(ct.c_double))   // int * 8

print(ct.CDLL(ctypes.util.find_library("m")), cdll.LoadLibrary("libc.so.6"), ct.cdll.LoadLibrary("libm.so.6"))   // <library libm.so.6> <library libc.so.6> <library libm.so.6>

struct { int c_x; } ct = {8};
print(ct.c_x)   // 8

print(numbers, ctypes.sizeof(numbers))   // {3, 1, 2} 12
int ctypes_sum(void) { struct { int x; } ctypes = {7}; return ctypes.x; }
print(ctypes_sum())   // 7
CDLL('libc.so.6')   // error: type: argument 1 of load: cannot convert int to char *
