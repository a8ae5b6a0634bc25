package weibotest_test

import (
	"net/http"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// shorten returns the short link of an address.
func shorten(t *testing.T, srv *weibotest.Server, token, long string) string {
	t.Helper()
	var a struct {
		URLs []struct {
			Short  string `json:"url_short"`
			Long   string `json:"url_long"`
			Result bool   `json:"result"`
		} `json:"urls"`
	}
	get(t, srv, "/2/short_url/shorten.json", "access_token", token, "url_long", long).into(&a)
	if len(a.URLs) != 1 || a.URLs[0].Long != long || !a.URLs[0].Result {
		t.Fatalf("%+v", a)
	}
	return a.URLs[0].Short
}

func TestShortURLs(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	const long = "https://example.com/cat?a=b#c"
	short := shorten(t, srv, token, long)
	if again := shorten(t, srv, token, long); again != short {
		t.Errorf("%s is now %s", short, again)
	}
	if other := shorten(t, srv, token, "https://example.com/dog"); other == short {
		t.Errorf("both are %s", short)
	}
	for range 2 {
		if a := do(t, request(t, "GET", short, "", nil)); a.status != http.StatusFound || a.header.Get("Location") != long {
			t.Errorf("HTTP %d to %q", a.status, a.header.Get("Location"))
		}
	}
	if a := do(t, request(t, "GET", srv.URL+"/t.cn/nothing", "", nil)); a.status != http.StatusNotFound {
		t.Errorf("an unknown link: HTTP %d", a.status)
	}
	type link struct {
		Short    string `json:"url_short"`
		Long     string `json:"url_long"`
		Result   bool   `json:"result"`
		Clicks   int    `json:"clicks"`
		Shares   int    `json:"share_counts"`
		Comments int    `json:"comment_counts"`
	}
	ask := func(path string, pairs ...string) (l []link) {
		t.Helper()
		var a struct{ URLs []link }
		get(t, srv, "/2/short_url/"+path+".json", append(pairs, "access_token", token)...).into(&a)
		return a.URLs
	}
	if l := ask("expand", "url_short", short); l[0].Long != long || !l[0].Result {
		t.Errorf("%+v", l)
	}
	weibos := "http://t.cn/" + short[len(short)-7:] // as Weibo writes it
	if l := ask("expand", "url_short", weibos); l[0].Long != long {
		t.Errorf("%+v", l)
	}
	if l := ask("expand", "url_short", "http://t.cn/unknown"); l[0].Result || l[0].Long != "" {
		t.Errorf("%+v", l)
	}
	for _, long := range []string{"javascript:alert(1)", "cat", "http://"} {
		if l := ask("shorten", "url_long", long); l[0].Result || l[0].Short != "" {
			t.Errorf("%s: %+v", long, l)
		}
	}
	if l := ask("clicks", "url_short", short); l[0].Clicks != 2 {
		t.Errorf("%+v", l)
	}
	a, b := say(t, srv, token, "see "+short), say(t, srv, token, "or "+long)
	commentOn(t, srv, token, a.IDStr, long)
	if l := ask("share/counts", "url_short", short); l[0].Shares != 2 {
		t.Errorf("%+v", l)
	}
	if l := ask("comment/counts", "url_short", short); l[0].Comments != 1 {
		t.Errorf("%+v", l)
	}
	var shared struct {
		Statuses []status `json:"share_statuses"`
	}
	get(t, srv, "/2/short_url/share/statuses.json", "access_token", token, "url_short", short).into(&shared)
	if len(shared.Statuses) != 2 || shared.Statuses[0].ID != b.ID {
		t.Errorf("%+v", shared)
	}
	post(t, srv, "/2/statuses/destroy.json", "access_token", token, "id", a.IDStr).refusedNot(t)
	if l := ask("share/counts", "url_short", short); l[0].Shares != 1 {
		t.Errorf("%+v", l)
	}
}
