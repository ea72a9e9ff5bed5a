package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What another process sends ends a call, or a statement. testdata/faults/signals.csh
// has what a process sends itself.
func TestSignalsFromOutside(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	t.Chdir(dir)
	tests := []struct {
		signal syscall.Signal
		name   string
	}{
		{syscall.SIGUSR1, "SIGUSR1 (user-defined signal 1)"}, {syscall.SIGALRM, "SIGALRM (alarm clock)"},
		{syscall.SIGSEGV, "SIGSEGV"}, {syscall.SIGABRT, "SIGABRT"}, {syscall.SIGSTKFLT, "SIGSTKFLT (stack fault)"},
		{34, "SIGRTMIN (real-time signal, 34)"}, {64, "SIGRTMIN+30 (real-time signal, 64)"},
	}
	for _, test := range tests {
		for entry, says := range map[string]string{
			"pause();":          test.name + " from process ",
			"while (1) ;":       test.name + " arrived; it would have ended a C program",
			"apply(sleeps, 1);": test.name + " from process ",
		} {
			t.Run(fmt.Sprint(test.name, entry), func(t *testing.T) { interruptScript(t, dir, entry, test.signal, says) })
		}
	}
}

// A request to end from outside ends the session, whatever runs.
func TestTerminatedFromOutside(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		for _, code := range []string{"pause()", "for (;;) ;", "signal(SIGTERM, SIG_IGN); pause()"} {
			child, output := startReady(t, `puts("ready"); fflush(NULL); `+code)
			child.Process.Signal(signal)
			io.Copy(io.Discard, output)
			child.Wait()
			if status := child.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != signal {
				t.Errorf("%v in %s: %v", signal, code, child.ProcessState)
			}
		}
	}
}

// startReady starts a text that prints "ready", and waits for that.
func startReady(t *testing.T, code string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	child := exec.Command("cshell", "--no-init", "-e", code)
	output := bufio.NewReader(startPiped(t, child))
	if line, err := output.ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return child, output
}

// While the prompt waits, nothing runs that could end: there is a note, once.
func TestSignalAtPrompt(t *testing.T) {
	child := exec.Command("cshell", "--no-init", "-i")
	var failed bytes.Buffer
	child.Stderr = &failed
	input, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output := bufio.NewReader(startPiped(t, child))
	io.WriteString(input, "int kept = 42\nkept\n")
	if line, err := output.ReadString('\n'); !strings.HasSuffix(line, "(int) 42\n") {
		t.Fatalf("%q, %v", line, err)
	}
	time.Sleep(100 * time.Millisecond) // for the prompt
	child.Process.Signal(syscall.SIGUSR2)
	time.Sleep(100 * time.Millisecond)
	io.WriteString(input, "\nkept\nusleep(1000)\nkept\n")
	input.Close()
	rest, _ := io.ReadAll(output)
	if err := child.Wait(); err != nil || strings.Count(string(rest), "(int) 42\n") != 2 {
		t.Errorf("%v, %q", err, rest)
	}
	if got := failed.String(); got != "note: SIGUSR2 (user-defined signal 2) arrived at the prompt; it would have ended a C program\n" {
		t.Errorf("%q", got)
	}
}
