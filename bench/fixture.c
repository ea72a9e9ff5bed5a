// The functions that bench/run calls from every language.
#include <stdlib.h>

struct pair { long a; double b; };

int add(int a, int b) { return a + b; }
double mix(int a, double b, long c, float d) { return a + b + c + d; }
struct pair swap(struct pair p) { return (struct pair){(long)p.b, (double)p.a}; }

long call_back(int (*f)(int), int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) sum += f(i);
    return sum;
}

// The same million numbers for every language.
void scramble(int *v, int n) {
    unsigned x = 12345;
    for (int i = 0; i < n; i++) v[i] = (x = x * 1103515245u + 12345u) >> 1;
}
