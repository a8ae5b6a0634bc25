//go:build unix

package main

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
)

// TestTableOnATerminal has a terminal of 80 cells.
func TestTableOnATerminal(t *testing.T) {
	m, srv, pic := signedIn(t)
	seed(t, srv, "一只很长很长的猫，长得这一行放不下，后面还有很多很多字 https://example.com/", "short\x1b[31m https://example.com/")
	for _, noColor := range []string{"", "1"} {
		t.Setenv("NO_COLOR", noColor)
		t.Setenv("TERM", "xterm")
		shown, status := typeInto(t, m.command("timeline", "user"), nil)
		plain := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "", "\r", "").Replace(shown)
		if status != exitOK || strings.Contains(plain, "\x1b") || strings.Contains(shown, "\x1b[1m") != (noColor == "") {
			t.Errorf("NO_COLOR=%s: status %d, %q", noColor, status, shown)
		}
		lines := strings.Split(strings.TrimRight(plain, "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("%q", plain)
		}
		at := runewidth.StringWidth(lines[0][:strings.Index(lines[0], "TEXT")])
		for i, text := range []string{"TEXT", "short", "一只"} {
			begins := strings.Index(lines[i], text)
			if begins < 0 || runewidth.StringWidth(lines[i][:begins]) != at || runewidth.StringWidth(lines[i]) > 80 {
				t.Errorf("line %d: %q", i, lines[i])
			}
		}
		if !strings.HasSuffix(lines[2], "…") {
			t.Errorf("it is not cut: %q", lines[2])
		}
	}
	for args, answer := range map[string]string{
		"share https://example.com/pic --pic " + pic:                                        "https://weibo.com/",
		"api statuses/share -f status=https://example.com/2 -F pic=@" + pic + " --jq .text": "https://example.com/2",
	} {
		shown, status := typeInto(t, m.command(strings.Fields(args)...), nil)
		if status != exitOK || !strings.Contains(shown, "[##############################] 100%") || !strings.Contains(shown, "\r\x1b[K"+answer) {
			t.Errorf("%s: status %d, %q", args, status, shown)
		}
	}
}

// TestNarrowTable has terminals on which a table has hardly room. What it begins with is whole on all of them.
func TestNarrowTable(t *testing.T) {
	for width := 54; width < 100; width++ {
		var b strings.Builder
		table := &table{out: &b, width: width, columns: []column{{"ENDPOINT", 36}, {"方法", 6}, {"STATE", 8}, {"ACCESS", 10}, {"WHAT", 0}}}
		table.narrow()
		if err := table.row("friendships/friends/bilateral/sort_ids", "GET", "delisted", "normal", "列出互相关注的人，以及他们的编号"); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "friendships/friends/bilateral/sort_ids  ") {
			t.Errorf("%d cells: %s", width, b.String())
		}
		for line := range strings.Lines(b.String()) {
			if got := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("%d cells on a terminal of %d: %s", got, width, line)
			}
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"一只猫":                "一只猫",
		"a\r\n\tb":           "a   b",
		"\x1b]0;x\a\u009b1m": " ]0;x  1m",
		"\u202eabc\u2028":    " abc ",
		"👩\u200d🚀":           "👩\u200d🚀",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
