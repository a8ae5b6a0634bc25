// Package bench measures what the project promises about speed, memory and size. Nothing here fails for being slow: the
// figures depend on the machine, so they are printed, as ratios of things measured in one run.
package bench

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

var figures = flag.Bool("figures", false, "measure and print the figures")

func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring takes a while: go test ./bench -run TestFigures -v -figures")
	}
	decoding(t)
	wholeCall(t)
	upload(t)
	binaries(t)
	generated(t)
}

const rounds = 5

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

const token = "2.00EXAMPLEEXAMPLEEXAMPLEEXAMPLEEX"

// upload prints what the publishing of a picture of 5 MB, the largest that Weibo takes, does to the heap.
func upload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.jpg")
	if err := os.WriteFile(path, append([]byte("\xFF\xD8\xFF\xE0"), make([]byte, weibo.MaxPicture-4)...), 0o600); err != nil {
		t.Fatal(err)
	}
	var before, during runtime.MemStats
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		runtime.ReadMemStats(&during)
		io.WriteString(w, `{"id":1,"text":"a"}`)
	}))
	defer srv.Close()
	c, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	send := func() {
		params := weiboapi.StatusesShareParams{Status: "a", Pic: weibo.PictureFile(path)}
		if _, err := c.Statuses.Share(context.Background(), params); err != nil {
			t.Fatal(err)
		}
	}
	send() // opens the connection
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	send()
	fmt.Printf("publishing a picture of %d bytes\n", weibo.MaxPicture)
	fmt.Printf("  allocated meanwhile:  %6d KB, client and server together, in %v (wanted: at most 1024 KB)\n",
		(during.TotalAlloc-before.TotalAlloc)>>10, time.Since(start).Round(time.Millisecond))
}

// binaries prints how much larger a program gets by importing package weibo.
func binaries(t *testing.T) {
	bare, with := build(t, "./testdata/bare"), build(t, "./testdata/weibo")
	fmt.Printf("a program that publishes a status, beside one with net/http and encoding/json alone\n")
	fmt.Printf("  bare:                 %6.2f MB\n", mb(bare))
	fmt.Printf("  with package weibo:   %6.2f MB\n", mb(with))
	fmt.Printf("  difference:           %6.2f MB (wanted: at most 2)\n", mb(with-bare))
}

func mb(n int64) float64 { return float64(n) / (1 << 20) }

func build(t *testing.T, dir string) int64 {
	out := filepath.Join(t.TempDir(), "program")
	run(t, "go", "build", "-o", out, dir)
	info, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
