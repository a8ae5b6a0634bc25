package weibotest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"image/gif"
	jpegs "image/jpeg"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A picture of each kind, with something random-looking behind it so that no two have the same bytes.
var (
	jpeg   = draw(func(b *bytes.Buffer, m image.Image) error { return jpegs.Encode(b, m, nil) })
	gifPic = draw(func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })
	pngPic = draw(func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
)

func draw(encode func(*bytes.Buffer, image.Image) error) []byte {
	var b bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	if err := encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestPublish(t *testing.T) {
	c := newClock(time.Date(2024, time.November, 18, 8, 19, 9, 0, time.UTC))
	srv := weibotest.NewServer(t, weibotest.WithClock(c.now))
	token := srv.Token(first)
	st := say(t, srv, token, "  一只猫  ", "lat", "40.5", "long", "0", "annotations", `[{"id":"42"}]`)
	if st.Text != "一只猫" || st.IDStr != str(st.ID) || st.User.ID != first || st.User.ScreenName != "测试用户" || st.TextLength != 6 {
		t.Errorf("%+v", st)
	}
	if st.CreatedAt != "Mon Nov 18 16:19:09 +0800 2024" {
		t.Errorf("created_at %q", st.CreatedAt)
	}
	if !strings.Contains(st.Source, weibotest.DefaultAppName+"</a>") {
		t.Errorf("source %q", st.Source)
	}
	if st.Geo == nil || fmt.Sprint(st.Geo.Coordinates) != "[40.5 0]" || fmt.Sprint(st.Annotations) != "[map[id:42]]" {
		t.Errorf("geo %v, annotations %v", st.Geo, st.Annotations)
	}
	var shown status
	get(t, srv, "/2/statuses/show.json", "access_token", srv.Token(second), "id", st.IDStr).into(&shown)
	if shown.ID != st.ID || shown.Text != st.Text || shown.User.ID != first {
		t.Errorf("%+v", shown)
	}
}

// TestMembersThatAreAlwaysThere looks at those that a struct with omitzero would lose.
func TestMembersThatAreAlwaysThere(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	var st map[string]any
	post(t, srv, "/2/statuses/share.json", "access_token", token, "status", "x").into(&st)
	want := map[string]any{"favorited": false, "truncated": false, "geo": nil, "reposts_count": 0.0, "in_reply_to_status_id": "",
		"isLongText": false, "mlevel": 0.0, "attitudes_count": 0.0}
	for name, value := range want {
		if got, ok := st[name]; !ok || got != value {
			t.Errorf("%s: %v (%v)", name, got, ok)
		}
	}
	if pics, ok := st["pic_urls"].([]any); !ok || len(pics) != 0 {
		t.Errorf("pic_urls: %v", st["pic_urls"])
	}
	if user, _ := st["user"].(map[string]any); len(user) < 48 {
		t.Errorf("a user of %d members", len(user))
	}
}

func TestRefusedTexts(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	link := "https://example.com/" + strings.Repeat("x", 100)
	tests := []struct {
		name, path, text string
		code             int
	}{
		{"blank", "/2/statuses/update.json", " \n\t", 20008},
		{"blank shared", "/2/statuses/share.json", " ", 20008},
		{"140 Han", "/2/statuses/share.json", strings.Repeat("猫", 140), 0},
		{"141 Han", "/2/statuses/share.json", strings.Repeat("猫", 141), 20012},
		{"141 Han by update", "/2/statuses/update.json", strings.Repeat("猫", 141), 20012},
		{"280 Latin", "/2/statuses/share.json", strings.Repeat("x", 280), 0},
		{"281 Latin", "/2/statuses/share.json", strings.Repeat("é", 281), 20012},
		{"70 emoji", "/2/statuses/share.json", strings.Repeat("😀", 70), 0},
		{"71 emoji", "/2/statuses/share.json", strings.Repeat("😀", 71), 20012},
		{"zero-width spaces", "/2/statuses/share.json", strings.Repeat("猫\u200b", 140), 0},
		{"130 Han and a long link", "/2/statuses/share.json", strings.Repeat("狗", 130) + link, 0},
		{"131 Han and a long link", "/2/statuses/share.json", strings.Repeat("狗", 131) + link, 20012},
		{"HTML", "/2/statuses/share.json", "<script>alert(1)</script>", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := post(t, srv, tt.path, "access_token", token, "status", tt.text)
			if tt.code != 0 {
				a.refused(tt.code)
				return
			}
			var st status
			if a.into(&st); st.Text != tt.text {
				t.Errorf("posted %q", st.Text)
			}
		})
	}
}

