# The same work as bench.csh with CFFI in ABI mode.
import sys, time
from cffi import FFI

ffi = FFI()
ffi.cdef("""
struct pair { long a; double b; };
int add(int a, int b);
double mix(int a, double b, long c, float d);
struct pair swap(struct pair p);
long call_back(int (*f)(int), int times);
void scramble(int *v, int n);
size_t strlen(const char *s);
void qsort(void *v, size_t n, size_t size, int (*compare)(const int *, const int *));
""")
lib, libc = ffi.dlopen(sys.argv[1]), ffi.dlopen(None)
CALLS = 1000000


def timed(name, work):
    began = time.perf_counter()
    work()
    print(name, "%.1f" % ((time.perf_counter() - began) * 1e9 / CALLS), flush=True)


def do_add():
    n, f = 0, lib.add
    for i in range(CALLS):
        n = f(n & 0xffffff, i)


def do_mix():
    x, f = 0.0, lib.mix
    for i in range(CALLS):
        x = f(i, x, 3, 0.5)


def do_struct():
    p, f = ffi.new("struct pair *", [1, 2])[0], lib.swap
    for i in range(CALLS):
        p = f(p)


def do_strlen():
    f = libc.strlen
    for i in range(CALLS):
        f(b"hello")


array = ffi.new("int[1024]")


def do_array():
    a = array
    for i in range(CALLS):
        a[i & 1023] = a[(i + 1) & 1023] + i


next_ = ffi.callback("int(int)", lambda i: i + 1)
nested = ffi.callback("int(int)", lambda i: lib.add(i, 1))
compare = ffi.callback("int(const int *, const int *)", lambda a, b: -1 if a[0] < b[0] else a[0] > b[0])
numbers = ffi.new("int[]", CALLS)
timed("add", do_add)
timed("mix", do_mix)
timed("struct", do_struct)
timed("strlen", do_strlen)
timed("callback", lambda: lib.call_back(next_, CALLS))
timed("nested", lambda: lib.call_back(nested, CALLS))
lib.scramble(numbers, CALLS)
timed("qsort", lambda: libc.qsort(numbers, CALLS, 4, compare))
timed("array", do_array)
