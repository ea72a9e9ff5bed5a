// Section 10: what the prompt and -e echo. The number is compared where it is given.
1 + 2   // $1 = (int) 3

$1 * 2   // $2 = (int) 6

_ + 1   // $3 = (int) 7

strlen("hello")   // (size_t) 5

sqrt(2)   // (double) 1.4142135623730951

"text"   // (char [5]) "text"

(char)97   // (char) 97 'a'

'a'   // (int) 97

(char)10   // (char) 10 '\n'

(char)200   // (char) -56 '\310'

(unsigned char)65   // (unsigned char) 65 'A'

true   // (bool) true

NULL   // (void *) NULL

struct point { int x, y; } p = {1, 2};
p   // (struct point) {x = 1, y = 2}

p;   // (struct point) {x = 1, y = 2}

int a[3] = {1, 2, 3}
a   // (int [3]) {1, 2, 3}

a[1] = 5
a[1]++
print(a[1])   // 6

enum color { RED, GREEN } col = GREEN
col   // (enum color) GREEN (1)

GREEN   // (int) 1

puts   // (int (*)(const char *)) 0x… <puts in libc.so.6>

int (*fp)(const char *) = puts
fp   // (int (*)(const char *)) 0x… <puts in libc.so.6>

char *s = "root"
s   // (char *) 0x… "root"

&a[1]   // (int *) 0x… <a+4>

&p   // (struct point *) 0x… <p>

int   // (type) int

int[3]   // (type) int [3]

m   // (library) libm.so.6

[1, 2]   // (list) [1, 2]

void nothing(void) { }
nothing()

uint8_t u8 = 7
u8   // (uint8_t) 7 '\a'

uint8_t bytes4[4] = {1, 2, 3, 255}
bytes4   // (uint8_t [4]) {0x01, 0x02, 0x03, 0xff}

char big[400]; memset(big, 'x', 399);   // (void *) 0x… <big>
big   // (char [400]) "xxxxx…"…

int many[1000]
many   // (int [1000]) {0, 0, … 800 more}

open("/no/such", O_RDONLY)   // (int) -1

errno   // (int) 2 <ENOENT: No such file or directory>

wchar_t w[3] = L"wé"
w   // (wchar_t [3]) L"wé"

1.0f   // (float) 1

(long double)0.5   // (long double) 0.5

struct tm t
t.tm_year   // (int) 0

typedef unsigned long ulong_t
(ulong_t)5   // (ulong_t) 5

$99   // error: name: 

del a
