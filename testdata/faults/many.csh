// Many faults in a row, no two alike: neither memory nor threads grow. Go starts some threads of
// its own, more of them on a busy machine.
int faults(int n, int from) { int caught = 0; for (int i = 0; i < n; i++) try { read_at((int *)(long)(from + i)); } catch (e) { caught += strlen(e.message) > 20; } return caught; }

char *first; try { read_at((int *)(long)7); } catch (e) { first = e.message; } faults(200, 8); print(string(first, 32))   // read_at read through a null poin

print(faults(2000, 8)); long before = resident(), threads = thread_count(); print(faults(4000, 3000), resident() - before < 5000, thread_count() - threads < 20)
//> 2000
//> 4000 1 1
