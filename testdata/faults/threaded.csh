// A thread of a library dies while the library is unloaded.
:load ./threaded.so as t

:unload t   // error: fault: unloading threaded.so: watch wrote through a null pointer plus 24: SIGSEGV at 0x18 in watch+0x…(threaded.so), called as dlclose(), on thread

strlen(NULL)   // error: fault: strlen read through a null pointer

void *quits(void *p) { pthread_exit(p); return NULL; } pthread_t quitting; pthread_create(&quitting, NULL, quits, NULL); pthread_join(quitting, NULL)   // error: exit: foreign code ended its thread (pthread_exit) in pthread_exit(NULL)

void *counts(void *p) { ++*(int *)p; return p; } int counted = 0; pthread_create(&quitting, NULL, counts, &counted); pthread_join(quitting, NULL); print(counted)   // 1
