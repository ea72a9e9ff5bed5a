/* the memory that examine_test.go looks at; image is all of it */
struct image {
	char text[20];
	short halves[10];
	long giants[3];
	double doubles[10];
	float floats[6];
	int wide[6];
	unsigned short utf16[4];
	char big[232];
	char after[8];
} image = {
	"a\001b\310\n\"'\\\t\033z\303\251\377\177", {1, -1, 300, -32768}, {1, -1, 1L << 40},
	{0.0 / 0.0, -(0.0 / 0.0), 1.0 / 0.0, -1.0 / 0.0, -0.0, 0.1, 1, 2.5, -1e10, 1e-5},
	{1.5f, 0.1f, 1e30f, 16777216, 0.0f / 0.0f, -1 / 0.0f}, {'h', 0xe9, 0x1f600, '\n', 1}, {'h', 0xd83d, 0xde00, 0},
	"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
	"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij0123456789", "end",
};
int main(void) { return 0; }
