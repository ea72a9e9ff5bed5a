// The floor: the same calls through function pointers in C.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pair { long a; double b; };
enum { CALLS = 1000000, LOOP = 10000000 };
static struct timespec began;
static void start(void) { clock_gettime(CLOCK_MONOTONIC, &began); }
static void stop(const char *name, double operations) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("%s %.1f\n", name, ((now.tv_sec - began.tv_sec) * 1e9 + (now.tv_nsec - began.tv_nsec)) / operations);
}
static int next(int i) { return i + 1; }
static int (*add)(int, int);
static int nested(int i) { return add(i, 1); }
static int ascending(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    void *lib = dlopen(argv[argc - 1], RTLD_NOW);
    add = dlsym(lib, "add");
    double (*mix)(int, double, long, float) = dlsym(lib, "mix");
    struct pair (*swap)(struct pair) = dlsym(lib, "swap");
    long (*call_back)(int (*)(int), int) = dlsym(lib, "call_back");
    void (*scramble)(int *, int) = dlsym(lib, "scramble");
    size_t (*volatile length)(const char *) = strlen;

    volatile int n = 0;
    start();
    for (int i = 0; i < CALLS; i++) n = add(n, i);
    stop("add", CALLS);
    volatile double x = 0;
    start();
    for (int i = 0; i < CALLS; i++) x = mix(i, x, 3, 0.5f);
    stop("mix", CALLS);
    struct pair p = {1, 2};
    start();
    for (int i = 0; i < CALLS; i++) p = swap(p);
    stop("struct", CALLS);
    start();
    for (int i = 0; i < CALLS; i++) length("hello");
    stop("strlen", CALLS);
    start();
    call_back(next, CALLS);
    stop("callback", CALLS);
    start();
    call_back(nested, CALLS);
    stop("nested", CALLS);
    int *v = malloc(CALLS * sizeof *v);
    scramble(v, CALLS);
    start();
    qsort(v, CALLS, sizeof *v, ascending);
    stop("qsort", CALLS);
    static volatile int array[1024];
    start();
    for (int i = 0; i < CALLS; i++) array[i & 1023] = array[(i + 1) & 1023] + i;
    stop("array", CALLS);
    volatile long sum = 0;
    start();
    for (int i = 0; i < LOOP; i++) sum += i;
    stop("loop", LOOP);
}
