package repl

// commands is the table, in the order in which :help lists it.
var commands []*command

// Filled here because help reads the table that it is in.
func init() {
	commands = []*command{
		{
			name: "load", args: libraryArgument, usage: "NAME [as ID]", run: (*Shell).load,
			short: "load a library and bind it to ID",
			long: `NAME is a path, a file name or a short name, found as ld.so finds it. ID is
the short name unless given; characters that an identifier cannot have become _.
> :load z
> z.zlibVersion()
> :load ./build/libfoo.so as foo`,
		},
		{
			name: "unload", args: libraryArgument, usage: "ID", run: (*Shell).unload,
			short: "unload a library and forget its names",
			long:  "> :unload z",
		},
		{
			name: "reload", args: libraryArgument, usage: "ID", run: (*Shell).reload,
			short: "load a library again, after a rebuild",
			long: `The names bound to it stay. A copy that other code keeps in memory does not matter.
After a failure it can be tried again.
> :reload foo`,
		},
		{
			name: "libs", run: (*Shell).libs,
			short: "list the loaded libraries, in the order of the search for symbols",
			long:  "> :libs",
		},
		{
			name: "find", args: wordArgument, usage: "NAME", run: (*Shell).find,
			short: "say where a short name would be found, and why",
			long:  "> :find z",
		},
		{
			name: "deps", args: libraryArgument, usage: "LIB", run: (*Shell).deps,
			short: "draw the tree of what a library needs",
			long:  "LIB need not be loaded.\n> :deps z",
		},
		{
			name: "info", args: libraryArgument, usage: "LIB", run: (*Shell).info,
			short: "say what a library file is: dependencies, build, hardening, debug information",
			long:  "LIB need not be loaded.\n> :info c",
		},
		{
			name: "symbols", aliases: []string{"sym"}, args: libraryArgument | optionalArgument,
			usage: "[LIB] [GLOB]", run: (*Shell).symbols,
			short: "list exported symbols: address, kind, size, version, type if known",
			long: `Without LIB those of every loaded library. GLOB has * ? and [ ]; C++ names are demangled.
> :symbols c str*
> :sym *crc*`,
		},
		{
			name: "type", aliases: []string{"t"}, args: exprArgument, usage: "EXPR-OR-TYPE", run: (*Shell).typeOf,
			short: "show the C declaration of a name, expression or type, and where it comes from",
			long:  "> :type strlen\n> :t sizeof(int) + 1.0f",
		},
		{
			name: "apropos", args: wordArgument, usage: "TEXT", run: (*Shell).apropos,
			short: "find every known name that contains a text, with its declaration",
			long:  "Names of the session, headers, debug information, prelude and loaded libraries, in either case.\n> :apropos crc32",
		},
		{
			name: "doc", args: exprArgument, usage: "NAME", run: (*Shell).doc,
			short: "show what is written about a name: its declaration, its comment, its manual page",
			long: `The comment is the one beside the declaration in the header; of the manual page
synopsis, description and return value are shown. At the prompt ?NAME and NAME? are short for it.
> :doc strlen
> :doc deflateInit`,
		},
		{
			name: "list", args: exprArgument, usage: "NAME", run: (*Shell).list,
			short: "show the text that defines or declares a name, or a function's code where there is none",
			long:  "At the prompt ??NAME and NAME?? show :doc and :list.\n> :list deflate\n> :list puts",
		},
		{
			name: "explain", args: exprArgument, usage: "DECLARATION", run: (*Shell).explain,
			short: "say a C declaration in words, as cdecl does, or the other way round",
			long:  "> :explain int (*(*f)(char *))[3]\n> :explain declare f as pointer to function (int) returning pointer to char",
		},
		{
			name: "layout", args: exprArgument, usage: "TYPE [--packed] [--m32] [--msvc] [--map] [--depth=N]", run: (*Shell).layout,
			short: "show offsets, sizes, padding holes and bit-fields of a type",
			long: `It has the form of gdb's ptype /o, with pahole's marks where a cache line of 64
bytes begins, and says what another order of the members would save. Of a pointer
to a struct, or an array of them, it shows the struct.
--packed, --m32 and --msvc put the layout with __attribute__((packed)), for 32-bit
Linux and for Microsoft's C (x64) beside the one here; * marks what differs. --map
draws a letter for each byte, --depth=1 leaves the members of members out.
> :layout struct tm
> :layout struct stat --m32 --msvc
> :layout struct point --map`,
		},
		{
			name: "inspect", aliases: []string{"i"}, args: exprArgument, usage: "EXPR", run: (*Shell).inspect,
			short: "show everything about a value: type, size, alignment, address, owner, bytes, fields",
			long:  "Pointers are followed one level.\n> :inspect t",
		},
		{
			name: "dump", args: exprArgument, usage: "EXPR [LEN]", run: (*Shell).dump,
			short: "hexdump memory",
			long: `LEN defaults to the size of the object, for a pointer to the rest of its block or 128 bytes.
It has the form of hexdump -C, offsets counted from EXPR. In colour zeros are dim, text green,
other bytes yellow (from 80 on) or blue, and pointers into libraries and owned blocks magenta.
> :dump buf
> :dump p 64`,
		},
		{
			name: "x", args: exprArgument | optionalArgument, usage: "/NFU [EXPR]", run: (*Shell).examine,
			short: "examine memory as gdb does",
			long: `N is how many, F the format (x d u o t a c f s i), U the unit (b h w g); each may be left out.
Without EXPR it goes on where the last one stopped, in the same way.
> :x/4xw buf
> :x
> :x/s getenv("HOME")`,
		},
		{
			name: "disas", args: exprArgument, usage: "EXPR [N]", run: (*Shell).disassemble,
			short: "disassemble a function, or N instructions from an address on",
			long: `What calls, jumps and operands refer to is named. Of a function of the
session it is the machine code that it becomes when C calls it often; if it calls, or
does else what only the interpreter can, it is where C enters that.
> :disas puts
> :disas puts 5`,
		},
		{
			name: "where", args: exprArgument, usage: "EXPR", run: (*Shell).where,
			short: "say what an address belongs to: block, variable, symbol, library, mapping",
			long:  "> :where puts",
		},
		{
			name: "maps", args: wordArgument | optionalArgument, usage: "[GLOB]", run: (*Shell).maps,
			short: "show the memory map",
			long:  "GLOB chooses mappings by file.\n> :maps *libc*",
		},
		{
			name: "mem", run: (*Shell).mem,
			short: "list the memory that the shell owns",
			long:  "> :mem",
		},
		{
			name: "find-bytes", args: exprArgument, usage: "RANGE PATTERN", run: (*Shell).findBytes,
			short: "find bytes, a text or a value in memory",
			long: `RANGE is an array, slice or block, a pointer (to the end of its block or mapping), a
library, or mappings as :maps takes them. PATTERN is bytes of two hex digits, a "text"
(without its NUL), or any C value: its bytes. What cannot be read is skipped.
> :find-bytes buf 78 9c
> :find-bytes z "inflate"
> :find-bytes [heap] (short)4711`,
		},
		{
			name: "diff", args: exprArgument | optionalArgument, usage: "[EXPR [STATEMENT]]", run: (*Shell).diff,
			short: "show which bytes and members a statement, or all since the last :diff, has changed",
			long: `EXPR is an object, or a pointer to what is compared. STATEMENT is a call or a block
on the same line (a backslash at its end joins the next one); without it what lies there
now is remembered, and :diff alone compares with it.
> :diff t mktime(&t)
> :diff buf { buf[0] = 'x'; strcpy(buf + 4, "y"); }
> :diff buf
> :diff`,
		},
		{
			name: "watch", args: exprArgument | optionalArgument, usage: "[EXPR | off [N]]", run: (*Shell).watch,
			short: "show an expression after each statement; alone list those that are shown",
			long: `What changed shows its last value too. :watch off N ends one, :watch off all.
> :watch errno
> :watch off 1`,
		},
		{
			name: "unwatch", args: wordArgument | optionalArgument, usage: "[N]", run: (*Shell).unwatch,
			short: "end a :watch, or all",
			long:  "> :unwatch",
		},
		{
			name: "trace", args: wordArgument | optionalArgument, usage: "[on [GLOB] [> FILE] | off]", run: (*Shell).trace,
			short: "log each foreign call to standard error, or to FILE, with its result and time",
			long: `GLOB chooses functions by name. A call that fails shows errno, one that callbacks
make is indented below the call that led there.
> :trace on
> :trace on str* > calls.log`,
		},
		{
			name: "count", args: wordArgument | optionalArgument, usage: "[on|off|reset]", run: (*Shell).count,
			short: "count foreign calls and their time by function; alone show the counts",
			long: `Total includes the calls that callbacks make inside of a call, self does not.
> :count on
> :count`,
		},
		{
			name: "time", args: exprArgument, usage: "EXPR [--once | --repeat]", run: (*Shell).time,
			short: "measure how long an expression takes: time per call and its spread",
			long: `EXPR is evaluated many times, for at most about a second. Where its text says that
repeating could hurt it is evaluated once: it assigns, makes memory, or calls a function whose
name speaks of opening, closing, freeing, reading, writing and the like. --once and --repeat
decide otherwise.
> :time crc32(0, buf, 65536)
> :time fclose(f)
> :time x = twice(x) --repeat`,
		},
		{
			name: "plot", args: exprArgument, usage: "EXPR | X, Y", run: (*Shell).plot,
			short: "draw an array or list of numbers, or one against another",
			long: `A two-dimensional array is drawn as a picture. A slice says how much of a pointer is meant.
> :plot times, samples
> :plot samples
> :plot p[0:100]`,
		},
		{
			name: "history", args: wordArgument | optionalArgument, usage: "[N|TEXT]", run: (*Shell).history,
			short: "list what was entered, with its numbers and times, newest last",
			long:  "N is how many of the newest; TEXT chooses those that contain it.\n> :history 20\n> :history deflate",
		},
		{
			name: "edit", args: wordArgument | optionalArgument, usage: "[N|NAME]", run: (*Shell).edit,
			short: "edit an entry of the history, or the definition of a name, with $EDITOR",
			long: `It comes back as text at the prompt. Without an argument it is the last entry.
> :edit
> :edit 12
> :edit twice`,
		},
		{
			name: "resume", args: wordArgument | optionalArgument, usage: "[calls]", run: (*Shell).resume,
			short: "replay the last session, if it was killed: declarations, loads, definitions",
			long: `Entries that call functions are listed and left out; ` + "`:resume calls`" + ` runs them.
cshell --resume does this at the start.
> :resume`,
		},
		{
			name: "save", args: fileArgument, usage: "FILE", run: (*Shell).save,
			short: "write the entries of this session that ran to a script",
			long:  "> :save session.csh",
		},
		{
			name: "source", args: fileArgument, usage: "FILE", run: (*Shell).source,
			short: "run a script in this session",
			long:  "> :source setup.csh",
		},
		{
			name: "shell", args: fileArgument | optionalArgument, usage: "[COMMAND]", run: (*Shell).shell,
			short: "run a command of the system's shell, or that shell itself",
			long: `It has the terminal, Ctrl-C included. A status that is not 0 is an error. At the
prompt !COMMAND is short for it, unless that is a C expression: ! x always runs x.
> :shell make && ls -l`,
		},
		{
			name: "set", args: wordArgument | optionalArgument, usage: "[OPT [VAL]]", run: (*Shell).set,
			short: "show or change the options",
			long: `What is set at the prompt is kept for later sessions, in settings.csh beside the init
file, unless the list says that it is for this session. The value default undoes that.
> :set
> :set elements 1000
> :set elements default`,
		},
		{
			name: "help", args: wordArgument | optionalArgument, usage: "[X]", run: (*Shell).help,
			short: "list the commands, or explain a command, a function of the shell or a name",
			long:  "> :help load\n> :help print\n> :help strlen",
		},
		{
			name: "quit", run: (*Shell).quit,
			short: "leave the shell",
			long:  "> :quit",
		},
	}
}
