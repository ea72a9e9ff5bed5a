// <tmmintrin.h> of cshell: intrinsics are no functions that could be called.
