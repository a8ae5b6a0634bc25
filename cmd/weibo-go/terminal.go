package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// A terminal is where the user is asked.
type terminal struct {
	in    *bufio.Reader
	out   io.Writer
	file  *os.File // the input, if that is a terminal
	alive bool     // whether there is somebody to ask
}

func newTerminal(in io.Reader, out io.Writer) *terminal {
	t := &terminal{in: bufio.NewReader(in), out: out}
	t.file, _ = in.(*os.File)
	t.alive = t.file != nil && term.IsTerminal(int(t.file.Fd()))
	return t
}

// line asks for a line, which may also come from a pipe. White space around it does not count.
func (t *terminal) line(ctx context.Context, question string) (string, error) {
	fmt.Fprint(t.out, question)
	return t.answer(ctx, func() (string, error) { return t.in.ReadString('\n') })
}

// secret asks for a line that is not shown.
func (t *terminal) secret(ctx context.Context, question string) (string, error) {
	fd := int(t.file.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	defer term.Restore(fd, before) // Ctrl-C must not leave a terminal that shows nothing
	fmt.Fprint(t.out, question)
	defer fmt.Fprintln(t.out)
	return t.answer(ctx, func() (string, error) {
		text, err := term.ReadPassword(fd)
		return string(text), err
	})
}

// answer waits for what read returns. Nothing ends a read that waits for the user, so when the user interrupts instead it is
// left behind: the program is about to end.
func (t *terminal) answer(ctx context.Context, read func() (string, error)) (string, error) {
	type result struct {
		text string
		err  error
	}
	came := make(chan result, 1)
	go func() {
		text, err := read()
		came <- result{text, err}
	}()
	select {
	case r := <-came:
		if errors.Is(r.err, io.EOF) { // of a pipe, or by Ctrl-D
			fmt.Fprintln(t.out)
			r.err = nil
		}
		return strings.TrimSpace(r.text), r.err
	case <-ctx.Done():
		fmt.Fprintln(t.out)
		return "", context.Cause(ctx)
	}
}
