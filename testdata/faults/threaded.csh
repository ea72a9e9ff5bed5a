// A thread of a library dies while the library is unloaded.
:load ./threaded.so as t

:unload t   // error: fault: unloading threaded.so: watch wrote through a null pointer plus 24: SIGSEGV at 0x18 in watch+0x…(threaded.so), called as dlclose(), on thread

strlen(NULL)   // error: fault: strlen read through a null pointer
