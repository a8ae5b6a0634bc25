package ids_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

const (
	uid = 1404376560
	id  = 3436240135184587 // yfcLPlKKn
)

func TestStatusURL(t *testing.T) {
	for _, c := range []struct {
		uid, id int64
		want    string
	}{
		{uid, id, "https://weibo.com/1404376560/yfcLPlKKn"},
		{0, id, "https://m.weibo.cn/status/3436240135184587"},
		{uid, 0, ""},
		{0, -1, ""},
	} {
		if got := ids.StatusURL(c.uid, c.id); got != c.want {
			t.Errorf("StatusURL(%d, %d) = %q, want %q", c.uid, c.id, got, c.want)
		}
	}
}

func TestParseStatusURL(t *testing.T) {
	for address, want := range map[string]int64{
		"https://weibo.com/1404376560/yfcLPlKKn":                                    uid,
		"http://weibo.com/1404376560/yfcLPlKKn":                                     uid,
		"HTTPS://WWW.Weibo.COM/1404376560/yfcLPlKKn":                                uid,
		"https://weibo.com:443/1404376560/yfcLPlKKn/":                               uid,
		"//weibo.com/1404376560/yfcLPlKKn":                                          uid,
		"weibo.com/1404376560/yfcLPlKKn":                                            uid,
		"www.weibo.com/1404376560/yfcLPlKKn?u=http://example.com":                   uid,
		"https://weibo.com/1404376560/3436240135184587":                             uid,
		"https://weibo.com/1404376560/yfcLPlKKn?from=page_100505&wvr=6#comment":     uid,
		"https://weibo.com/1404376560/yfcLPlKKn#_rnd1":                              uid,
		" https://weibo.com/1404376560/yfcLPlKKn 快来看":                               uid,
		"https://weibo.com/1404376560/yfcLPlKKn，快来看":                                uid,
		"https://weibo.com/1404376560/yfcLPlKKn).":                                  uid,
		"https://weibo.com/1404376560/yfcLPlKKn\n":                                  uid,
		"https://weibo.com/detail/3436240135184587":                                 0,
		"https://weibo.com/detail/yfcLPlKKn":                                        0,
		"https://weibo.com/status/yfcLPlKKn":                                        0,
		"https://m.weibo.cn/status/yfcLPlKKn":                                       0,
		"https://m.weibo.cn/status/3436240135184587?wm=3333_2001&from=109A193010":   0,
		"http://m.weibo.cn/status/3436240135184587?":                                0,
		"https://m.weibo.cn/detail/3436240135184587#repost":                         0,
		"http://m.weibo.cn/1404376560/3436240135184587 \u200b":                      uid,
		"https://m.weibo.cn/statuses/show?id=yfcLPlKKn":                             0,
		"https://weibo.cn/comment/yfcLPlKKn?uid=1404376560&rl=0#cmtfrm":             uid,
		"https://weibo.cn/comment/hot/yfcLPlKKn?rl=1":                               0,
		"https://weibo.cn/repost/yfcLPlKKn?uid=1404376560":                          uid,
		"https://weibo.cn/attitude/yfcLPlKKn/add":                                   0,
		"https://share.api.weibo.cn/share/304950356,3436240135184587.html":          0,
		"https://share.api.weibo.cn/share/3049,3436240135184587.html?weibo_id=1":    0,
		"http://weibointl.api.weibo.cn/share/138.html?weibo_id=3436240135184587&a=": 0,
		"https://api.weibo.com/2/statuses/go?uid=1404376560&id=3436240135184587":    uid,
		"sinaweibo://detail?mblogid=3436240135184587&luicode=20000061":              0,
		"sinaweibo://detail/?mblogid=yfcLPlKKn":                                     0,
	} {
		gotUID, gotID, err := ids.ParseStatusURL(address)
		if gotUID != want || gotID != id || err != nil {
			t.Errorf("ParseStatusURL(%q) = %d, %d, %v, want %d, %d", address, gotUID, gotID, err, want, int64(id))
		}
	}
}

