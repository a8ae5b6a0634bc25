package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestBrokenProfile has files as people leave them behind. None is changed, whatever command comes upon it.
func TestBrokenProfile(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	for content, problem := range map[string]string{
		"":                               "it breaks off",
		"{":                              "it breaks off",
		"[]":                             "it must be an object",
		`"PLANTED"`:                      "it must be an object",
		"{}{}":                           "there is something behind the object",
		"{\n\"app_key\": 1234567890}":    "line 2: app_key must be a text in quotes",
		"{\n\n\"app_key\": \"1\",\n}":    "line 4: invalid character",
		"app_secret: PLANTED":            "line 1: invalid character",
		`{"app_sercet": "PLANTED"}`:      `json: unknown field "app_sercet"`,
		`{"app_secret": ["PLANTED"]}`:    "line 1: app_secret must be a text in quotes",
		"{\"app_secret\": \"PLANTED\n\"": "line ",
	} {
		path := m.write(content, "profiles", "cat.json")
		for _, args := range []string{"login --base-url " + srv.URL, "logout", "whoami"} {
			want(t, args+" --profile cat", exitFailure, "", "the profile cannot be read: "+path+": "+problem)
			if _, _, stderr := command(t.Context(), strings.Fields(args+" --profile cat")...); !strings.HasSuffix(stderr, "\nMend the file or move it away. Nothing was changed in it.\n") ||
				strings.Contains(stderr, "PLANTED") {
				t.Errorf("%q: %s", content, stderr)
			}
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != content {
			t.Errorf("%q became %q, %v", content, text, err)
		}
	}
	m.write("\ufeff{\"app_key\": \"1\"}", "profiles", "cat.json") // as Windows writes it
	want(t, "whoami --profile cat", exitNotSignedIn, "", "nobody is signed in")
}

// TestBrokenToken has a token file that somebody broke. It is kept, and named.
func TestBrokenToken(t *testing.T) {
	m, _, _ := signedIn(t)
	const broken = `{"name": "default", "access_token": "PLANTED"`
	path := m.write(broken, "tokens", "default.json")
	want(t, "timeline", exitNotSignedIn, "", "weibo-go: the token of the profile default cannot be read: the file of the token is damaged: what it held is in "+path+".corrupt")
	kept, err := filepath.Glob(path + ".corrupt*")
	if err != nil || len(kept) != 1 {
		t.Fatalf("%q, %v", kept, err)
	}
	if text, err := os.ReadFile(kept[0]); err != nil || string(text) != broken {
		t.Errorf("%q became %q, %v", broken, text, err)
	}
}

func TestProfileKeepsItsSecret(t *testing.T) {
	p := profile{AppKey: "1", AppSecret: "PLANTED"}
	if text := fmt.Sprintf("%v %+v %#v %s %q", p, p, &p, p, p); strings.Contains(text, "PLANTED") {
		t.Error(text)
	}
}

// FuzzProfile looks at what is understood: written anew, it must say the same.
func FuzzProfile(f *testing.F) {
	f.Add([]byte(`{"app_key": "1234567890", "app_secret": "x", "redirect_url": "https://app.example.com/", "base_url": "http://127.0.0.1:8080"}`))
	f.Add([]byte("\ufeff{}"))
	f.Add([]byte(`{"app_key": 1}`))
	f.Add([]byte(`{"": "", "app_key": "0"}`))
	f.Add([]byte(`{} {}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := parseProfile(t.Context(), text)
		if err != nil {
			if p != (profile{}) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %v with %v", text, err, p)
			}
			return
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := parseProfile(t.Context(), again); err != nil || same != p {
			t.Errorf("%q became %q: %v", text, again, err)
		}
	})
}
