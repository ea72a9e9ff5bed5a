/* one symbol of each kind that a library can export */
int counter = 7;
__thread int per_thread = 1;
static int hidden_by_static(void) { return 3; }
__attribute__((visibility("hidden"))) int hidden_by_attribute(void) { return 4; }
int area(int w, int h) { return w * h + hidden_by_static() * 0; }
__attribute__((weak)) int weak_one(void) { return hidden_by_attribute(); }
static int (*choose(void))(int, int) { return area; }
int chosen(int w, int h) __attribute__((ifunc("choose")));

int old_api(void) { return 1; }
int new_api(void) { return 2; }
__asm__(".symver old_api, api@SHAPES_1.0");
__asm__(".symver new_api, api@@SHAPES_2.0");
