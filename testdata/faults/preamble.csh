f = load("./fixture.so")
struct node { int value; struct node *next; char name[16]; };
extern int counter; extern char text_data[16]; extern const char text_const[16];
void write_null(void), execute_data(void), jump_nowhere(void), illegal(void), breakpoint(void), privileged(void);
void call_abort(void), failed_assert(int), double_free(void), corrupt_heap(void), free_stack(void), huge_frame(void), truncated(void);
void interrupt_gate(void), on_frame(void *), sse_store(void *), write_at(int *), call_at(void (*)(void)), raise_signal(int), kill_self(int), call_exit(int), call_quick_exit(int);
int read_at(int *), divide(int, int), deep(int), sum_list(struct node *);
char read_byte(char *); void write_byte(char *); struct node *second(struct node *);
int apply(int (*)(int), int), apply_times(int (*)(int), int), apply_then_crash(int (*)(int), int), digs(int (*)(int), int);
void crash_in_thread(void *), exit_in_thread(void), call_in_thread(int (*)(int)), abort_in_thread(int (*)(int));
void keep(char *), write_kept(void), free_kept(void), grow_kept(void), release(void *), fill(char *, int), fill_before(char *, int); char use_kept(void);
int total(int *, int), outer(int *); long thread_count(void), resident(void); void smash_stack(void), corrupt_locked_heap(void), leave_handler(void), unmap(char *), bad_stack(void); int recovers(void); void take_over_signals(void), ignore_interrupt(void);
int kept = 5; char buf[16] = "hello"; int arr[4] = {1, 2, 3, 4};
int increment(int x) { return x + 1; }
void healthy(void) {
	assert(kept == 5 && strcmp(buf, "hello") == 0 && arr[0] + arr[3] == 5 && counter == 7);
	assert(f.apply(increment, 41) == 42 && strlen("abc") == 3);
	void *p = c.malloc(100); assert(p != NULL); c.free(p);
}
