// Section 7: foreign code that faults costs the call, not the session.
f = load("./fixture.so")
void crash(void); int divide(int, int); void die(void); void leave(int); int deep(int); void overrun(char *, int);
int kept = 5

crash()   // error: fault: 

print(kept)   // 5

try { crash(); } catch (e) { print(e.kind, e.signal, e.address, e.function); }
//> fault SIGSEGV NULL crash

try { divide(1, 0); } catch (e) { print(e.kind, e.signal); }
//> fault SIGFPE

try { die(); } catch (e) { print(e.kind, e.signal); }
//> fault SIGABRT

try { leave(7); } catch (e) { print(e.kind, e.status, e.function, e.signal); }
//> exit 7 leave NULL

try { deep(0); } catch (e) { print(e.kind, e.signal); }
//> fault SIGSEGV

buf = new char[4096]
try { overrun(buf, 9000); } catch (e) { print(e.kind, e.signal); }
//> fault SIGSEGV

try { strlen((char *)8); } catch (e) { print(e.kind, e.signal, e.address); }
//> fault SIGSEGV 0x8

try { strlen(NULL); } catch (e) { print(e.kind); }
//> fault

for (int i = 0; i < 100; i++) { try { crash(); } catch (e) { kept++; } }
print(kept)   // 105

exit(0)
