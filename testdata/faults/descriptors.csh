// A program that becomes a daemon closes what it does not know.
for (int i = 3; i < 256; i++) close(i); usleep(20000)

int low = dup(2), high = fcntl(2, F_DUPFD, 100); print(close_range(3, ~0u, 0), fcntl(low, F_GETFD), errno == EBADF, fcntl(high, F_GETFD)); usleep(20000)   // 0 -1 1 -1

closefrom(3); usleep(20000)

int taken = 0; for (int i = 3; i < 16; i++) { if (dup2(2, i) == i) close(i); else taken += errno == EBUSY; } print(taken > 0); usleep(20000)   // 1

close_range(5, 3, 0); print(errno == EINVAL, close(-1), errno == EBADF)   // 1 -1 1

int ends[2]; pipe(ends); print(write(ends[1], "abc", 3), close(ends[1])); char got[8]; print(read(ends[0], got, 8), read(ends[0], got, 8), close(ends[0]), close(ends[0]))   // 3 0
//> 3 0 0 -1

close(0); close(0)

fclose(stdin); getchar()

int status; int child = vfork(); if (child == 0) _exit(3); waitpid(child, &status, 0); print(WEXITSTATUS(status))   // 3

child = vfork(); if (child == 0) { execl("/bin/sh", "sh", "-c", "exit 4", NULL); _exit(5); } waitpid(child, &status, 0); print(WEXITSTATUS(status))   // 4