func TestLongText(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	long := strings.Repeat("猫", 2000)
	st := say(t, srv, token, long, "is_longtext", "1")
	if !st.IsLongText || st.Text != strings.Repeat("猫", 140) || st.TextLength != 4000 {
		t.Errorf("isLongText %v, %d bytes, textLength %d", st.IsLongText, len(st.Text), st.TextLength)
	}
	post(t, srv, "/2/statuses/update.json", "access_token", token, "status", long+"猫", "is_longtext", "1").refused(20012)
}

func TestRepeatedTexts(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	st := say(t, srv, token, "once")
	post(t, srv, "/2/statuses/update.json", "access_token", token, "status", "once").refused(20019)
	post(t, srv, "/2/statuses/share.json", "access_token", token, "status", " once ").refused(20019)
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.jpg", jpeg, "access_token", token, "status", "once").refused(20019)
	say(t, srv, srv.Token(second), "once")
	say(t, srv, token, "something else")
	say(t, srv, token, "once")
	post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", st.IDStr, "status", "once").refusedNot(t)
	post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", st.IDStr, "status", "once").refused(20019)
}

func TestStrictShare(t *testing.T) {
	const key, unbound = "1111111111", "2222222222"
	srv := weibotest.NewServer(t, weibotest.Strict(),
		weibotest.WithApp(weibotest.App{Key: key, Secret: "s", Name: `<b>"app"</b>`, SafeDomains: []string{"cats.example"}}),
		weibotest.WithApp(weibotest.App{Key: unbound, Secret: "s"}))
	token := func(key string) string {
		code := decide(t, srv, "approve", "client_id", key).Get("code")
		var tok struct {
			AccessToken string `json:"access_token"`
		}
		exchange(t, srv, code, "client_id", key, "client_secret", "s").into(&tok)
		return tok.AccessToken
	}
	tests := []struct {
		name, text string
		message    string // of the refusal
	}{
		{"no link", "一只猫", "text not find domain!"},
		{"link elsewhere", "一只猫 https://example.com/", "text not find domain!"},
		{"link to a like name", "一只猫 https://badcats.example/", "text not find domain!"},
		{"second link elsewhere", "一只猫 https://cats.example/ http://example.com", "text not find domain!"},
		{"topic", "#猫# https://cats.example/", "parameter (status)'s value invalid"},
		{"safe", "一只猫https://cats.example/1，好猫", ""},
		{"below it, with a fragment", "一只猫 https://www.cats.example/#a#", ""},
		{"one hash", "猫 #1 https://cats.example/", ""},
	}
	app := token(key)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := post(t, srv, "/2/statuses/share.json", "access_token", app, "rip", "211.156.0.1", "status", tt.text)
			if tt.message != "" {
				if r := a.refused(10017); !strings.HasPrefix(r.Error, tt.message) {
					t.Errorf("%q", r.Error)
				}
				return
			}
			var st status
			if a.into(&st); st.Source != `<a href="https://open.weibo.com" rel="nofollow">&lt;b&gt;&#34;app&#34;&lt;/b&gt;</a>` {
				t.Errorf("source %s", st.Source)
			}
		})
	}
	r := post(t, srv, "/2/statuses/share.json", "access_token", token(unbound), "rip", "211.156.0.1", "status", "https://cats.example/").refused(10017)
	if r.Error != "appkey not bind domain!" {
		t.Errorf("%q", r.Error)
	}
}

