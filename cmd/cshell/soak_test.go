package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"cshell/diag"
	"cshell/lang"
	"cshell/native"
	"cshell/repl"
)

// The soak calls functions of libc with arguments that make no sense, in one
// session, which must survive. None of them is about files, processes, signals or
// threads, and none sleeps.
const soakFunctions = `
	strlen strcpy strncpy strcat strncat strcmp strncmp strcoll strxfrm strchr strrchr strspn strcspn strpbrk
	strstr strtok strtok_r strdup strndup strsep strcasecmp strncasecmp strcasestr strchrnul strnlen stpcpy stpncpy
	memcpy memmove memset memcmp memchr memrchr memmem mempcpy memccpy rawmemchr bcopy bzero bcmp swab
	strtol strtoul strtoll strtoull strtod strtof strtold atoi atol atoll atof strfry memfrob basename dirname
	wcslen wcscpy wcsncpy wcscat wcscmp wcschr wcsrchr wcsstr wcstok wmemcpy wmemset wmemcmp wcstol wcstod
	mbstowcs wcstombs mbrtowc wcrtomb mblen mbtowc wctomb btowc wctob mbsinit
	isalpha isdigit isspace toupper tolower iswalpha towupper towlower
	qsort bsearch lfind lsearch hsearch_r insque remque tsearch tfind tdelete twalk
	malloc calloc realloc free reallocarray aligned_alloc posix_memalign malloc_usable_size
	sprintf snprintf sscanf vsnprintf vsprintf asprintf swprintf
	abs labs llabs div ldiv rand srand random srandom initstate setstate drand48 erand48 rand_r
	gmtime gmtime_r mktime timegm asctime asctime_r ctime_r strftime strptime difftime
	ecvt fcvt gcvt ecvt_r fcvt_r a64l l64a ffs ffsl ffsll
	inet_ntoa inet_addr inet_aton inet_pton inet_ntop htonl ntohs ether_ntoa ether_aton
	strerror strerror_r strsignal getsubopt fnmatch regcomp regexec regfree argz_create argz_count
	getopt gnu_get_libc_version
	strverscmp sigabbrev_np nl_langinfo localeconv newlocale index rindex abort exit quick_exit __assert_fail raise`

func TestSoak(t *testing.T) {
	// In the short run, a qsort overwrites the control block of its thread.
	calls, seed := 300, uint64(1796034441985561087)
	if os.Getenv("CSHELL_LONG") != "" {
		calls, seed = 10_000, uint64(time.Now().UnixNano())
	}
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	preamble, err := os.ReadFile(faultData + "/preamble.csh")
	if err != nil {
		t.Fatal(err)
	}
	if s := os.Getenv("CSHELL_SOAK_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	child := exec.Command(os.Args[0])
	child.Dir = dir
	child.Env = append(os.Environ(), fmt.Sprintf("CSHELL_TEST_SOAK=%d %d", calls, seed), "CSHELL_TEST_PREAMBLE="+string(preamble))
	out, err := child.Output()
	text := string(out)
	last := text[max(0, len(text)-400):]
	if err != nil || !strings.Contains(text, "survived") {
		t.Fatalf("seed %d: the session ended with %v; the last it said:\n%s", seed, err, last)
	}
	t.Logf("seed %d: %s", seed, last[strings.LastIndex(strings.TrimSpace(last), "\n")+1:])
}

// soak is the child. It names each call before it makes it.
func soak(order string) (status int) {
	var calls int
	var seed uint64
	fmt.Sscan(order, &calls, &seed)
	host, err := native.New()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	host.Run(func() {
		session := lang.New(lang.Config{Host: host, Out: io.Discard, Err: io.Discard})
		repl.New(repl.Config{Session: session, Host: host, Out: io.Discard, Err: io.Discard})
		run := func(text string, limit time.Duration) error {
			fired := make(chan bool)
			watch := time.AfterFunc(limit, func() { session.Interrupt(); close(fired) })
			defer func() {
				if !watch.Stop() {
					<-fired
					session.ClearInterrupt() // which may have come too late for this one
				}
			}()
			return session.Run(&diag.Source{Name: "soak", Text: text + "\n", First: 1}, false)
		}
		if err := run(os.Getenv("CSHELL_TEST_PREAMBLE")+soakData, healthLimit); err != nil {
			fmt.Println("preamble:", err)
			status = 1
			return
		}
		status = soakCalls(run, calls, rand.New(rand.NewPCG(seed, 0)))
	})
	return status
}

// soakData is what wrong arguments point to, besides nowhere.
const soakData = `
char block[64]; char *gone = new char[64]; free(gone); int many[16]; char text[] = "some text %s %n %d";
int compare(const void *a, const void *b) { return *(char *)a - *(char *)b; }
int compares(const void *a, const void *b) { return 1; }
typedef long (*any)(long, long, long, long, long);
`

// A call may take callLimit; what must work has time enough on a busy machine.
const (
	callLimit   = 200 * time.Millisecond
	healthLimit = 20 * time.Second
)

func soakCalls(run func(string, time.Duration) error, calls int, random *rand.Rand) (status int) {
	names := strings.Fields(soakFunctions)
	kinds := map[string]int{}
	for i := range calls {
		call := randomCall(random, names[random.IntN(len(names))])
		fmt.Println(i, call)
		if err := run(call, callLimit); err == nil {
			kinds["returned"]++
		} else if e, ok := err.(*diag.Error); ok {
			kinds[string(e.Kind)]++
		}
		if i%50 != 49 && i != calls-1 {
			continue
		}
		for range 3 { // which wrong calls may have changed; that may be noticed only here
			if run(`strcpy(buf, "hello"); arr[0] = 1; arr[3] = 4`, healthLimit) == nil {
				break
			}
		}
		if err := run("healthy()", healthLimit); err != nil {
			fmt.Println("not healthy:", err)
			return 1
		}
	}
	fmt.Printf("%d wrong calls survived: %v\n", calls, kinds)
	return 0
}

// randomCall passes what no function wants; formats and comparisons now and then.
func randomCall(random *rand.Rand, name string) string {
	arguments := []string{
		"0", "1", "-1", "8", "64", "4096", "0x7fffffff", "-9223372036854775807", "0x4141414141414141", "0x7fff00000000",
		"(long)block", "(long)(block + 60)", "(long)gone", "(long)many", "(long)text", "(long)compare", "(long)compares",
		"(long)strlen", "(long)text_const", `(long)"%s%s%n"`, `(long)"other text"`, "(long)buf", "(long)arr", "12345",
	}
	var args []string
	for range 5 {
		args = append(args, arguments[random.IntN(len(arguments))])
	}
	return fmt.Sprintf("((any)c.%s)(%s)", name, strings.Join(args, ", "))
}
