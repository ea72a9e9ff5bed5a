// A handler that a library has registered, called when it is unloaded. After a failure
// of that kind the loader unloads nothing more, so this has a script of its own.
:load ./atexit.so as a
print(a.here())   // 0

:unload a   // error: fault: unloading atexit.so: end wrote through a null pointer plus 8: SIGSEGV at 0x8

a.here()   // error: name: unknown name a

:load ./fixture.so as f
print(f.apply(increment, 1))   // 2