// download reads a picture back.
func download(t *testing.T, address string) *answer {
	t.Helper()
	return do(t, request(t, "GET", address, "", nil))
}

func TestPictures(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	pid := regexp.MustCompile(`^` + regexp.QuoteMeta(srv.URL) + `/sinaimg/(thumbnail|bmiddle|large)/53b515f0[0-9a-z]{14}\.(jpg|gif|png)$`)
	tests := []struct {
		name, path string
		data       []byte
		mediaType  string
	}{
		{"JPEG", "/2/statuses/share.json", jpeg, "image/jpeg"},
		{"GIF", "/2/statuses/upload.json", gifPic, "image/gif"},
		{"PNG", "/2/statuses/upload.json", pngPic, "image/png"},
		{"5 MB", "/2/statuses/share.json", append(bytes.Clone(jpeg), make([]byte, 5<<20-len(jpeg))...), "image/jpeg"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var st status
			upload(t, srv, tt.path, "pic", "whatever.txt", tt.data, "access_token", token, "status", tt.name).into(&st)
			if len(st.PicURLs) != 1 || st.PicURLs[0].ThumbnailPic != st.ThumbnailPic {
				t.Errorf("pic_urls %v", st.PicURLs)
			}
			for _, address := range []string{st.ThumbnailPic, st.BmiddlePic, st.OriginalPic, strings.Replace(st.OriginalPic, "large", "mw690", 1)} {
				if !pid.MatchString(strings.Replace(address, "mw690", "large", 1)) {
					t.Errorf("address %s", address)
				}
				a := download(t, address)
				if a.status != 200 || a.header.Get("Content-Type") != tt.mediaType || sha256.Sum256(a.body) != sha256.Sum256(tt.data) {
					t.Errorf("%s: HTTP %d, %s, %d bytes", address, a.status, a.header.Get("Content-Type"), len(a.body))
				}
			}
		})
	}
	for _, path := range []string{"large/x.jpg", "large/..%2f..%2fgo.mod", "nosize/x.jpg", "avatar/1.png", "avatar/../../x.png"} {
		if a := download(t, srv.URL+"/sinaimg/"+path); a.status == http.StatusOK {
			t.Errorf("%s: HTTP %d", path, a.status)
		}
	}
	if a := download(t, srv.URL+"/sinaimg/avatar/1404376560.png"); a.header.Get("Content-Type") != "image/png" || !bytes.HasPrefix(a.body, []byte("\x89PNG")) {
		t.Errorf("avatar: HTTP %d %v", a.status, a.header)
	}
}

func TestRefusedPictures(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	tests := []struct {
		name, path, field string
		data              []byte
		code              int
	}{
		{"text", "/2/statuses/upload.json", "pic", []byte("no picture"), 20005},
		{"text shared", "/2/statuses/share.json", "pic", []byte("no picture"), 20005},
		{"WebP", "/2/statuses/upload.json", "pic", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), 20005},
		{"above 5 MB", "/2/statuses/upload.json", "pic", append(bytes.Clone(jpeg), make([]byte, 5<<20)...), 20006},
		{"above 5 MB, uploaded", "/2/statuses/upload_pic.json", "pic", append(bytes.Clone(jpeg), make([]byte, 5<<20)...), 20006},
		{"empty", "/2/statuses/upload.json", "pic", nil, 20007},
		{"another field", "/2/statuses/upload.json", "picture", jpeg, 20007},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pairs := []string{"access_token", token, "status", "x"}
			if strings.Contains(tt.path, "upload_pic") {
				pairs = pairs[:2]
			}
			upload(t, srv, tt.path, tt.field, "a.jpg", tt.data, pairs...).refused(tt.code)
		})
	}
	post(t, srv, "/2/statuses/upload.json", "access_token", token, "status", "x", "pic", "x").refused(20007)
	if p := timeline(t, srv, "/2/statuses/user_timeline.json", token); len(p.Statuses) != 0 {
		t.Errorf("posted %+v", p.Statuses)
	}
}

