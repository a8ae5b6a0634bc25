package weibo

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/seed4635ade2/weibo-go/bench/stock"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

var figures = flag.Bool("figures", false, "measure and print the figures")

// TestFigures prints what it costs to build a request, beside a stock oapi-codegen client: four parameters, the token and a
// user agent. It is here because the client builds requests more cheaply for itself than NewRequest does for others, whom it
// gives headers of their own.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring takes a while: make bench")
	}
	var ours, theirs []float64
	for range 7 { // in turn, so that both see the same machine
		ours = append(ours, nanoseconds(BenchmarkBuildRequest))
		theirs = append(theirs, nanoseconds(BenchmarkBuildRequestStock))
	}
	a, b := slices.Min(ours), slices.Min(theirs)
	fmt.Printf("building a statuses/user_timeline request with four parameters\n")
	fmt.Printf("  this client:          %6.0f ns, %d allocations\n", a, testing.Benchmark(BenchmarkBuildRequest).AllocsPerOp())
	fmt.Printf("  stock oapi-codegen:   %6.0f ns, %d allocations\n", b, testing.Benchmark(BenchmarkBuildRequestStock).AllocsPerOp())
	fmt.Printf("  ratio:                %6.1f (wanted: at least 10, and at most 5 allocations)\n", b/a)
}

func nanoseconds(f func(*testing.B)) float64 {
	r := testing.Benchmark(f)
	return float64(r.T.Nanoseconds()) / float64(r.N)
}

// built keeps the compiler from leaving out what is measured.
var built *http.Request

const benchToken = "2.00EXAMPLEEXAMPLEEXAMPLEEXAMPLEEX"

func BenchmarkBuildRequest(b *testing.B) {
	c, err := NewClient(WithToken(benchToken))
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	op := &wire.Operation{Name: "statuses/user_timeline", Method: "GET", Host: "api.weibo.com", Path: "/2/statuses/user_timeline.json"}
	params := weiboapi.StatusesUserTimelineParams{UID: 1404376560, SinceID: 5101694137532416, Count: 50, Page: 2}
	b.ReportAllocs()
	for b.Loop() {
		if built, err = c.newRequest(ctx, &c.base, op, &params); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildRequestStock(b *testing.B) {
	ctx := context.Background()
	params := stock.StatusesUserTimelineParams{
		Uid: new(int64(1404376560)), SinceId: new(stock.SinceId(5101694137532416)), Count: new(stock.Count(50)), Page: new(stock.Page(2)),
	}
	authorize := func(_ context.Context, req *http.Request) error { // a RequestEditorFn
		req.Header.Set("Authorization", "OAuth2 "+benchToken)
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

// TestHeadersAreSharedWithCare is about transports that change the request, against the rule: what one adds must not turn
// up in the next request.
func TestHeadersAreSharedWithCare(t *testing.T) {
	for name, c := range map[string]struct {
		client *http.Client
		share  bool
	}{
		"of package http":        {&http.Client{Transport: &http.Transport{}}, true},
		"somebody else's":        {&http.Client{Transport: meddler{}}, false},
		"of package http, empty": {&http.Client{}, true},
	} {
		client, err := NewClient(WithToken(benchToken), WithHTTPClient(c.client))
		if err != nil {
			t.Fatal(err)
		}
		if client.base.shareHeaders != c.share {
			t.Errorf("%s: shared %v", name, !c.share)
		}
		for range 2 {
			req, err := client.NewRequest(context.Background(), &wire.Operation{Method: "GET", Host: "api.weibo.com"}, &weiboapi.StatusesShowParams{ID: 1})
			if err != nil {
				t.Fatal(err)
			}
			if req.Header.Get("X-Meddled") != "" {
				t.Errorf("%s: a header of the caller's came back", name)
			}
			req.Header.Set("X-Meddled", "yes")
		}
	}
}

type meddler struct{}

func (meddler) RoundTrip(req *http.Request) (*http.Response, error) { return nil, http.ErrNotSupported }
