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

	"github.com/seed4635ade2/weibo-go/bench/stock"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

var figures = flag.Bool("figures", false, "measure and print the figures")

func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring takes a while: go test ./bench -run TestFigures -v -figures")
	}
	requests(t)
	upload(t)
	binaries(t)
	generated(t)
}

// built keeps the compiler from leaving out what is measured.
var built *http.Request

// requests compares building the same request: four parameters, the token and a user agent.
func requests(t *testing.T) {
	ours, theirs := measure(buildOurs), measure(buildStock)
	fmt.Printf("building a statuses/user_timeline request with four parameters\n")
	fmt.Printf("  this client:          %6.0f ns, %d allocations\n", median(ours), testing.Benchmark(buildOurs).AllocsPerOp())
	fmt.Printf("  stock oapi-codegen:   %6.0f ns, %d allocations\n", median(theirs), testing.Benchmark(buildStock).AllocsPerOp())
	fmt.Printf("  ratio:                %6.1f (wanted: at least 10, and at most 5 allocations)\n", median(theirs)/median(ours))
}

const rounds = 5

// measure runs a benchmark several times and returns the nanoseconds of each.
func measure(f func(*testing.B)) (ns []float64) {
	for range rounds {
		r := testing.Benchmark(f)
		ns = append(ns, float64(r.T.Nanoseconds())/float64(r.N))
	}
	return ns
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

var userTimeline = &wire.Operation{
	Name: "statuses/user_timeline", Method: "GET", Host: "api.weibo.com", Path: "/2/statuses/user_timeline.json",
}

const token = "2.00EXAMPLEEXAMPLEEXAMPLEEXAMPLEEX"

func BenchmarkBuildRequest(b *testing.B)      { buildOurs(b) }
func BenchmarkBuildRequestStock(b *testing.B) { buildStock(b) }

func buildOurs(b *testing.B) {
	c, err := weibo.NewClient(weibo.WithToken(token))
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	params := weiboapi.StatusesUserTimelineParams{UID: 1404376560, SinceID: 5101694137532416, Count: 50, Page: 2}
	b.ReportAllocs()
	for b.Loop() {
		if built, err = c.NewRequest(ctx, userTimeline, &params); err != nil {
			b.Fatal(err)
		}
	}
}

func buildStock(b *testing.B) {
	ctx := context.Background()
	params := stock.StatusesUserTimelineParams{
		Uid: new(int64(1404376560)), SinceId: new(stock.SinceId(5101694137532416)), Count: new(stock.Count(50)), Page: new(stock.Page(2)),
	}
	authorize := func(_ context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "OAuth2 "+token)
		req.Header.Set("User-Agent", "stock")
		return nil
	}
	b.ReportAllocs()
	for b.Loop() {
		req, err := stock.NewStatusesUserTimelineRequest("https://api.weibo.com/", &params)
		if err != nil {
			b.Fatal(err)
		}
		built = req.WithContext(ctx)
		if err := authorize(ctx, built); err != nil {
			b.Fatal(err)
		}
	}
}

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
