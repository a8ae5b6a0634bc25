package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// licences gathers the licences of Go and of every module that a program links. They want to go along with binaries.
func licences(ctx context.Context, program string) ([]byte, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	root, err := output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	if err := appendLicences(&all, "The Go standard library", info.GoVersion, root); err != nil {
		return nil, err
	}
	for _, module := range info.Deps {
		dir, err := output(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module.Path)
		if err != nil {
			return nil, err
		}
		if err := appendLicences(&all, module.Path, module.Version, dir); err != nil {
			return nil, err
		}
	}
	return all.Bytes(), nil
}

// appendLicences takes the files named LICENSE, NOTICE and the like in a directory. None at all is an error: what may not
// be passed on must not be linked.
func appendLicences(all *bytes.Buffer, name, version, dir string) error {
	found := false
	for _, pattern := range []string{"LICEN[CS]E*", "COPYING*", "NOTICE*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			fmt.Fprintf(all, "==== %s %s, %s\n\n%s\n\n", name, version, filepath.Base(file), bytes.TrimSpace(text))
			found = true
		}
	}
	if !found {
		return fmt.Errorf("%s %s has no licence in %s", name, version, dir)
	}
	return nil
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
