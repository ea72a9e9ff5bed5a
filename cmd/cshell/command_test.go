package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cshell/cdecl"
	"cshell/objfile"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary is also the command, for the scripts, and the child that
// runs testdata/lang.
func TestMain(m *testing.M) {
	if path := os.Getenv("CSHELL_TEST_SCRIPT"); path != "" {
		os.Exit(runParagraphs(path))
	}
	if order := os.Getenv("CSHELL_TEST_SOAK"); order != "" {
		os.Exit(soak(order))
	}
	testscript.Main(away{m}, map[string]func(){"cshell": main})
}

// away runs the tests, and what they start, away from the user's own files.
type away struct{ *testing.M }

func (m away) Run() (status int) {
	dir, err := os.MkdirTemp("", "cshell-home-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	for _, place := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		os.Setenv(place, dir)
	}
	heedSignals()
	return m.M.Run()
}

// heedSignals has the children that the tests start not ignore what the tests were
// started to ignore, as behind nohup and in the background of a script.
func heedSignals() {
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP} {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}

// TestCommand runs testdata/script: flags, exit statuses, streams, examples.
func TestCommand(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			env.Setenv("EXAMPLES", examples)
			return nil
		},
		Condition: installed,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"status": status},
	})
}

// installed is the conditions [lib:NAME] and [header:NAME].
func installed(condition string) (bool, error) {
	kind, name, _ := strings.Cut(condition, ":")
	switch kind {
	case "lib":
		_, err := objfile.Find(name, objfile.Search{})
		return err == nil, nil
	case "header":
		return cdecl.NewHeaders(nil).Exists(name), nil
	}
	return false, fmt.Errorf("unknown condition %s", condition)
}

// status is the command `status N cmd args…`: cmd must end with status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args...]")
	}
	want := args[0]
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = fmt.Sprint(exit.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %s, want %s", got, want)
	}
}
