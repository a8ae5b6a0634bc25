//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own, so that Ctrl-C, or the end of the terminal, does not end a browser.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
