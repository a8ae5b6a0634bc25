package weiboapi_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// status decodes a status as a call does.
func status(t *testing.T, text string) *weiboapi.Status {
	t.Helper()
	var s weiboapi.Status
	if err := weibo.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

const date = `"created_at":"Tue May 31 17:46:55 +0800 2011"`

func TestIsDeleted(t *testing.T) {
	for text, want := range map[string]bool{
		`{"id":1,"text":"hi",` + date + `}`:                                                  false,
		`{"id":1,"text":"hi",` + date + `,"deleted":"0"}`:                                    false,
		`{"id":1,"text":"hi",` + date + `,"deleted":""}`:                                     false,
		`{"id":1,"text":"hi",` + date + `,"deleted":false}`:                                  false,
		`{"id":1,"text":"此微博已被原作者删除。",` + date + `,"deleted":"1","user":{"id":1404376560}}`:  true,
		`{"id":1,"text":"此微博已被原作者删除。",` + date + `,"deleted":1}`:                             true,
		`{"id":1,"text":"此微博已被原作者删除。",` + date + `,"deleted":true}`:                          true,
		`{"id":1,"text":"此微博已被原作者删除。"}`:                                                      true,
		`{"id":1,"text":"此微博已被原作者删除。","created_at":"","user":null,"pic_urls":[],"geo":null}`: true,
		`{}`: false,
	} {
		if got := status(t, text).IsDeleted(); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func TestAuthor(t *testing.T) {
	for text, want := range map[string]weiboapi.User{
		`{"id":1,"user":{"id":1404376560,"screen_name":"测试用户"}}`: {ID: 1404376560, ScreenName: "测试用户"},
		`{"id":1,"user":1404376560}`:                             {ID: 1404376560},
		`{"id":1,"user":"1404376560"}`:                           {ID: 1404376560},
		`{"id":1,"uid":"1404376560"}`:                            {ID: 1404376560},
		`{"id":1,"uid":1404376560,"user":null}`:                  {ID: 1404376560},
		`{"id":1}`:                                               {},
		`{"id":1,"user":{}}`:                                     {},
		`{"id":1,"user":[]}`:                                     {},
	} {
		if got := status(t, text).Author(); got == nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v", text, got)
		}
	}
	var c weiboapi.Comment
	if err := weibo.Unmarshal([]byte(`{"id":1,"user":1404376560}`), &c); err != nil || c.Author().ID != 1404376560 {
		t.Errorf("%+v, %v", c.User, err)
	}
	if got := new(weiboapi.Comment).Author(); got == nil {
		t.Error("a comment without an author has a nil one")
	}
}

func TestOriginal(t *testing.T) {
	if s := status(t, `{"id":2,`+date+`,"retweeted_status":{"id":1,"text":"此微博已被原作者删除。","deleted":"1"}}`); !s.Original().IsDeleted() || s.Original().ID != 1 {
		t.Errorf("%+v", s.Original())
	}
	for _, text := range []string{`{"id":1}`, `{"id":1,"retweeted_status":null}`, `{"id":1,"retweeted_status":{}}`, `{"id":1,"retweeted_status":""}`} {
		if s := status(t, text); s.Original() != nil {
			t.Errorf("%s reposts %+v", text, s.Original())
		}
	}
}

func TestPublished(t *testing.T) {
	if at, ok := status(t, `{"id":1,`+date+`}`).Published(); !ok || !at.Equal(time.Unix(1306835215, 0)) {
		t.Errorf("%v, %t", at, ok)
	}
	for _, text := range []string{`{"id":1}`, `{"id":1,"created_at":""}`, `{"id":1,"created_at":null}`} {
		if at, ok := status(t, text).Published(); ok || !at.IsZero() {
			t.Errorf("%s: %v", text, at)
		}
	}
}

// picture is one in three sizes.
func picture(host, id, ext string) weiboapi.StatusPicture {
	at := func(size string) string { return host + "/" + size + "/" + id + ext }
	return weiboapi.StatusPicture{ID: id, Thumbnail: at("thumbnail"), Middle: at("bmiddle"), Original: at("large")}
}

func TestPictures(t *testing.T) {
	const one, two, gif = "53b515f0jw1example001j", "53b515f0jw1example002j", "53b515f0jw1example001g"
	first := `"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/` + one + `.jpg","bmiddle_pic":"http://ww1.sinaimg.cn/bmiddle/` + one +
		`.jpg","original_pic":"http://ww1.sinaimg.cn/large/` + one + `.jpg"`
	ww1 := func(id string) weiboapi.StatusPicture { return picture("http://ww1.sinaimg.cn", id, ".jpg") }
	for _, test := range []struct {
		name, members string
		want          []weiboapi.StatusPicture
	}{
		{"none", `"pic_urls":[]`, nil},
		{"none of no form", `"pic_urls":null,"pic_ids":[],"thumbnail_pic":""`, nil},
		{"timeline", `"pic_urls":[{"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/` + one + `.jpg"},null,{"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/` +
			two + `.jpg"}],` + first, []weiboapi.StatusPicture{ww1(one), ww1(two)}},
		{"timeline that repeats one", `"pic_urls":[{"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/` + one + `.jpg"},{"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/` +
			one + `.jpg"}]`, []weiboapi.StatusPicture{ww1(one)}},
		{"before there were several", first, []weiboapi.StatusPicture{ww1(one)}},
		{"original only", `"original_pic":"http://ww1.sinaimg.cn/large/` + one + `.jpg"`, []weiboapi.StatusPicture{ww1(one)}},
		{"search", `"pic_ids":["` + one + `","` + two + `","` + gif + `"],` + first,
			[]weiboapi.StatusPicture{ww1(one), picture("https://ww4.sinaimg.cn", two, ".jpg"), picture("https://ww2.sinaimg.cn", gif, ".gif")}},
		{"id of another kind", `"pic_ids":["?"]`, []weiboapi.StatusPicture{{ID: "?"}}},
		{"pic_infos", `"pic_ids":["` + one + `"],"pic_infos":{"` + one + `":{"large":{"url":"http://example.com/large/a.jpg"}}}`,
			[]weiboapi.StatusPicture{{ID: one, Thumbnail: "http://example.com/thumbnail/a.jpg", Middle: "http://example.com/bmiddle/a.jpg", Original: "http://example.com/large/a.jpg"}}},
		{"of 2010", `"thumbnail_pic":"http://ss7.sinaimg.cn/orignal/53b515f0t8example0001&690"`,
			[]weiboapi.StatusPicture{{Thumbnail: "http://ss7.sinaimg.cn/orignal/53b515f0t8example0001&690"}}},
		{"signed", `"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/a.jpg?Expires=1&ssig=b"`,
			[]weiboapi.StatusPicture{{Thumbnail: "http://ww1.sinaimg.cn/thumbnail/a.jpg?Expires=1&ssig=b"}}},
		{"addresses of no form", `"pic_urls":[{"thumbnail_pic":"a"},{"thumbnail_pic":"b"},{"thumbnail_pic":"a"}]`,
			[]weiboapi.StatusPicture{{Thumbnail: "a"}, {Thumbnail: "b"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := status(t, `{"id":1,`+test.members+`}`).Pictures(); !slices.Equal(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// The sandbox serves pictures of its own: their addresses lead there.
func TestPicturesOfSandbox(t *testing.T) {
	client := weibotest.NewServer(t).Client()
	gif := []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
	s, err := client.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: "https://example.com/cat", Pic: weibo.PictureBytes(gif)})
	if err != nil {
		t.Fatal(err)
	}
	pictures := s.Pictures()
	if len(pictures) != 1 || pictures[0].Thumbnail != s.ThumbnailPic || pictures[0].Middle != s.BmiddlePic || pictures[0].Original != s.OriginalPic ||
		pictures[0].ID == "" || !strings.Contains(s.OriginalPic, pictures[0].ID) {
		t.Errorf("%+v", pictures)
	}
	if s.IsDeleted() || s.Author().ID == 0 || s.Audience() != weiboapi.AudienceEverybody {
		t.Errorf("%+v", s)
	}
}

func TestAudience(t *testing.T) {
	for visible, want := range map[string]weiboapi.Audience{
		`{"type":0,"list_id":0}`:            weiboapi.AudienceEverybody,
		`{"type":1,"list_id":0}`:            weiboapi.AudienceAuthor,
		`{"type":"1"}`:                      weiboapi.AudienceAuthor,
		`{"type":2,"list_id":0}`:            weiboapi.AudienceUnknown,
		`{"type":3,"list_id":201105310001}`: weiboapi.AudienceGroup,
		`{"type":4,"list_id":0}`:            weiboapi.AudienceFriends,
		`null`:                              weiboapi.AudienceUnknown,
	} {
		if got := status(t, `{"id":1,"visible":`+visible+`}`).Audience(); got != want {
			t.Errorf("%s: %d", visible, got)
		}
	}
}

// The numbers of the parameter, as the description has them.
func TestAudienceAsParameter(t *testing.T) {
	srv := weibotest.NewServer(t)
	for want, audience := range []weiboapi.Audience{weiboapi.AudienceEverybody, weiboapi.AudienceAuthor, weiboapi.AudienceFriends, weiboapi.AudienceGroup} {
		if int(audience) != want {
			t.Errorf("audience %d, want %d", audience, want)
		}
	}
	s, err := srv.Client().Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: "hi", Visible: int(weiboapi.AudienceFriends)})
	if err != nil || s.Audience() != weiboapi.AudienceFriends {
		t.Errorf("sent for close friends, came back for %d (%+v), %v", s.Audience(), s.Visible, err)
	}
}

func TestPoint(t *testing.T) {
	for geo, want := range map[string][2]float64{
		`{"type":"Point","coordinates":[40.413467,116.646439]}`:     {40.413467, 116.646439},
		`{"type":"Point","coordinates":["40.413467","116.646439"]}`: {40.413467, 116.646439},
		`{"latitude":"40.413467","longitude":"116.646439"}`:         {40.413467, 116.646439},
		`{"coordinates":[0,116.5]}`:                                 {0, 116.5},
		`{"coordinates":[-90,-180]}`:                                {-90, -180},
		`{"coordinates":[0.0,0.0]}`:                                 {},
		`{"coordinates":[116.646439,40.413467]}`:                    {},
		`{"coordinates":[40.413467]}`:                               {},
		`{"latitude":"40.413467"}`:                                  {},
		`{"latitude":"NaN","longitude":"NaN"}`:                      {},
		`{"latitude":"","longitude":""}`:                            {},
		`null`:                                                      {},
		`""`:                                                        {},
		`{}`:                                                        {},
	} {
		latitude, longitude, ok := status(t, `{"id":1,"geo":`+geo+`}`).Point()
		if [2]float64{latitude, longitude} != want || ok != (want != [2]float64{}) {
			t.Errorf("%s: %v %v %t", geo, latitude, longitude, ok)
		}
	}
	if _, _, ok := (&weiboapi.Geo{Coordinates: []float64{math.NaN(), math.Inf(1)}}).Point(); ok {
		t.Error("NaN is a place")
	}
}

func TestSex(t *testing.T) {
	for gender, want := range map[string]weiboapi.Sex{
		"m": weiboapi.SexMale, "f": weiboapi.SexFemale, "n": weiboapi.SexUnknown, "": weiboapi.SexUnknown, "x": weiboapi.SexUnknown,
	} {
		if got := (&weiboapi.User{Gender: gender}).Sex(); got != want {
			t.Errorf("%q: %q", gender, got)
		}
	}
}

func TestVerification(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":1,"verified":true,"verified_type":0}`:    "celebrity",
		`{"id":1,"verified":true,"verified_type":"2"}`:  "enterprise",
		`{"id":1,"verified":true,"verified_type":7}`:    "organisation",
		`{"id":1,"verified":false,"verified_type":-1}`:  "not verified",
		`{"id":1,"verified":false,"verified_type":220}`: "verification 220",
		`{"id":1,"verified_type":8}`:                    "verification 8",
		`{"id":1,"verified_type":-2}`:                   "verification -2",
		`{"id":1}`:                                      "not verified",
	} {
		var u weiboapi.User
		if err := weibo.Unmarshal([]byte(text), &u); err != nil {
			t.Fatal(err)
		}
		if got := u.Verification().String(); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// Every reader may be called on nil, and on what is empty. None changes what it reads.
func TestNil(t *testing.T) {
	full := status(t, `{"id":1,`+date+`,"user":1,"pic_ids":["53b515f0jw1example001j"],"pic_urls":[{"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/a.jpg"}],"geo":{"coordinates":[1,2]},"visible":{"type":1}}`)
	before, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	called := 0
	for _, model := range []any{
		(*weiboapi.Status)(nil), new(weiboapi.Status), full, (*weiboapi.Comment)(nil), new(weiboapi.Comment), (*weiboapi.User)(nil), new(weiboapi.User),
		(*weiboapi.Geo)(nil), new(weiboapi.Geo), (*weiboapi.Visible)(nil), new(weiboapi.Visible),
	} {
		for _, m := range reflect.ValueOf(model).Methods() {
			if m.Type().NumIn() == 0 {
				m.Call(nil)
				called++
			}
		}
	}
	after, err := json.Marshal(full)
	if err != nil || string(before) != string(after) || called < 30 {
		t.Errorf("%d readers called, %v\nbefore %s\nafter  %s", called, err, before, after)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":1,` + date + `,"pic_ids":["53b515f0jw1example001j"],"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/a.jpg","retweeted_status":{"id":2,"deleted":"1"}}`))
	f.Add([]byte(`{"id":1,"geo":{"latitude":"1","longitude":"2"},"pic_urls":[{"thumbnail_pic":"//"},{"thumbnail_pic":"/thumbnail/"}],"user":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s *weiboapi.Status
		if weibo.Unmarshal(data, &s) != nil {
			return
		}
		for ; s != nil; s = s.Original() {
			if s.Author() == nil {
				t.Fatal("nil author")
			}
			if latitude, longitude, ok := s.Point(); !ok && (latitude != 0 || longitude != 0) {
				t.Fatal("a place that is none")
			}
			seen := map[weiboapi.StatusPicture]bool{}
			for _, p := range s.Pictures() {
				if seen[p] || p == (weiboapi.StatusPicture{}) {
					t.Fatalf("%+v is empty or comes twice", p)
				}
				seen[p] = true
			}
			s.IsDeleted()
			s.Audience()
		}
	})
}

func BenchmarkPictures(b *testing.B) {
	var s weiboapi.Status
	text := `{"id":1,` + date + `,"pic_ids":["53b515f0jw1example001j","53b515f0jw1example002j","53b515f0jw1example003j"]}`
	if err := weibo.Unmarshal([]byte(text), &s); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Pictures()) != 3 {
			b.Fatal(s.Pictures())
		}
	}
}
