// libm, complex numbers and long doubles.
print(cos(0), hypot(3, 4), fma(2, 3, 4));
double whole;
double fraction = modf(3.25, &whole);
print(fraction, whole);
print(cabs(3.0 + 4.0i), 1.0L / 3);
int exponent;
print(frexp(48, &exponent), exponent);

// A function table, integrated with the trapezoidal rule.
double integrate(double (*f)(double), double a, double b, int n) {
    double sum = (f(a) + f(b)) / 2;
    for (int i = 1; i < n; i++) sum += f(a + i * (b - a) / n);
    return sum * (b - a) / n;
}
double cube(double x) { return x * x * x; }
double (*table[])(double) = {sin, cube};
for (int i = 0; i < 2; i++) printf("%.6f\n", integrate(table[i], 0, 1, 1000));
