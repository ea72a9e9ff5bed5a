-- The same work as bench.csh with LuaJIT's FFI.
local ffi = require("ffi")
ffi.cdef[[
struct pair { long a; double b; };
int add(int a, int b);
double mix(int a, double b, long c, float d);
struct pair swap(struct pair p);
long call_back(int (*f)(int), int times);
void scramble(int *v, int n);
size_t strlen(const char *s);
void qsort(void *v, size_t n, size_t size, int (*compare)(const int *, const int *));
]]
local lib, CALLS, LOOP = ffi.load(arg[1]), 1000000, 10000000

local function timed(name, operations, work)
  local began = os.clock()
  work()
  print(string.format("%s %.1f", name, (os.clock() - began) * 1e9 / operations))
end

timed("add", CALLS, function() local n = 0 for i = 0, CALLS - 1 do n = lib.add(n, i) end end)
timed("mix", CALLS, function() local x = 0 for i = 0, CALLS - 1 do x = lib.mix(i, x, 3, 0.5) end end)
timed("struct", CALLS, function()
  local p = ffi.new("struct pair", 1, 2)
  for i = 1, CALLS do p = lib.swap(p) end
end)
timed("strlen", CALLS, function() for i = 1, CALLS do ffi.C.strlen("hello") end end)
timed("callback", CALLS, function() lib.call_back(function(i) return i + 1 end, CALLS) end)
timed("nested", CALLS, function() lib.call_back(function(i) return lib.add(i, 1) end, CALLS) end)
local v = ffi.new("int[?]", CALLS)
lib.scramble(v, CALLS)
timed("qsort", CALLS, function()
  ffi.C.qsort(v, CALLS, 4, function(a, b) return a[0] < b[0] and -1 or a[0] > b[0] and 1 or 0 end)
end)
local array = ffi.new("int[1024]")
timed("array", CALLS, function()
  for i = 0, CALLS - 1 do array[bit.band(i, 1023)] = array[bit.band(i + 1, 1023)] + i end
end)
timed("loop", LOOP, function() local sum = 0 for i = 0, LOOP - 1 do sum = sum + i end end)
