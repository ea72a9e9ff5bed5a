# The same work as bench.csh with ctypes.
import sys, time
from ctypes import *

lib, libc = CDLL(sys.argv[1]), CDLL(None)


class Pair(Structure):
    _fields_ = [("a", c_long), ("b", c_double)]


def declare(f, result, *args):
    f.restype, f.argtypes = result, args
    return f


add = declare(lib.add, c_int, c_int, c_int)
mix = declare(lib.mix, c_double, c_int, c_double, c_long, c_float)
swap = declare(lib.swap, Pair, Pair)
strlen = declare(libc.strlen, c_size_t, c_char_p)
scramble = declare(lib.scramble, None, POINTER(c_int), c_int)
CALLS, LOOP = 1000000, 10000000


def timed(name, operations, work):
    began = time.perf_counter()
    work()
    print(name, "%.1f" % ((time.perf_counter() - began) * 1e9 / operations), flush=True)


def do_add():
    n, f = 0, add
    for i in range(CALLS):
        n = f(n & 0xffffff, i)


def do_mix():
    x, f = 0.0, mix
    for i in range(CALLS):
        x = f(i, x, 3, 0.5)


def do_struct():
    p, f = Pair(1, 2), swap
    for i in range(CALLS):
        p = f(p)


def do_strlen():
    f = strlen
    for i in range(CALLS):
        f(b"hello")


Next = CFUNCTYPE(c_int, c_int)
next_ = Next(lambda i: i + 1)
nested = Next(lambda i: add(i, 1))
Compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
compare = Compare(lambda a, b: -1 if a[0] < b[0] else a[0] > b[0])
call_back = declare(lib.call_back, c_long, Next, c_int)
qsort = declare(libc.qsort, None, POINTER(c_int), c_size_t, c_size_t, Compare)
numbers = (c_int * CALLS)()
array = (c_int * 1024)()


def do_array():
    a = array
    for i in range(CALLS):
        a[i & 1023] = a[(i + 1) & 1023] + i


def do_loop():
    sum = 0
    for i in range(LOOP):
        sum += i


timed("add", CALLS, do_add)
timed("mix", CALLS, do_mix)
timed("struct", CALLS, do_struct)
timed("strlen", CALLS, do_strlen)
timed("callback", CALLS, lambda: call_back(next_, CALLS))
timed("nested", CALLS, lambda: call_back(nested, CALLS))
scramble(numbers, CALLS)
timed("qsort", CALLS, lambda: qsort(numbers, CALLS, 4, compare))
timed("array", CALLS, do_array)
timed("loop", LOOP, do_loop)
