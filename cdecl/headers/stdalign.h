// <stdalign.h> of cshell, in whose language alignas and alignof are words.
#ifndef _CSHELL_STDALIGN_H
#define _CSHELL_STDALIGN_H
#define __alignas_is_defined 1
#define __alignof_is_defined 1
#endif
