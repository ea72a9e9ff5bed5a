// What a bad address is said to be.
read_at((int *)0x10)   // error: fault: read_at read through a null pointer plus 16: SIGSEGV at 0x10 in read_at

write_at((int *)0x600000000000)   // error: fault: write_at wrote memory that is not mapped: SIGSEGV at 0x600000000000

read_at((int *)0xdeadbeefdeadbeef)   // error: fault: read_at read an address that no memory can have: SIGSEGV at 0xdeadbeefdeadbeef (not canonical) in read_at

read_byte((char *)0x4141414141414141)   // error: fault: read_byte read an address that no memory can have: SIGSEGV at 0x4141414141414141 (not canonical)

write_at((int *)0x4141414141414141)   // error: fault: write_at wrote an address that no memory can have: SIGSEGV at 0x4141414141414141 (not canonical)

strlen((char *)0x4141414141414141)   // error: fault: strlen read an address that no memory can have: SIGSEGV at 0x4141414141414141 (not canonical)

memset((void *)0x8000000000000000, 0, 60)   // error: fault: memset wrote an address that no memory can have: SIGSEGV at 0x8000000000000000 (not canonical)

on_frame((void *)0x4141414141414141)   // error: fault: on_frame read an address that no memory can have: SIGBUS at 0x4141414141414149 (not canonical)

char rows[64]; sse_store(rows + 4)   // error: fault: sse_store wrote byte 4 of 'rows' (char[64], line 18) misaligned: movaps wants a multiple of 16: SIGSEGV at 0x…4 in sse_store

sse_store((char *)&text_data + 1)   // error: fault: sse_store wrote 16 bytes at a misaligned address: movaps wants a multiple of 16: SIGSEGV at 0x

call_at(NULL)   // error: fault: call_at called a null function pointer: SIGSEGV at 0x0 in call_at+0x…(fixture.so), called as call_at(NULL)

call_at((void *)0x12345)   // error: fault: call_at jumped to memory that is not mapped: SIGSEGV at 0x12345 in call_at+0x

call_at((void *)0xdeadbeefdeadbeef)   // error: fault: call_at jumped to an address that no memory can have: SIGSEGV at 0xdeadbeefdeadbeef (not canonical)

jump_nowhere()   // error: fault: jump_nowhere jumped to memory that is not mapped: SIGSEGV at 0x12345678

execute_data()   // error: fault: …jumped to writable memory of fixture.so (text_data): SIGSEGV

void (*nothing)(void); nothing()   // error: …called as nothing()

struct node one; second(&one)   // error: fault: second read through a null pointer plus 8 (next of struct node at 8): SIGSEGV at 0x8

struct node last = {1}; sum_list(&last)   // error: fault: sum_list read through a null pointer

strcpy((char *)text_const, "xx")   // error: fault: strcpy wrote read-only memory of fixture.so (text_const): SIGSEGV

write_byte((char *)strlen)   // error: fault: write_byte wrote the code of libc.so.6 (strlen): SIGSEGV

outer(NULL)   // error: fault: inner read through a null pointer: SIGSEGV at 0x0 in inner+0x0 (fixture.so), called as outer(NULL)

qsort(arr, 4, 4, NULL)   // error: fault: …called a null function pointer

memcpy(buf, NULL, 10)   // error: fault: memcpy read through a null pointer

puts((char *)1)   // error: fault: …read through a null pointer plus 1: SIGSEGV at 0x1

free((void *)0x1234)   // error: fault: free read memory that is not mapped: SIGSEGV

fclose((FILE *)0x1)   // error: fault: fclose 

longjmp((void *)buf, 1)   // error: fault: longjmp 

try { second(&one); } catch (e) { print(e.signal, e.address, e.function); }
//> SIGSEGV 0x8 second

try { read_at((void *)0x4141414141414141); } catch (e) { print(e.signal, e.address, e.function); }
//> SIGSEGV 0x4141414141414141 read_at
