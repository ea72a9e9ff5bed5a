// What the shell itself reads is checked.
*(int *)8   // error: memory: cannot read 0x8

print(*(char **)0x4141414141414141)   // error: memory: cannot read 0x4141414141414141

char *wild = (char *)0x4141414141414141; print(wild)   // <unreadable 0x4141414141414141>

struct { char *s; int x; } partly = {(char *)8, 5}; print(partly)   // {s = 0x8 <unreadable 0x8>, x = 5}

struct node *nowhere = (struct node *)0x10; print(*nowhere)   // error: memory: cannot read 0x10

nowhere->value = 1   // error: memory: cannot write 0x10

char *names[2] = {"one", (char *)16}; print(names)   // {0x…"one", 0x10 <unreadable 0x10>}

:dump (char *)8 16
//> 00000000  <unreadable 0x8>
//> 00000010

:x/2xw 8
//> …<unreadable 0x8>

print(string((char *)8))   // error: memory: cannot read 0x8

peek((void *)8, 4)   // error: memory: cannot read 0x8

printf((char *)8)   // error: memory: cannot read 0x8

memset((void *)8, 0, 4)   // error: 
