// Foreign code that does wrong with memory of the shell.
char small[8]; strcpy(small, "this is too long")   // error: fault: strcpy wrote 1 byte past the end of 'small' (char[8], line 2): SIGSEGV at 0x…000 in strcpy+0x…(libc.so.6), called as strcpy(0x…ff8 <small>, "this is too lo"…)

char odd[13]; strcpy(odd, "thirteen chars")   // error: fault: strcpy wrote 1 byte past the end of 'odd' (char[13], line 4): SIGSEGV

p = new char[16]; fill(p, 17)   // error: fault: fill wrote 1 byte past the end of 'p' (char[16], line 6): SIGSEGV

q = new int[4]; total(q, 5)   // error: fault: total read 1 byte past the end of 'q' (int[4], line 8): SIGSEGV

fill(new char[3], 4)   // error: fault: fill wrote 1 byte past the end of a block (char[3], line 10): SIGSEGV

fill_before(p, 1)   // error: bounds: fill_before wrote 1 byte before the start of 'p' (char[16], line 6), called as fill_before(0x…<p>, 1)

fill_before(p, 5000)   // error: fault: fill_before wrote 4081 bytes before the start of 'p'

keep(p + 8); free(p); use_kept()   // error: fault: use_kept read byte 8 of 'p' (char[16], line 6), which was freed: SIGSEGV

write_kept()   // error: fault: write_kept wrote byte 8 of 'p' (char[16], line 6), which was freed: SIGSEGV

free(p)   // error: memory: char[16] 'p' was freed already

release(p)   // error: fault: release freed 'p' (char[16], line 6), which was freed already: SIGSEGV

g = new char[16]; free(g + 3)   // error: memory: cannot free 0x…: it is 3 bytes after the start of char[16] 'g'

release(g)   // error: fault: release freed 'g' (char[16], line 24), which belongs to the shell: SIGABRT

release(g + 8)   // error: fault: release freed byte 8 of 'g' (char[16], line 24), which belongs to the shell: SIGABRT

c.realloc(buf, 100)   // error: fault: realloc freed 'buf' (char[16], preamble:13), which belongs to the shell: SIGABRT

free_stack()   // error: fault: free_stack 

void locals(void) { char local[16]; release(local); } locals()   // error: fault: release freed 'local' (char[16], line 34), a local of locals: SIGABRT

char *escape(void) { char local[16]; return local; } print(escape()[0])   // error: memory: char[16] 'local' was a local of escape, which has returned

try { strcpy(small, "this is too long"); } catch (e) { print(e.kind, e.signal, e.function, e.block); }
//> fault SIGSEGV strcpy char[8] 'small'

:set guard off
char soft[8]; strcpy(soft, "12345678")   // error: bounds: strcpy wrote 1 byte past the end of 'soft' (char[8], line …), called as strcpy(0x…<soft>, "12345678")

keep(soft); write_kept(); char *before = soft - 1; keep(before)

write_kept()   // error: bounds: something wrote 1 byte before the start of 'soft' (char[8], line …), noticed after a call of write_kept

:set guard on

release("never given out")   // error: fault: release freed the string literal "never given out", which belongs to the shell: SIGABRT in free+0x

free("of a literal")   // error: memory: cannot free the string literal "of a literal"

strcpy("ab", "longer")   // error: bounds: strcpy wrote 1 byte past the end of the string literal "ab"

try { release("once more"); } catch (e) { print(e.block); }
//> char[10] "once more"

// What a library has kept, and then gives to the heap: no argument leads to it.
char third[12]; keep(third); free_kept()   // error: fault: free_kept freed 'third' (char[12], line 60), which belongs to the shell: SIGABRT in free+0x…(libc.so.6), called as free_kept()

grow_kept()   // error: fault: grow_kept freed 'third' (char[12], line 60), which belongs to the shell: SIGABRT in realloc+0x

char page[4096]; keep(page); free_kept()   // error: fault: free_kept freed 'page' (char[4096], line 64), which belongs to the shell: SIGSEGV

keep("kept"); free_kept()   // error: fault: free_kept freed the string literal "kept", which belongs to the shell: SIGABRT

buffer100 = buffer(100000000); keep(buffer100); free_kept()   // error: fault: free_kept freed 'buffer100' (char[100000000], line 68), which belongs to the shell: SIGABRT

void lend(void) { char local[16]; keep(local); free_kept(); } lend()   // error: fault: free_kept freed 'local' (char[16], line 70), a local of lend: SIGABRT

try { lend(); } catch (e) { print(e.block); }
//> char[16] 'local'

free_kept()   // error: fault: free_kept freed 'local' (char[16], line 70), a local of lend, which has returned: SIG

:set guard off
char packed[10]; keep(packed); free_kept()   // error: fault: free_kept freed 'packed' (char[10], line …), which belongs to the shell: SIGABRT

:set guard on
try { free_kept(); } catch (e) { print(e.kind, e.signal, e.function, e.block, e.address); }
//> fault SIGABRT free_kept char[10] 'packed' NULL

theirs = malloc(16); keep(theirs); free_kept(); print(strlen("alive"))
//> 5
