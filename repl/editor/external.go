package editor

import (
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

// Run leaves Ctrl-C to the program.
func (d *device) Run(program string, args ...string) error {
	ignored := make(chan os.Signal, 1)
	signal.Notify(ignored, os.Interrupt, syscall.SIGQUIT)
	defer signal.Stop(ignored)
	cmd := exec.Command(program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = d.in, d.out, d.out
	return cmd.Run()
}

// external has the text edited by the user's own editor and returns what it
// made of it.
func external(device tty, text string) (string, error) {
	f, err := os.CreateTemp("", "cshell-*.c")
	if err != nil {
		return text, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text + "\n")
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return text, err
	}
	words := strings.Fields(userEditor())
	if err := device.Run(words[0], append(words[1:], f.Name())...); err != nil {
		return text, err
	}
	edited, err := os.ReadFile(f.Name())
	if err != nil {
		return text, err
	}
	return strings.TrimRight(cleanPaste(string(edited)), "\n"), nil
}

// userEditor is the program that the user has chosen.
func userEditor() string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if program := os.Getenv(name); strings.TrimSpace(program) != "" {
			return program
		}
	}
	return "vi"
}