// TestNoFileChosen posts what a browser does with a form whose file was left empty.
func TestNoFileChosen(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	upload(t, srv, "/2/statuses/share.json", "pic", "", nil, "access_token", token, "status", "x").refusedNot(t)
	upload(t, srv, "/2/statuses/share.json", "pic", "empty.jpg", nil, "access_token", token, "status", "y").refused(20007)
	upload(t, srv, "/2/statuses/upload.json", "pic", "", nil, "access_token", token, "status", "y").refused(20007)
}

func TestSeveralPictures(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	var pids []string
	data := [][]byte{jpeg, gifPic, pngPic}
	for _, d := range data {
		var pic struct {
			PicID        string `json:"pic_id"`
			ThumbnailPic string `json:"thumbnail_pic"`
			OriginalPic  string `json:"original_pic"`
		}
		upload(t, srv, "/2/statuses/upload_pic.json", "pic", "a", d, "access_token", token).into(&pic)
		if len(pic.PicID) != 22 || !strings.Contains(pic.ThumbnailPic, "/thumbnail/"+pic.PicID) {
			t.Fatalf("%+v", pic)
		}
		pids = append(pids, pic.PicID)
	}
	var st status
	const path = "/2/statuses/upload_url_text.json"
	post(t, srv, path, "access_token", token, "status", "three", "pic_id", strings.Join(pids, ",")).into(&st)
	if len(st.PicURLs) != 3 || !strings.Contains(st.OriginalPic, pids[0]) {
		t.Fatalf("%+v", st)
	}
	for i, pic := range st.PicURLs {
		if a := download(t, strings.Replace(pic.ThumbnailPic, "thumbnail", "large", 1)); !bytes.Equal(a.body, data[i]) {
			t.Errorf("picture %d: HTTP %d", i, a.status)
		}
	}
	post(t, srv, path, "access_token", token, "status", "x", "pic_id", pids[0]+",x").refused(10017)
	post(t, srv, path, "access_token", token, "status", "x", "pic_id", strings.Repeat("x,", 10)).refused(10017)
	post(t, srv, path, "access_token", token, "status", "x").refused(10016)
	post(t, srv, path, "access_token", token, "status", "x", "url", "ftp://example.com/cat.jpg").refused(10017)

	post(t, srv, path, "access_token", token, "status", "by address", "url", "http://example.com/cat.jpg").into(&st)
	if a := download(t, st.OriginalPic); a.header.Get("Content-Type") != "image/png" {
		t.Errorf("placeholder: HTTP %d %v", a.status, a.header)
	}
}

