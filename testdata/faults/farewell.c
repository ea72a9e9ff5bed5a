static void (*farewell)(void);
void set_farewell(void (*f)(void)) { farewell = f; }
__attribute__((destructor)) static void end(void) { if (farewell) farewell(); }
