// Command dist builds what a release consists of: for each platform an archive with the command weibo-go and the licences
// of what it links, and a bill of materials (CycloneDX); and the SHA-256 sums of all of them.
//
// The same sources, SOURCE_DATE_EPOCH and Go release give the same bytes, wherever it runs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
)

func main() {
	out := flag.String("o", "dist", "`directory` to make and write to")
	tag := flag.String("tag", "", "the `tag` of the release, which the version and the changelog must agree with")
	platforms := flag.String("platforms", "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64",
		"what to build for, as in `GOOS/GOARCH`, with commas between")
	flag.Parse()
	err := checkTag(*tag)
	if err == nil {
		err = run(context.Background(), *out, strings.Split(*platforms, ","))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, platforms []string) error {
	date, err := sourceDate()
	if err != nil {
		return err
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		return err
	}
	for _, name := range platforms {
		p, err := parsePlatform(name)
		if err != nil {
			return err
		}
		fmt.Println(p)
		if err := release(ctx, out, p, date); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return writeSums(out)
}

// release writes the files of one platform.
func release(ctx context.Context, out string, p platform, date time.Time) error {
	scratch, err := os.MkdirTemp("", "weibo-go-dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	program := filepath.Join(scratch, p.executable())
	if err := build(ctx, p, program); err != nil {
		return err
	}
	bom, err := materials(program, date)
	if err != nil {
		return err
	}
	licences, err := licences(ctx, program)
	if err != nil {
		return err
	}
	name := filepath.Join(out, fmt.Sprintf("weibo-go_%s_%s_%s", weibo.Version, p.os, p.arch))
	return errors.Join(
		writeMaterials(name+".cdx.json", bom),
		writeArchive(name+p.archive(), date, []entry{
			{name: p.executable(), file: program, mode: 0o755},
			{name: "LICENSE", file: "LICENSE", mode: 0o644},
			{name: "README.md", file: "README.md", mode: 0o644},
			{name: "THIRD-PARTY-LICENSES", content: licences, mode: 0o644},
		}),
	)
}

// sourceDate is the date that files in archives get: https://reproducible-builds.org/specs/source-date-epoch/
func sourceDate() (time.Time, error) {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return time.Time{}, errors.New("SOURCE_DATE_EPOCH must hold seconds since 1970; make dist takes those of the commit")
	}
	return time.Unix(seconds, 0).UTC(), nil
}
