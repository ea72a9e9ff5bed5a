// One paragraph for each signal that foreign code can end with.
write_null()   // error: fault: write_null wrote through a null pointer: SIGSEGV at 0x0 in write_null+0x0 (fixture.so), called as write_null()

strlen(NULL)   // error: fault: strlen read through a null pointer: SIGSEGV at 0x0 in strlen+0x…(libc.so.6), called as strlen(NULL)

strcpy(NULL, "abc")   // error: fault: strcpy wrote through a null pointer: SIGSEGV at 0x0 in strcpy+0x…, called as strcpy(NULL, "abc")

divide(1, 0)   // error: fault: divide did a division by zero, or one that overflows: SIGFPE in divide+0x…, called as divide(1, 0)

divide(-2147483647 - 1, -1)   // error: fault: divide did a division by zero, or one that overflows: SIGFPE

illegal()   // error: fault: illegal executed an illegal instruction: SIGILL in illegal+0x

breakpoint()   // error: fault: breakpoint hit a breakpoint: SIGTRAP in breakpoint+0x

privileged()   // error: fault: privileged executed a privileged instruction (hlt): SIGSEGV in privileged

truncated()   // error: fault: truncated read behind the end of the file cshell-…: SIGBUS at 0x…000 in truncated+0x

call_abort()   // error: fault: call_abort aborted: SIGABRT in abort+0x…(libc.so.6), called as call_abort()

abort()   // error: fault: abort aborted: SIGABRT in abort+0x

failed_assert(1)   // error: fault: failed_assert aborted (…fixture.c:…: failed_assert: Assertion `x == 42' failed): SIGABRT in abort+0x…, called as failed_assert(1)

double_free()   // error: fault: double_free aborted (free(): double free detected in tcache 2): SIGABRT in abort+0x…(libc.so.6), called as double_free()

abort()   // error: fault: abort aborted: SIGABRT in abort+0x

c.__stack_chk_fail()   // error: fault: …: SIGABRT in abort

deep(0)   // error: fault: deep overflowed the stack (stack overflow): SIGSEGV at 0x…in deep+0x

huge_frame()   // error: fault: huge_frame overflowed the stack (stack overflow): SIGSEGV at 0x

deep(0)   // error: fault: deep overflowed the stack

interrupt_gate()   // error: fault: interrupt_gate executed a privileged instruction (int): SIGSEGV in interrupt_gate

raise_signal(11)   // error: fault: raise_signal raised a signal: SIGSEGV

raise_signal(15)   // error: fault: raise_signal raised a signal: SIGTERM (terminated) in libc.so.6+0x…, called as raise_signal(15)

raise_signal(1)   // error: fault: raise_signal raised a signal: SIGHUP (hangup)

raise_signal(3)   // error: fault: raise_signal raised a signal: SIGQUIT

raise_signal(31)   // error: fault: raise_signal raised a signal: SIGSYS

raise_signal(SIGALRM)   // error: fault: raise_signal raised a signal: SIGALRM (alarm clock) in

for (int i = 1; i <= SIGRTMAX; i++) { char *told = "not told"; if (i == SIGKILL || i == SIGCHLD || i == SIGCONT || SIGSTOP <= i && i <= SIGURG || i == SIGWINCH || i == 32 || i == 33) continue; try { raise_signal(i); } catch (e) { told = e.kind; } if (strcmp(told, i == SIGINT ? "interrupt" : "fault")) print(i, told); }

try { raise(SIGRTMIN + 2); } catch (e) { print(e.signal, e.function); }   // SIGRTMIN+2 raise

kill(getpid(), SIGTERM)   // error: fault: kill raised a signal: SIGTERM (terminated), called as kill(…, 15)

sigqueue(getpid(), SIGUSR2, (union sigval){0})   // error: fault: sigqueue raised a signal: SIGUSR2

kill_self(SIGUSR1)   // error: fault: kill_self raised a signal: SIGUSR1 (user-defined signal 1) in kill_self+0x…(fixture.so), called as kill_self(10)

syscall(SYS_kill, getpid(), SIGUSR1); usleep(1000000)   // error: fault: SIGUSR1 (user-defined signal 1)

alarm(1); pause()   // error: fault: SIGALRM (alarm clock) in pause+0x…(libc.so.6), called as pause(); it would have ended a C program

