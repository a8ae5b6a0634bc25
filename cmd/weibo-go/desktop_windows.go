package main

import (
	"os/exec"
	"syscall"
)

// detach keeps Ctrl-C from a program.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
