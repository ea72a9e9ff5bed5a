// <stdbool.h> of cshell, in whose language bool, true and false are words.
#ifndef _CSHELL_STDBOOL_H
#define _CSHELL_STDBOOL_H
#define __bool_true_false_are_defined 1
#endif
