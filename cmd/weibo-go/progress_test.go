//go:build unix

package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestProgressOfLists has a list whose second page takes its time. How far it is shows on the terminal alone, while the list
// itself goes elsewhere, and is gone at the end.
func TestProgressOfLists(t *testing.T) {
	m, srv, _ := signedIn(t)
	texts := make([]string, 130)
	for i := range texts {
		texts[i] = fmt.Sprintf("%d https://example.com/", i)
	}
	seed(t, srv, texts...)
	for _, args := range []string{
		"timeline user -n 0 --json=text",
		"api statuses/user_timeline -f count=50 --paginate --jq .text",
	} {
		srv.Inject(weibotest.Fault{Operation: "statuses/user_timeline", Delay: 1200 * time.Millisecond})
		cmd := m.command(strings.Fields(args)...)
		var list bytes.Buffer
		cmd.Stdout = &list
		shown, status := typeInto(t, cmd, nil)
		if status != exitOK || strings.Count(list.String(), "\n") != len(texts) || strings.ContainsAny(list.String(), "\r\x1b") {
			t.Errorf("%s: status %d, %d lines", args, status, strings.Count(list.String(), "\n"))
		}
		if !strings.HasPrefix(shown, "\r1 so far") || !strings.HasSuffix(shown, "\r\x1b[K") {
			t.Errorf("%s: shown %q", args, shown)
		}
	}
	srv.Inject(weibotest.Fault{Operation: "statuses/user_timeline", Delay: 1200 * time.Millisecond})
	shown, status := typeInto(t, m.command("timeline", "user", "-n", "60", "--json=id"), nil) // which is seen itself
	if status != exitOK || strings.Count(shown, "\n") != 60 || strings.Contains(shown, "so far") || strings.Contains(shown, "\x1b") {
		t.Errorf("status %d, shown %q", status, shown)
	}
}
