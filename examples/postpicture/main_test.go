package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/examples/internal/sample"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// strict is Weibo as a new application meets it, whose safe domain is cats.example.
func strict(t *testing.T) *weibotest.Server {
	return weibotest.NewServer(t, weibotest.Checked(), weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: weibotest.DefaultAppKey, Secret: weibotest.DefaultAppSecret, SafeDomains: []string{"cats.example"},
	}))
}

// arguments are those that publish a text with a picture.
func arguments(t *testing.T, text string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cat.png")
	if err := os.WriteFile(file, sample.Picture(1), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"-text", text, "-safe-domain", "cats.example", "-pic", file}
}

func TestWithoutConfiguration(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run(t.Context(), nil, exampletest.NoEnv, &out, &progress); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "https://weibo.com/1404376560/") || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("wrote %q", &out)
	}
	size := len(sample.Picture(0))
	if all := fmt.Sprintf("\r%d of %d bytes\n", size, size); !strings.HasSuffix(progress.String(), all) {
		t.Errorf("%q does not end in %q", &progress, all)
	}
}

func TestPost(t *testing.T) {
	srv := strict(t)
	const text = "两只猫 https://cats.example/2"
	srv.Expect("statuses/share").WithParam("status", text).WithParam("rip", exampletest.RemoteIP)
	var out bytes.Buffer
	if err := run(t.Context(), arguments(t, text), exampletest.Env(srv), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	list, err := srv.Client().Statuses.UserTimeline(t.Context(), weiboapi.StatusesUserTimelineParams{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Statuses) != 1 || list.Statuses[0].Text != text || len(list.Statuses[0].Pictures()) != 1 {
		t.Fatalf("published %v", list.Statuses)
	}
	s := list.Statuses[0]
	if want := ids.StatusURL(s.Author().ID, s.ID) + "\n"; out.String() != want {
		t.Errorf("wrote %q, want %q", &out, want)
	}
}

// What can be known before is said at once, all of it, in the language of the user, and costs no call.
func TestChecked(t *testing.T) {
	srv := strict(t)
	srv.Expect("statuses/share").Times(0)
	args := []string{"-text", "#猫# https://elsewhere.example/", "-safe-domain", "cats.example", "-pic", "main.go"}
	err := run(t.Context(), args, exampletest.Env(srv), io.Discard, io.Discard)
	for lang, words := range map[string][]string{
		"en": {"has a topic, #猫#", "elsewhere.example is not under a safe domain", "JPEG"},
		"zh": {"话题 #猫#", "elsewhere.example 不在应用的安全域名", "JPEG"},
	} {
		for _, w := range words {
			if got := explain(err, lang); !strings.Contains(got, w) {
				t.Errorf("no %q in %q", w, got)
			}
		}
	}
	for name, args := range map[string][]string{"no file": {"-text", "猫 https://cats.example/", "-pic", "none.jpg"}, "no text": {"-pic", "main.go"}, "nothing": nil} {
		if err := run(t.Context(), args, exampletest.Env(srv), io.Discard, io.Discard); err == nil {
			t.Errorf("published with %s", name)
		}
	}
}

// What Weibo alone knows comes with what to do about it.
func TestRefused(t *testing.T) {
	srv := strict(t)
	srv.Inject(weibotest.Fault{Operation: "statuses/share", Code: weiboapi.CodeRepeatedText})
	err := run(t.Context(), arguments(t, "猫 https://cats.example/"), exampletest.Env(srv), io.Discard, io.Discard)
	var refused *weibo.Error
	if !errors.As(err, &refused) || refused.Code != weiboapi.CodeRepeatedText {
		t.Fatalf("got %v", err)
	}
	for _, lang := range []string{"en", "zh"} {
		if got := explain(err, lang); !strings.Contains(got, "20019") || !strings.HasSuffix(got, "\n"+refused.Hint(lang)) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// A status that is accepted and shows up later is none to send again.
func TestDelayed(t *testing.T) {
	srv := strict(t)
	srv.Inject(weibotest.Fault{Operation: "statuses/share", Code: weiboapi.CodeAcceptedDelayed})
	var out bytes.Buffer
	if err := run(t.Context(), arguments(t, "猫 https://cats.example/"), exampletest.Env(srv), &out, io.Discard); err != nil || !strings.Contains(out.String(), "Accepted") {
		t.Errorf("wrote %q, %v", &out, err)
	}
	if n := len(exampletest.Calls(srv, "statuses/share")); n != 1 {
		t.Errorf("%d calls", n)
	}
}
