// A damaged heap: malloc aborts with its lock held, the next one must not wait.
corrupt_locked_heap()   // error: fault: corrupt_locked_heap aborted (malloc(): …): SIGABRT

print(c.malloc(5000) != NULL, dlsym(NULL, "there_is_none"))   // 1 NULL

void *big = c.malloc(100000); c.free(big);

corrupt_locked_heap()   // error: fault: corrupt_locked_heap aborted

print(c.malloc(3000) != NULL)   // 1