void timer(int which, int ms) { struct itimerval t = {{0, 0}, {0, ms * 1000}}; setitimer(which, &t, NULL); }
timer(ITIMER_REAL, 20); for (;;) ;   // error: fault: SIGALRM (alarm clock) arrived; it would have ended a C program

timer(ITIMER_VIRTUAL, 20); for (;;) clock();   // error: fault: SIGVTALRM (virtual timer expired)

timer(ITIMER_PROF, 20); for (;;) clock();   // error: fault: SIGPROF (profiling timer expired)

int pauses(int x) { return pause(); }   // error: fault: SIGALRM (alarm clock) in pause+0x…, called as pause()
timer(ITIMER_REAL, 20); f.apply(pauses, 1)

int loops(int x) { for (;;) ; return x; }   // error: fault: SIGALRM (alarm clock) arrived
timer(ITIMER_REAL, 20); f.apply(loops, 1)

struct sigevent by_signal = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2}; timer_t id; struct itimerspec soon = {{0, 0}, {0, 20000000}};
timer_create(CLOCK_MONOTONIC, &by_signal, &id); timer_settime(id, 0, &soon, NULL); pause()   // error: fault: SIGUSR2 (user-defined signal 2) in pause

{ int ends[2]; pipe(ends); close(ends[0]); write(ends[1], "x", 1); }   // error: fault: SIGPIPE (broken pipe) in write+0x…(libc.so.6), called as write(…, "x", 1); it would have

struct rlimit was, small; getrlimit(RLIMIT_FSIZE, &was); small = was; small.rlim_cur = 1 << 20; void limited(void) { FILE *t = tmpfile(); char one = 1; setrlimit(RLIMIT_FSIZE, &small); pwrite(fileno(t), &one, 1, 1 << 20); }
try { limited(); } catch (e) { setrlimit(RLIMIT_FSIZE, &was); print(e.signal, e.function); }   // SIGXFSZ pwrite

int heard = 0; void hear(int s) { heard = s; }
signal(SIGALRM, hear); timer(ITIMER_REAL, 20); int ended = pause(); print(ended, errno == EINTR, heard == SIGALRM);   // -1 1 1

heard = 0; timer(ITIMER_REAL, 20); while (!heard) ; print(heard == SIGALRM)   // 1

void fails(int s) { *(int *)16 = s; }   // error: memory: cannot write 0x10
signal(SIGALRM, fails); timer(ITIMER_REAL, 20); for (;;) ;

signal(SIGALRM, SIG_IGN); timer(ITIMER_REAL, 1); usleep(20000)

signal(SIGTERM, SIG_IGN); raise(SIGTERM); signal(SIGTERM, SIG_DFL); raise(SIGTERM)   // error: fault: raise raised a signal: SIGTERM

signal(SIGALRM, SIG_DFL); timer(ITIMER_REAL, 20); pause()   // error: fault: SIGALRM

sigset_t waited; int number; sigemptyset(&waited); sigaddset(&waited, SIGUSR1); sigaddset(&waited, SIGALRM); sigprocmask(SIG_BLOCK, &waited, NULL);
kill(getpid(), SIGUSR1); sigwait(&waited, &number); print(number); timer(ITIMER_REAL, 20); sigwait(&waited, &number); print(number)   // 10
//> 14

sigprocmask(SIG_UNBLOCK, &waited, NULL); void dies_of(int s) { int status, child = fork(); if (child == 0) { raise(s); _exit(1); } waitpid(child, &status, 0); print(WTERMSIG(status)); }
dies_of(SIGUSR1); dies_of(SIGTERM); dies_of(SIGALRM);   // 10
//> 15
//> 14

kill(getpid(), SIGTERM)   // error: fault: kill raised a signal: SIGTERM

kill(getpid(), SIGSEGV)   // error: fault: kill raised a signal: SIGSEGV

kill_self(6)   // error: fault: kill_self aborted: SIGABRT in kill_self+0x

take_over_signals()

write_null()   // error: fault: write_null wrote

signal(SIGSEGV, SIG_DFL)

write_null()   // error: fault: write_null wrote

sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL)

write_null()   // error: fault: write_null wrote

try { write_null(); } catch (e) { print(e.kind, e.signal, e.address, e.function, e.block); }
//> fault SIGSEGV NULL write_null NULL
