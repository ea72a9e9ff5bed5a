// A tour of cshell: everything here is C, evaluated line by line.

// 1. Functions of libc and libm are known.
print(strlen("hello"), sqrt(2), toupper('a'));
printf("%s has %d letters and costs %.2f\n", "cshell", 6, 0.0);

// 2. Buffers and structs are C memory that the shell owns.
char buf[32] = "hi";
strcat(buf, " there");
print(buf, sizeof(buf), len(buf));

struct point { int x; double y; };
struct point p = { .y = 2.5, .x = 1 };
p.x += 41;
print(p, sizeof(struct point), offsetof(struct point, y));

// 3. Callbacks are functions of the session.
int ascending(const int *a, const int *b) { return *a - *b; }
int numbers[] = {5, 3, 9, 1};
qsort(numbers, len(numbers), sizeof(int), ascending);
print(numbers, numbers[1:3]);

// 4. errno is that of the last call.
int fd = open("/no/such/file", O_RDONLY);
print(fd, errno, string(strerror(errno)));

// 5. What goes wrong explains itself, and the session goes on.
try { buf[40] = 1; } catch (e) { print(e.kind, e.message); }
try { strlen(NULL); } catch (e) { print(e.kind, e.signal); }

// 6. ctypes' names work too.
m.pow.argtypes = [c_double, c_double];
m.pow.restype = c_double;
x = c_int(42);
x.value += 1;
print(m.pow(2, 10), x.value, POINTER(c_int), c_int * 3);
