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

raise_signal(15)   // error: fault: raise_signal raised a signal: SIGTERM

raise_signal(1)   // error: fault: raise_signal raised a signal: SIGHUP

raise_signal(3)   // error: fault: raise_signal raised a signal: SIGQUIT

raise_signal(31)   // error: fault: raise_signal raised a signal: SIGSYS

kill(getpid(), SIGTERM)   // error: fault: kill raised a signal: SIGTERM

kill(getpid(), SIGSEGV)   // error: fault: kill raised a signal: SIGSEGV

kill_self(6)

for (int i = 1; i < 65; i++) if (i != SIGINT && i != SIGKILL && (i < 19 || i > 22)) { try { raise_signal(i); } catch (e) { } }

take_over_signals()

write_null()   // error: fault: write_null wrote

signal(SIGSEGV, SIG_DFL)

write_null()   // error: fault: write_null wrote

sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL)

write_null()   // error: fault: write_null wrote

try { write_null(); } catch (e) { print(e.kind, e.signal, e.address, e.function, e.block); }
//> fault SIGSEGV NULL write_null NULL
