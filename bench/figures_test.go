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
	uploads(t)
	binaries(t)
	command(t)
	sandboxFigures(t)
	generated(t)
}

const rounds = 5

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

const token = "2.00EXAMPLEEXAMPLEEXAMPLEEXAMPLEEX"

// uploads prints what publishing does to the heap: a picture of 5 MB, the largest that Weibo takes, and nine of 4 MB.
func uploads(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		io.WriteString(w, `{"id":1,"text":"a","pic_id":"a"}`)
	}))
	defer srv.Close()
	c, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	large := picture(t, weibo.MaxPicture)
	printAllocated(t, "publishing a picture of 5 MB", 1024, func() error {
		_, err := c.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "a", Pic: large})
		return err
	})
	var nine []*weibo.Picture
	for range 9 {
		nine = append(nine, picture(t, 4<<20))
	}
	printAllocated(t, "publishing nine pictures of 4 MB", 2048, func() error {
		_, err := c.PublishPictures(ctx, weiboapi.StatusesUploadURLTextParams{Status: "a"}, nine)
		return err
	})
}

// picture is a file of so many bytes.
func picture(t *testing.T, size int) *weibo.Picture {
	path := filepath.Join(t.TempDir(), "picture.jpg")
	if err := os.WriteFile(path, append([]byte("\xFF\xD8\xFF\xE0"), make([]byte, size-4)...), 0o600); err != nil {
		t.Fatal(err)
	}
	return weibo.PictureFile(path)
}

// printAllocated prints what is allocated while f runs, which is more than is held at any time.
func printAllocated(t *testing.T, what string, wanted int, f func() error) {
	if err := f(); err != nil { // opens the connections
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(what)
	fmt.Printf("  allocated meanwhile:  %6d KB, client and server together, in %v (wanted: at most %d KB)\n",
		(after.TotalAlloc-before.TotalAlloc)>>10, took.Round(time.Millisecond), wanted)
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
