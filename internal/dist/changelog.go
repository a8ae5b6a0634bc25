package main

import (
	"fmt"
	"os"
	"regexp"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// heading is that of a release in CHANGELOG.md: its version and its date.
var heading = regexp.MustCompile(`(?m)^## \[([^\]]+)\] - (\d{4}-\d{2}-\d{2})$`)

// checkTag fails if a release would have a tag, a version and a changelog that disagree. No tag is no release.
func checkTag(tag string) error {
	if tag == "" {
		return nil
	}
	if tag != "v"+weibo.Version {
		return fmt.Errorf("the tag is %s, but weibo.Version is %s", tag, weibo.Version)
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return err
	}
	if newest := heading.FindSubmatch(changelog); newest == nil || string(newest[1]) != weibo.Version {
		return fmt.Errorf("the newest release in CHANGELOG.md is not %s with a date", weibo.Version)
	}
	return nil
}
