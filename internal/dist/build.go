package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

type platform struct{ os, arch string }

func parsePlatform(s string) (platform, error) {
	system, arch, ok := strings.Cut(s, "/")
	if !ok || system == "" || arch == "" {
		return platform{}, fmt.Errorf("%q is no platform, want GOOS/GOARCH", s)
	}
	return platform{system, arch}, nil
}

func (p platform) String() string { return p.os + "/" + p.arch }

func (p platform) executable() string {
	if p.os == "windows" {
		return "weibo-go.exe"
	}
	return "weibo-go"
}

// archive is the suffix of the kind of archive that people there can open.
func (p platform) archive() string {
	if p.os == "windows" {
		return ".zip"
	}
	return ".tar.gz"
}

// build leaves out all that differs from one machine to the next: C libraries, paths, the state of the working copy, and
// what GOFLAGS and the like would add.
func build(ctx context.Context, p platform, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", to, "./cmd/weibo-go")
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch,
		"CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOWORK=off")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
