package weibotest_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

var figures = flag.Bool("figures", false, "measure and print the figures")

// TestFigures prints how long large worlds take to make, and how long pages of them take. Nothing here fails for being slow.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring takes a while: go test ./weibo/weibotest -run TestFigures -v -figures")
	}
	worlds := []*weibotest.Sandbox{makeWorld(1000), makeWorld(1_000_000)}
	for _, path := range []string{"statuses/home_timeline", "statuses/user_timeline", "statuses/public_timeline"} {
		small, large := timesOf(t, worlds, path)
		fmt.Printf("  20 of %-24s %v, and %v with a million: %.2f times (wanted: at most 2)\n", path, small, large, float64(large)/float64(small))
	}
}

func makeWorld(n int) *weibotest.Sandbox {
	start := time.Now()
	sandbox := weibotest.New(weibotest.WithStatuses(n))
	took := time.Since(start)
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	fmt.Printf("a world of %7d statuses: made in %v, %d MB (wanted: under 30s)\n", n, took.Round(time.Millisecond), mem.HeapAlloc>>20)
	return sandbox
}

// timesOf returns the median times of a call in two worlds, taken by turns and without a connection.
func timesOf(t *testing.T, worlds []*weibotest.Sandbox, path string) (_, _ time.Duration) {
	t.Helper()
	const rounds = 1001
	took := make([][]time.Duration, len(worlds))
	for range rounds {
		for i, sandbox := range worlds {
			took[i] = append(took[i], timeOf(t, sandbox, path))
		}
	}
	for i := range took {
		slices.Sort(took[i])
	}
	return took[0][rounds/2], took[1][rounds/2]
}

func timeOf(t *testing.T, sandbox *weibotest.Sandbox, path string) time.Duration {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/2/"+path+".json?count=20&access_token="+sandbox.Token(first), nil)
	start := time.Now()
	sandbox.ServeHTTP(w, r)
	took := time.Since(start)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %s", path, w.Body)
	}
	return took
}
