package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/examples/internal/sample"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// files writes pictures of as many sizes, and returns their names.
func files(t *testing.T, n int) (names []string) {
	dir := t.TempDir()
	for i := range n {
		name := filepath.Join(dir, fmt.Sprintf("cat%d.png", i+1))
		if err := os.WriteFile(name, append(sample.Picture(i), make([]byte, i)...), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func TestWithoutConfiguration(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run(t.Context(), nil, exampletest.NoEnv, &out, &progress); err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(out.String())
	if len(lines) != 4 || !strings.HasPrefix(lines[0], "https://weibo.com/1404376560/") {
		t.Errorf("wrote %q", lines)
	}
	all := 0
	for i := range 3 {
		all += len(sample.Picture(i))
	}
	if want := fmt.Sprintf("\r%d of %d bytes\n", all, all); !strings.HasSuffix(progress.String(), want) {
		t.Errorf("%q does not end in %q", &progress, want)
	}
}

func TestNine(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Expect("statuses/upload_pic").Times(9)
	srv.Expect("statuses/upload_url_text").WithParam("status", "九只猫")
	names := files(t, 9)
	var out bytes.Buffer
	if err := run(t.Context(), append([]string{"-text", "九只猫"}, names...), exampletest.Env(srv), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	addresses := strings.Fields(out.String())
	published := exampletest.Calls(srv, "statuses/upload_url_text")
	if len(addresses) != 10 || len(published) != 1 {
		t.Fatalf("wrote %q, published %v", addresses, published)
	}
	for i, id := range strings.Split(published[0].Params["pic_id"], ",") { // in the order given, whichever arrived first
		if !strings.Contains(addresses[i+1], id) {
			t.Errorf("picture %d is %s, and at %s", i+1, id, addresses[i+1])
		}
	}
}

// failing is the address of a gateway before srv, which does not let the first uploads of a file through.
func failing(t *testing.T, srv *weibotest.Server, file string, times int64) string {
	var failed atomic.Int64
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bytes.Contains(body, []byte(file)) && failed.Add(1) <= times {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(gateway.Close)
	return gateway.URL
}

// A picture that failed for a reason that may pass is sent once more, and it alone.
func TestAgain(t *testing.T) {
	srv := weibotest.NewServer(t)
	names := files(t, 3)
	front, env := failing(t, srv, "cat3.png", 3), exampletest.Env(srv) // as often as the client tries by itself
	var out, progress bytes.Buffer
	if err := run(t.Context(), names, func(name string) string {
		if name == "WEIBO_BASE_URL" {
			return front
		}
		return env(name)
	}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	if !strings.Contains(progress.String(), "picture 3 (cat3.png) failed: ") {
		t.Errorf("wrote %q", &progress)
	}
	arrived := map[string]int{}
	for _, r := range exampletest.Calls(srv, "statuses/upload_pic") {
		arrived[r.Params["pic"][:len("cat1.png")]]++
	}
	published := exampletest.Calls(srv, "statuses/upload_url_text")
	if arrived["cat3.png"] != 1 || len(published) != 1 || len(strings.Fields(out.String())) != 4 {
		t.Fatalf("arrived %v, published %v, wrote %q", arrived, published, &out)
	}
	ids := strings.Split(published[0].Params["pic_id"], ",")
	for i, id := range ids {
		reported := fmt.Sprintf("picture %d is uploaded as ", i+1)
		if strings.Contains(progress.String(), reported) && !strings.Contains(progress.String(), reported+id+"\n") {
			t.Errorf("picture %d was uploaded again, as %s:\n%s", i+1, id, &progress)
		}
	}
}

// What is refused is not tried again.
func TestRefused(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict()) // to an application that was not granted the call
	var progress bytes.Buffer
	err := run(t.Context(), files(t, 2), exampletest.Env(srv), io.Discard, &progress)
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) || !errors.Is(err, weibo.ErrPermission) {
		t.Fatalf("got %v", err)
	}
	if want := fmt.Sprintf("picture %d (%s) failed: ", failed.Index+1, failed.Name); !strings.Contains(progress.String(), want) {
		t.Errorf("no %q in %q", want, &progress)
	}
	for i := range 2 {
		if n := strings.Count(progress.String(), fmt.Sprintf("picture %d ", i+1)); n != 1 {
			t.Errorf("picture %d is named %d times in %q", i+1, n, &progress)
		}
	}
	if n := len(exampletest.Calls(srv, "statuses/upload_url_text")); n != 0 {
		t.Errorf("%d were published", n)
	}
}

// A file that is no picture is found before any is sent.
func TestNoPicture(t *testing.T) {
	srv := weibotest.NewServer(t)
	var progress bytes.Buffer
	err := run(t.Context(), append(files(t, 1), "main.go"), exampletest.Env(srv), io.Discard, &progress)
	if !errors.Is(err, weibo.ErrNotPicture) || !strings.Contains(progress.String(), "picture 2 (main.go) failed: ") {
		t.Errorf("got %v, wrote %q", err, &progress)
	}
	if err := run(t.Context(), nil, exampletest.Env(srv), io.Discard, io.Discard); err == nil {
		t.Error("published without pictures")
	}
	if n := len(srv.Requests()); n != 0 {
		t.Errorf("%d calls", n)
	}
}
