// Foreign code that blocks signals, or takes them over, and then goes wrong.
b = load("./blocking.so"); void blocked_fault(void), masked_fault(void), blocked_abort(void), blocked_thread(void), reset_fault(int), reset_abort(int);
void handled_abort(void), crash_handler(void), crash_handler_once(void), faulty_handler(void), full_handler(void), no_handler_stack(void), lost_handler_stack(void);
int raised(int), unheard(int), jumping_handler(int), mending_handler(void), told(void), canceled(void), identity(void);

blocked_fault()   // error: fault: blocked_fault wrote through a null pointer plus 24: SIGSEGV at 0x18 in blocked_fault+0x

masked_fault()   // error: fault: masked_fault wrote through a null pointer plus 24

blocked_abort()   // error: fault: blocked_abort aborted: SIGABRT

{ sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL); write_null(); }   // error: fault: write_null wrote

blocked_thread()   // error: fault: faults wrote through a null pointer plus 24: SIGSEGV at 0x18 in faults+0x3 (blocking.so), called as blocked_thread(), on thread

for (int i = 0; i < 2; i++) { try { reset_fault(i); } catch (e) { print(e.kind, e.signal, e.address); } }
//> fault SIGSEGV 0x18
//> fault SIGSEGV 0x18

for (int i = 0; i < 2; i++) { try { reset_abort(i); } catch (e) { print(e.kind, e.signal); } }
//> fault SIGABRT
//> fault SIGABRT

handled_abort()   // error: fault: handled_abort aborted: SIGABRT

crash_handler()   // error: fault: raises_again raised a signal: SIGSEGV

crash_handler_once()   // error: fault: raises raised a signal: SIGSEGV

faulty_handler()   // error: fault: faults_again wrote through a null pointer plus 32

full_handler()   // error: fault: faults_again wrote through a null pointer plus 32

no_handler_stack()   // error: fault: deep overflowed the stack

lost_handler_stack()   // error: fault: deep overflowed the stack

print(raised(SIGINT), raised(SIGTERM), raised(SIGUSR1), raised(SIGSEGV), raised(SIGCHLD))   // 1 1 1 1 1

print(unheard(SIGTRAP), unheard(SIGUSR1), unheard(SIGTERM))   // 5 10 15

print(jumping_handler(1000), mending_handler(), told(), canceled(), identity())   // 1000 1 1 0 0

signal(SIGALRM, SIG_DFL); raise(SIGALRM)   // error: fault: raise raised a signal: SIGALRM

// Session functions as handlers.
int hits = 0; void on(int s) { hits++; } signal(SIGUSR1, on); raise(SIGUSR1); kill(getpid(), SIGUSR1); print(hits)   // 2

signal(SIGALRM, on); ualarm(20000, 0); while (hits < 3) ; ualarm(20000, 0); while (hits < 4) usleep(1000); print(hits)   // 4

signal(SIGTERM, on); raise(SIGTERM); kill(getpid(), SIGTERM); signal(SIGINT, on); raise(SIGINT); print(hits)   // 7

void fails(int s) { write_null(); } signal(SIGUSR2, fails); raise(SIGUSR2)   // error: fault: write_null wrote through a null pointer

// The kernel may give this one to a thread of Go's, a moment before or behind the end of system.
signal(SIGCHLD, on); c.system("true"); for (int i = 0; i < 1000 && hits < 8; i++) usleep(1000); print(hits)   // 8
