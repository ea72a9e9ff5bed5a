// <stdnoreturn.h> of cshell.
#ifndef _CSHELL_STDNORETURN_H
#define _CSHELL_STDNORETURN_H
#define noreturn _Noreturn
#endif
