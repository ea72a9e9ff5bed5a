// Handlers that foreign code leaves behind get none of what happens in the shell.
recovers(); print(recovers())   // 42

*(int *)(void *)0x123456   // error: memory: cannot read 0x123456

print(recovers())   // 42

leave_handler()

write_null()   // error: fault: write_null wrote through a null pointer: SIGSEGV

*(int *)(void *)0x123456   // error: memory: cannot read 0x123456

smash_stack()   // error: fault: smash_stack jumped to an address that no memory can have: SIGSEGV at 0x4141414141414141 (not canonical) in smash_stack+0x

bad_stack()   // error: fault: bad_stack read through a null pointer plus 291: SIGSEGV at 0x123

char other[16] = "x"; unmap(other)   // error: memory: foreign code has unmapped the memory of 'other' (char[16], line 18), or forbidden access to it

increment(1)

other[1] = 2   // error: memory: foreign code has unmapped the memory of 'other' (char[16], line 18), or forbidden access to it

del other; char other[16] = "again"; print(other)   // again