func TestParseStatusURLErrors(t *testing.T) {
	for _, address := range []string{
		"", " ", "yfcLPlKKn", "3436240135184587", "https://", "https://weibo.com", "https://weibo.com/", "https://weibo.com/1404376560",
		"https://weibo.com/u/1404376560", "https://weibo.com/n/example", "https://weibo.com/p/1005051404376560",
		"https://weibo.com/1404376560/follow", "https://weibo.com/1404376560/profile", "https://weibo.com/1404376560/myfollow",
		"https://weibo.com/1404376560/home?wvr=5", "https://weibo.com/1404376560/12345",
		"https://weibo.com/tv/show/1034:3436240135184587", "https://weibo.com/-1404376560/yfcLPlKKn",
		"https://weibo.com/1404376560/ZZZZZZZZZ", "https://weibo.com/1404376560/99999999999999999999",
		"https://weibo.com/99999999999999999999/yfcLPlKKn", "https://m.weibo.cn/detail/-3436240135184587",
		"https://t.cn/A6example", "https://example.com/1404376560/yfcLPlKKn", "https://weibo.com.example.com/1404376560/yfcLPlKKn",
		"https://weibo.com@example.com/1404376560/yfcLPlKKn", "https://example.com/https://weibo.com/1404376560/yfcLPlKKn",
		"https://example.com/?u=https://weibo.com/1404376560/yfcLPlKKn", "ftp://weibo.com/1404376560/yfcLPlKKn",
		"javascript://weibo.com/1404376560/yfcLPlKKn", "sinaweibo://userinfo?mblogid=yfcLPlKKn", "https://weibo.com/%zz/yfcLPlKKn",
		"https://m.weibo.cn/statuses/extend?id=yfcLPlKKn", "https://api.weibo.com/2/statuses/show.json?id=3436240135184587",
		"https://share.api.weibo.cn/share", "https://weibo.cn/comment/hot", "看 https://weibo.com/1404376560/yfcLPlKKn",
	} {
		gotUID, gotID, err := ids.ParseStatusURL(address)
		if gotUID != 0 || gotID != 0 || !errors.Is(err, ids.ErrInvalid) {
			t.Errorf("ParseStatusURL(%q) = %d, %d, %v, want an error", address, gotUID, gotID, err)
		}
	}
}

func TestStatusURLRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		wantUID, wantID := r.Int64N(1e10), 3e15+r.Int64N(3e15)
		address := ids.StatusURL(wantUID, wantID)
		gotUID, gotID, err := ids.ParseStatusURL(address)
		if gotUID != wantUID || gotID != wantID || err != nil {
			t.Fatalf("%d, %d became %s and then %d, %d, %v", wantUID, wantID, address, gotUID, gotID, err)
		}
	}
}

func FuzzParseStatusURL(f *testing.F) {
	f.Add("https://weibo.com/1404376560/yfcLPlKKn?from=x#y")
	f.Add("https://m.weibo.cn/status/3436240135184587 text")
	f.Add("sinaweibo://detail?mblogid=3436240135184587")
	f.Add("https://share.api.weibo.cn/share/304950356,3436240135184587.html")
	f.Add("//weibo.cn/comment/hot/yfcLPlKKn?uid=%")
	f.Fuzz(func(t *testing.T, s string) {
		gotUID, gotID, err := ids.ParseStatusURL(s)
		if (err == nil) != (gotID > 0) || gotUID < 0 || err != nil && gotUID != 0 {
			t.Fatalf("ParseStatusURL(%q) = %d, %d, %v", s, gotUID, gotID, err)
		}
		if err != nil {
			return
		}
		againUID, againID, err := ids.ParseStatusURL(ids.StatusURL(gotUID, gotID))
		if len(ids.Base62(gotID)) >= 9 && (againUID != gotUID || againID != gotID || err != nil) {
			t.Errorf("%q gave %d, %d, and then %d, %d, %v", s, gotUID, gotID, againUID, againID, err)
		}
	})
}
