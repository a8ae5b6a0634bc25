package bench

import (
	"context"
	stdjson "encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/bytedance/sonic"
	"github.com/goccy/go-json"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// decoding compares reading a page into the models of this module with reading it by encoding/json into structs that one
// would write by hand.
func decoding(t *testing.T) {
	page, quirky := homePage(), quirkyPage()
	var hand handPage
	var ours weiboapi.StatusList
	if err := stdjson.Unmarshal(page, &hand); err != nil {
		t.Fatal(err)
	}
	if err := weibo.Unmarshal(quirky, &ours); err != nil || len(ours.Statuses) != 20 || ours.Statuses[19].User.URank != hand.Statuses[19].User.URank {
		t.Fatalf("the page is not read well: %v", err)
	}
	ns := sideBySide(
		decoder[handPage](page, stdjson.Unmarshal),
		decoder[weiboapi.StatusList](page, weibo.Unmarshal),
		decoder[weiboapi.StatusList](quirky, weibo.Unmarshal),
		decoder[weiboapi.StatusList](page, json.Unmarshal),
		decoder[weiboapi.StatusList](page, sonic.ConfigFastest.Unmarshal),
	)
	fmt.Printf("decoding a home timeline of %d statuses, %d bytes, beside encoding/json with hand-written structs\n", len(ours.Statuses), len(page))
	fmt.Printf("  encoding/json:        %6.0f µs, %.0f MB/s\n", ns[0]/1e3, float64(len(page))*1e3/ns[0])
	fmt.Printf("  this module:          %6.0f µs, ratio %.1f (wanted: at least 2, better 3)\n", ns[1]/1e3, ns[0]/ns[1])
	fmt.Printf("  a page with quirks:   %6.0f µs, ratio %.1f (wanted: at least 1.5)\n", ns[2]/1e3, ns[0]/ns[2])
	fmt.Printf("  goccy/go-json:        %6.0f µs, ratio %.1f, plugged in with WithJSON (wanted: at least 4)\n", ns[3]/1e3, ns[0]/ns[3])
	fmt.Printf("  sonic:                %6.0f µs, ratio %.1f, likewise\n", ns[4]/1e3, ns[0]/ns[4])
}

func decoder[T any](page []byte, unmarshal func([]byte, any) error) func(*testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(page)))
		for b.Loop() {
			if err := unmarshal(page, new(T)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// sideBySide runs benchmarks in turns, so that all meet the same moods of the machine, and returns the median nanoseconds of
// each.
func sideBySide(benchmarks ...func(*testing.B)) []float64 {
	all := make([][]float64, len(benchmarks))
	for range rounds {
		for i, f := range benchmarks {
			r := testing.Benchmark(f)
			all[i] = append(all[i], float64(r.T.Nanoseconds())/float64(r.N))
		}
	}
	medians := make([]float64, len(benchmarks))
	for i, ns := range all {
		medians[i] = median(ns)
	}
	return medians
}

// wholeCall compares a call on loopback with the same by net/http alone, both with the decoder of this module.
func wholeCall(t *testing.T) {
	page := homePage()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.Write(page)
	}))
	defer srv.Close()
	c, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	get := func(b *testing.B, call func() (*weiboapi.StatusList, error)) {
		for b.Loop() {
			if got, err := call(); err != nil || len(got.Statuses) != 20 {
				b.Fatal(err)
			}
		}
	}
	ns := sideBySide(
		func(b *testing.B) {
			get(b, func() (*weiboapi.StatusList, error) { return bareGet(ctx, srv.URL) })
		},
		func(b *testing.B) {
			get(b, func() (*weiboapi.StatusList, error) {
				return c.Statuses.HomeTimeline(ctx, weiboapi.StatusesHomeTimelineParams{Count: 20})
			})
		},
	)
	fmt.Printf("the same page over HTTP on loopback\n")
	fmt.Printf("  net/http alone:       %6.0f µs, with the same decoder\n", ns[0]/1e3)
	fmt.Printf("  this module:          %6.0f µs, ratio %.2f (wanted: at most 1.10)\n", ns[1]/1e3, ns[1]/ns[0])
}

func bareGet(ctx context.Context, address string) (*weiboapi.StatusList, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/2/statuses/home_timeline.json?count=20", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "OAuth2 "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	list := new(weiboapi.StatusList)
	return list, weibo.Unmarshal(body, list)
}

func BenchmarkDecode(b *testing.B) {
	page := homePage()
	b.Run("encoding_json", decoder[handPage](page, stdjson.Unmarshal))
	b.Run("ours", decoder[weiboapi.StatusList](page, weibo.Unmarshal))
	b.Run("ours_quirks", decoder[weiboapi.StatusList](quirkyPage(), weibo.Unmarshal))
	b.Run("goccy", decoder[weiboapi.StatusList](page, json.Unmarshal))
	b.Run("sonic", decoder[weiboapi.StatusList](page, sonic.ConfigFastest.Unmarshal))
}

// TestPluggedIn holds other libraries to reading the page as this module does, and quirks by its help.
func TestPluggedIn(t *testing.T) {
	var want weiboapi.StatusList
	if err := weibo.Unmarshal(homePage(), &want); err != nil {
		t.Fatal(err)
	}
	for name, unmarshal := range map[string]func([]byte, any) error{
		"encoding/json": stdjson.Unmarshal, "goccy/go-json": json.Unmarshal, "sonic": sonic.Unmarshal,
	} {
		for _, page := range [][]byte{homePage(), quirkyPage()} {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(page) }))
			c, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(srv.URL), weibo.WithJSON(unmarshal))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Statuses.HomeTimeline(context.Background(), weiboapi.StatusesHomeTimelineParams{})
			srv.Close()
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for _, s := range got.Statuses { // what the quirks of the page leave out
				s.Visible = want.Statuses[0].Visible
			}
			if !reflect.DeepEqual(got, &want) {
				t.Errorf("%s: the page is not the same", name)
			}
		}
	}
}
