// Constructors and destructors that fail.
load("./ctor.so")   // error: fault: loading ./ctor.so: begin wrote through a null pointer plus 8: SIGSEGV at 0x8 in begin+0x…(ctor.so)

load("./ctorexit.so")   // error: exit: loading ./ctorexit.so: foreign code called exit(4)

:load ./farewell.so as w

void set_farewell(void (*)(void));
void parting(void) { *(int *)16 = 1; }   // error: memory: cannot write 0x10
w.set_farewell(parting)
:unload w

:load ./dtor.so as d

:unload d   // error: fault: …SIGSEGV at 0x8

:load ./fixture.so as f
print(f.apply(increment, 1))   // 2
