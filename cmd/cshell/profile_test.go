package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"cshell/diag"
	"cshell/lang"
	"cshell/native"
)

// headers take as long to read as the calls and loops of bench.csh.
const headers = `
#include <pthread.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
`

// BenchmarkWork is what default.pgo is a profile of, by which the compiler chooses
// what to inline: make pgo.
func BenchmarkWork(b *testing.B) {
	fixture := filepath.Join(b.TempDir(), "fixture.so")
	if out, err := exec.Command("gcc", "-O2", "-shared", "-fPIC", "-o", fixture, "../../bench/fixture.c").CombinedOutput(); err != nil {
		b.Skipf("gcc: %v\n%s", err, out)
	}
	calls, err := os.ReadFile("../../bench/bench.csh")
	if err != nil {
		b.Fatal(err)
	}
	host, err := native.New()
	if err != nil {
		b.Fatal(err)
	}
	host.Run(func() {
		for b.Loop() {
			work(b, host, string(calls), fixture)
			for range 20 {
				work(b, host, headers)
			}
		}
	})
}

// work runs a script in a session of its own.
func work(b *testing.B, host *native.Process, script string, args ...string) {
	session := lang.New(lang.Config{Host: host, Out: io.Discard, Err: io.Discard})
	session.SetArgs(append([]string{"work"}, args...))
	if err := session.Run(&diag.Source{Name: "work", Text: script, First: 1}, false); err != nil {
		b.Fatal(err)
	}
}
