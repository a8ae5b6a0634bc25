package main

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// TestExitStatusesAreDocumented holds the help of the command and the guide, in both languages, to what the command does.
func TestExitStatusesAreDocumented(t *testing.T) {
	newMachine(t)
	status := regexp.MustCompile(`(?s)(exit status\s+is|退出状态：).*?130`)
	number := regexp.MustCompile(`\d+`)
	want := fmt.Sprint([]string{fmt.Sprint(exitOK), fmt.Sprint(exitFailure), fmt.Sprint(exitUsage), fmt.Sprint(exitNotSignedIn), fmt.Sprint(exitInterrupted)})
	for lang, page := range map[string]string{"en": "guide-pipelines.md", "zh": "guide-pipelines.zh-CN.md"} {
		t.Setenv("LANG", lang)
		_, help, _ := command(t.Context(), "--help")
		guide, err := os.ReadFile("../../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		for where, text := range map[string]string{"--help": help, page: string(guide)} {
			if got := fmt.Sprint(number.FindAllString(status.FindString(text), -1)); got != want {
				t.Errorf("%s in %s has the exit statuses %s, want %s", where, lang, got, want)
			}
		}
	}
}
