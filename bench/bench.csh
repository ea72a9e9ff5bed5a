// One line a benchmark: its name and nanoseconds per operation.
lib = load(argv[1]);
struct pair { long a; double b; };
int add(int a, int b);
double mix(int a, double b, long c, float d);
struct pair swap(struct pair p);
long call_back(int (*f)(int), int times);
void scramble(int *v, int n);

enum { CALLS = 1000000, LOOP = 10000000 };
struct timespec began;

void start(void) { clock_gettime(CLOCK_MONOTONIC, &began); }
void stop(const char *name, double operations) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double ns = (now.tv_sec - began.tv_sec) * 1e9 + (now.tv_nsec - began.tv_nsec);
    printf("%s %.1f\n", name, ns / operations);
}

void calls(void) {
    int n = 0;
    start();
    for (int i = 0; i < CALLS; i++) n = add(n, i);
    stop("add", CALLS);

    double x = 0;
    start();
    for (int i = 0; i < CALLS; i++) x = mix(i, x, 3, 0.5f);
    stop("mix", CALLS);

    struct pair p = {1, 2};
    start();
    for (int i = 0; i < CALLS; i++) p = swap(p);
    stop("struct", CALLS);

    start();
    for (int i = 0; i < CALLS; i++) strlen("hello");
    stop("strlen", CALLS);
}

int next(int i) { return i + 1; }
int nested(int i) { return add(i, 1); }
int ascending(const int *a, const int *b) { return *a < *b ? -1 : *a > *b; }

void callbacks(void) {
    start();
    call_back(next, CALLS);
    stop("callback", CALLS);

    start();
    call_back(nested, CALLS);
    stop("nested", CALLS);

    int *v = malloc(CALLS * sizeof(int));
    scramble(v, CALLS);
    start();
    qsort(v, CALLS, sizeof(int), ascending);
    stop("qsort", CALLS);
    free(v);
}

int array[1024];
void arrays(void) {
    start();
    for (int i = 0; i < CALLS; i++) array[i & 1023] = array[(i + 1) & 1023] + i;
    stop("array", CALLS);
}

void loop(void) {
    long sum = 0;
    start();
    for (int i = 0; i < LOOP; i++) sum += i;
    stop("loop", LOOP);
}

calls(); callbacks(); arrays(); loop();
