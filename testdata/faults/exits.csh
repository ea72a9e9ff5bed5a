// Foreign code that wants to end the process or the thread.
call_exit(3)   // error: exit: foreign code called exit(3) in call_exit(3)

call_quick_exit(4)   // error: exit: foreign code called exit(4) in call_quick_exit(4)

c.exit(5)   // error: exit: foreign code called exit(5)

c.quick_exit(6)   // error: exit: foreign code called exit(6)

pthread_cancel(pthread_self()); usleep(10)   // error: exit: foreign code ended its thread

c.pthread_exit(NULL)   // error: exit: foreign code ended its thread (pthread_exit) in pthread_exit(NULL)

c.pthread_exit(NULL)   // error: exit: foreign code ended its thread

c.err(1, "x")   // error: exit: foreign code called exit(1) in err(1, "x")

try { call_exit(9); } catch (e) { print(e.kind, e.status); }
//> exit 9

for (int i = 0; i < 200; i++) { try { call_exit(i); } catch (e) { assert(e.status == i); } }