// TestClient posts a picture with the client of this module and reads it back.
func TestClient(t *testing.T) {
	srv := weibotest.NewServer(t)
	client := srv.Client()
	st, err := client.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{
		Status: "一只猫 https://example.com/cat",
		Pic:    weibo.PictureBytes(jpeg),
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := download(t, st.OriginalPic); sha256.Sum256(a.body) != sha256.Sum256(jpeg) {
		t.Errorf("HTTP %d, %d bytes", a.status, len(a.body))
	}
	me, err := client.Users.Show(t.Context(), weiboapi.UsersShowParams{UID: first})
	if err != nil || me.Status == nil || me.Status.ID != st.ID || me.StatusesCount != 1 {
		t.Errorf("%+v, %v", me, err)
	}
	if len(srv.Requests()[0].Undeclared) != 0 {
		t.Errorf("%+v", srv.Requests()[0])
	}
}

func TestRepost(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	original := say(t, srv, one, "original")
	const path = "/2/statuses/repost.json"
	var repost, again status
	post(t, srv, path, "access_token", two, "id", original.IDStr).into(&repost)
	if repost.Text != "转发微博" || repost.Retweeted.ID != original.ID || repost.PID != 0 || repost.Retweeted.User.ID != first {
		t.Errorf("%+v", repost)
	}
	post(t, srv, path, "access_token", one, "id", repost.IDStr, "status", "好猫").into(&again)
	if again.Text != "好猫" || again.Retweeted.ID != original.ID || again.PID != repost.ID {
		t.Errorf("%+v", again)
	}
	count := func(id string) status {
		var st status
		get(t, srv, "/2/statuses/show.json", "access_token", one, "id", id).into(&st)
		return st
	}
	if a, b := count(original.IDStr), count(repost.IDStr); a.Reposts != 2 || b.Reposts != 1 {
		t.Errorf("%d and %d reposts", a.Reposts, b.Reposts)
	}
	post(t, srv, path, "access_token", one, "id", "1").refused(20101)

	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", again.IDStr).refusedNot(t)
	if a := count(original.IDStr); a.Reposts != 1 {
		t.Errorf("%d reposts after one was deleted", a.Reposts)
	}
	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", original.IDStr).refusedNot(t)
	if left := count(repost.IDStr).Retweeted; left.Deleted != "1" || left.User != nil || left.Text != "此微博已被原作者删除。" || left.ID != original.ID {
		t.Errorf("%+v", left)
	}
	post(t, srv, path, "access_token", one, "id", repost.IDStr).refused(20101)
}

func TestRepostAndComment(t *testing.T) {
	tests := []struct {
		isComment         string
		reposted, further int // comments on what was reposted, and on its original
	}{{"0", 0, 0}, {"1", 1, 0}, {"2", 0, 1}, {"3", 1, 1}}
	for _, tt := range tests {
		t.Run(tt.isComment, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			token := srv.Token(first)
			original := say(t, srv, token, "original")
			var repost status
			post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", original.IDStr, "status", "a").into(&repost)
			post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", repost.IDStr, "status", "b", "is_comment", tt.isComment).refusedNot(t)
			post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", original.IDStr, "status", "c", "is_comment", tt.isComment).refusedNot(t)
			fromOriginal := min(1, tt.reposted+tt.further) // there, both are the same
			if got := comments(t, srv, token, repost.IDStr).TotalNumber; got != tt.reposted {
				t.Errorf("%d comments on the repost", got)
			}
			if got := comments(t, srv, token, original.IDStr).TotalNumber; got != tt.further+fromOriginal {
				t.Errorf("%d comments on the original", got)
			}
		})
	}
}

func TestDestroyStatus(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	st := say(t, srv, one, "x")
	const path = "/2/statuses/destroy.json"
	post(t, srv, path, "access_token", two, "id", st.IDStr).refused(20102)
	var gone status
	if post(t, srv, path, "access_token", one, "id", st.IDStr).into(&gone); gone.Text != "x" || gone.ID != st.ID {
		t.Errorf("%+v", gone)
	}
	post(t, srv, path, "access_token", one, "id", st.IDStr).refused(20101)
	get(t, srv, "/2/statuses/show.json", "access_token", one, "id", st.IDStr).refused(20101)
	if p := timeline(t, srv, "/2/statuses/home_timeline.json", one); len(p.Statuses) != 0 {
		t.Errorf("%+v", p)
	}
	say(t, srv, one, "x") // the same text is no repetition any more
}

func TestCount(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	a, b := say(t, srv, token, "a"), say(t, srv, token, "b")
	post(t, srv, "/2/comments/create.json", "access_token", token, "id", b.IDStr, "comment", "c").refusedNot(t)
	post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", a.IDStr).refusedNot(t)
	answer := get(t, srv, "/2/statuses/count.json", "access_token", token, "ids", a.IDStr+", 7,"+b.IDStr)
	var counts []struct{ ID, Comments, Reposts int64 }
	answer.into(&counts)
	if len(counts) != 2 || counts[0].ID != a.ID || counts[0].Reposts != 1 || counts[1].ID != b.ID || counts[1].Comments != 1 {
		t.Errorf("%+v", counts)
	}
	var raw []map[string]any
	if json.Unmarshal(answer.body, &raw); raw[0]["attitudes"] != 0.0 {
		t.Errorf("%v", raw)
	}
	if get(t, srv, "/2/statuses/count.json", "access_token", token, "ids", "7").into(&counts); counts == nil || len(counts) != 0 {
		t.Errorf("%v", counts)
	}
}
