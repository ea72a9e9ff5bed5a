// Compresses a text and gets it back, with a z_stream declared by hand.
z = load("z");

typedef struct z_stream_s {
    const unsigned char *next_in;  unsigned int avail_in;  unsigned long total_in;
    unsigned char       *next_out; unsigned int avail_out; unsigned long total_out;
    const char *msg;
    struct internal_state *state;
    void *(*zalloc)(void *opaque, unsigned int items, unsigned int size);
    void (*zfree)(void *opaque, void *address);
    void *opaque;
    int data_type;
    unsigned long adler, reserved;
} z_stream;

const char *zlibVersion(void);
int deflateInit_(z_stream *strm, int level, const char *version, int stream_size);
int deflate(z_stream *strm, int flush);
int deflateEnd(z_stream *strm);
int inflateInit_(z_stream *strm, const char *version, int stream_size);
int inflate(z_stream *strm, int flush);
int inflateEnd(z_stream *strm);
unsigned long crc32(unsigned long crc, const unsigned char *buf, unsigned int len);

#define Z_FINISH 4
#define Z_STREAM_END 1

char text[] = "she sells sea shells by the sea shore, she sells sea shells by the sea shore";
unsigned char packed[200];
z_stream s = {0};
assert(deflateInit_(&s, 9, zlibVersion(), sizeof s) == 0);
s.next_in = text;    s.avail_in = sizeof text;
s.next_out = packed; s.avail_out = sizeof packed;
assert(deflate(&s, Z_FINISH) == Z_STREAM_END);
unsigned long packedSize = s.total_out;
deflateEnd(&s);
print("packed", s.total_in, "bytes into", packedSize < s.total_in ? "fewer" : "more");
print("header", packed[0:2]);

char back[200];
s = (z_stream){0};
assert(inflateInit_(&s, zlibVersion(), sizeof s) == 0);
s.next_in = packed;                  s.avail_in = packedSize;
s.next_out = (unsigned char *)back;  s.avail_out = sizeof back;
assert(inflate(&s, Z_FINISH) == Z_STREAM_END);
inflateEnd(&s);
print(back);
assert(strcmp(text, back) == 0);
printf("crc32 %08lx\n", crc32(0, "hello", 5));

// The one-call interface, with types given as ctypes gives them.
z.compress.argtypes = [POINTER(c_ubyte), POINTER(c_ulong), c_char_p, c_ulong];
z.compress.restype = c_int;
n = c_ulong(200);
assert(z.compress(packed, byref(n), text, sizeof text) == 0);
print("again", n.value < sizeof text);
