package check_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/check"
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

var (
	jpeg  = weibo.PictureBytes([]byte("\xFF\xD8\xFF\xE0 and so on"))
	notes = weibo.PictureBytes([]byte("notes"))
	huge  = weibo.PictureFrom("a.jpg", func() (io.ReadCloser, int64, error) {
		return io.NopCloser(strings.NewReader("\xFF\xD8\xFF")), weibo.MaxPicture + 1, nil
	})
	gone = weibo.PictureFile("no-such.jpg")
)

// found are the problems of an error, as short as can be: parameter, rule, limit and value.
func found(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var e *check.Error
	if !errors.As(err, &e) || len(e.Problems) == 0 {
		t.Fatalf("got %T: %v", err, err)
	}
	var list []string
	for _, p := range e.Problems {
		list = append(list, fmt.Sprintf("%s %d [%s] %s", p.Param, p.Rule, p.Limit, p.Value))
	}
	return list
}

func problem(param string, rule check.Rule, limit, value string) string {
	return fmt.Sprintf("%s %d [%s] %s", param, rule, limit, value)
}

func TestShare(t *testing.T) {
	const safe = "example.com, example.org"
	foreign := func(host string) string { return problem("status", check.LinkForeign, safe, host) }
	for status, want := range map[string][]string{
		"一只猫 https://example.com/cat":                      nil,
		"一只猫 https://EXAMPLE.com/cat":                      nil,
		"一只猫 http://www.example.org":                       nil,
		"一只猫 https://a.b.example.com:8080/cat?a=b#c":       nil,
		"https://example.com/1 https://m.example.org/2":    nil,
		strings.Repeat("猫", 129) + " https://example.com/": nil,
		"":                                 {problem("status", check.TextEmpty, "", ""), problem("status", check.LinkMissing, safe, "")},
		" \n\t":                            {problem("status", check.TextEmpty, "", ""), problem("status", check.LinkMissing, safe, "")},
		"一只猫":                              {problem("status", check.LinkMissing, safe, "")},
		"一只猫 example.com/cat":              {problem("status", check.LinkMissing, safe, "")},
		"https://example.net/":             {foreign("example.net")},
		"https://badexample.com/":          {foreign("badexample.com")},
		"https://example.com.evil.net/":    {foreign("example.com.evil.net")},
		"https://example.com:80@evil.net/": {foreign("evil.net")},
		"https://t.cn/A6abcdef":            {foreign("t.cn")},
		"https://example.com https://a.net https://b.net https://a.net/": {foreign("a.net"), foreign("b.net")},
		"#猫# https://example.com/":                                       {problem("status", check.TextTopic, "", "#猫#")},
		"#猫 https://example.com/a#b":                                     nil,
		strings.Repeat("猫", 130) + " https://example.com/":               {problem("status", check.TextTooLong, "280", "281")},
		strings.Repeat("a", 281):                                         {problem("status", check.TextTooLong, "280", "281"), problem("status", check.LinkMissing, safe, "")},
	} {
		got := found(t, check.Share(t.Context(), weiboapi.StatusesShareParams{Status: status, Pic: jpeg}, "example.com", "Example.ORG"))
		if want = slices.Clone(want); !slices.Equal(lower(got), lower(want)) {
			t.Errorf("%q: got %q, want %q", status, got, want)
		}
	}
}

func lower(list []string) []string {
	for i := range list {
		list[i] = strings.ToLower(list[i])
	}
	return list
}

// Without safe domains a link may lead anywhere, but it must be there.
func TestShareAnywhere(t *testing.T) {
	if err := check.Share(t.Context(), weiboapi.StatusesShareParams{Status: "https://example.net/"}); err != nil {
		t.Error(err)
	}
	got := found(t, check.Share(t.Context(), weiboapi.StatusesShareParams{Status: "一只猫"}))
	if want := []string{problem("status", check.LinkMissing, "", "")}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	// An empty domain is none.
	got = found(t, check.Share(t.Context(), weiboapi.StatusesShareParams{Status: "https://example.net/"}, ""))
	if want := []string{problem("status", check.LinkForeign, "", "example.net")}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestPictures(t *testing.T) {
	used := weibo.PictureReader(strings.NewReader("notes"))
	for name, tt := range map[string]struct {
		pic  *weibo.Picture
		want []string
		is   error
	}{
		"none":              {pic: nil},
		"a picture":         {pic: jpeg},
		"text":              {notes, []string{problem("pic", check.PictureType, "JPEG, GIF, PNG", "")}, weibo.ErrNotPicture},
		"too large":         {huge, []string{problem("pic", check.PictureTooLarge, "5242880", "5242881")}, weibo.ErrContent},
		"not there":         {gone, []string{problem("pic", check.PictureUnreadable, "", "")}, fs.ErrNotExist},
		"readable once":     {pic: used},
		"readable once, II": {pic: used},
	} {
		err := check.Share(t.Context(), weiboapi.StatusesShareParams{Status: "https://example.com/", Pic: tt.pic})
		if got := found(t, err); !slices.Equal(got, tt.want) || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestUpdate(t *testing.T) {
	long := strings.Repeat("猫", 141)
	form, tooLong := problem("annotations", check.AnnotationsForm, "", ""), problem("annotations", check.AnnotationsTooLong, "512", "513")
	for name, tt := range map[string]struct {
		params weiboapi.StatusesUpdateParams
		want   []string
	}{
		"fine":                    {weiboapi.StatusesUpdateParams{Status: "#猫# 一只猫"}, nil},
		"140 Han characters":      {weiboapi.StatusesUpdateParams{Status: long[3:]}, nil},
		"141 Han characters":      {weiboapi.StatusesUpdateParams{Status: long}, []string{problem("status", check.TextTooLong, "280", "282")}},
		"141 in a long text":      {weiboapi.StatusesUpdateParams{Status: long, IsLongText: true}, nil},
		"2001 in a long text":     {weiboapi.StatusesUpdateParams{Status: strings.Repeat("猫", 2001), IsLongText: true}, []string{problem("status", check.TextTooLong, "4000", "4002")}},
		"annotations":             {weiboapi.StatusesUpdateParams{Status: "a", Annotations: json.RawMessage(`[{"猫":1},{}]`)}, nil},
		"annotations of 512":      {weiboapi.StatusesUpdateParams{Status: "a", Annotations: annotations(512)}, nil},
		"annotations of 513":      {weiboapi.StatusesUpdateParams{Status: "a", Annotations: annotations(513)}, []string{tooLong}},
		"513 of no JSON":          {weiboapi.StatusesUpdateParams{Status: "a", Annotations: annotations(513)[1:]}, []string{form}},
		"an object":               {weiboapi.StatusesUpdateParams{Status: "a", Annotations: json.RawMessage(`{"a":1}`)}, []string{form}},
		"an array of texts":       {weiboapi.StatusesUpdateParams{Status: "a", Annotations: json.RawMessage(`["a"]`)}, []string{form}},
		"an array of nothing":     {weiboapi.StatusesUpdateParams{Status: "a", Annotations: json.RawMessage(`[]`)}, []string{form}},
		"null":                    {weiboapi.StatusesUpdateParams{Status: "a", Annotations: json.RawMessage(`null`)}, []string{form}},
		"a place":                 {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(-90.0), Long: new(180.0)}, nil},
		"zero is a place":         {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(0.0), Long: new(0.0)}, nil},
		"lat alone":               {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(1.0)}, []string{problem("long", check.PlaceIncomplete, "", "")}},
		"long alone":              {weiboapi.StatusesUpdateParams{Status: "a", Long: new(1.0)}, []string{problem("lat", check.PlaceIncomplete, "", "")}},
		"too far north":           {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(90.5), Long: new(1.0)}, []string{problem("lat", check.PlaceOutOfRange, "-90…90", "90.5")}},
		"too far west":            {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(1.0), Long: new(-180.5)}, []string{problem("long", check.PlaceOutOfRange, "-180…180", "-180.5")}},
		"nowhere":                 {weiboapi.StatusesUpdateParams{Status: "a", Lat: new(math.NaN()), Long: new(math.Inf(1))}, []string{problem("lat", check.PlaceOutOfRange, "-90…90", "NaN"), problem("long", check.PlaceOutOfRange, "-180…180", "+Inf")}},
		"all at once, none twice": {weiboapi.StatusesUpdateParams{Annotations: json.RawMessage(`x`), Lat: new(100.0)}, []string{problem("status", check.TextEmpty, "", ""), form, problem("lat", check.PlaceOutOfRange, "-90…90", "100"), problem("long", check.PlaceIncomplete, "", "")}},
	} {
		if got := found(t, check.Update(tt.params)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// annotations are as many characters of JSON, and more bytes.
func annotations(n int) json.RawMessage {
	return json.RawMessage(`[{"a":"` + strings.Repeat("猫", n-10) + `"}]`)
}

// The calls that take annotations and a place have the same rules for them.
func TestTheOtherCalls(t *testing.T) {
	bad := json.RawMessage("x")
	want := []string{problem("status", check.TextEmpty, "", ""), problem("annotations", check.AnnotationsForm, "", ""), problem("lat", check.PlaceIncomplete, "", "")}
	if got := found(t, check.UploadURLText(weiboapi.StatusesUploadURLTextParams{Annotations: bad, Long: new(1.0)})); !slices.Equal(got, want) {
		t.Errorf("upload_url_text: got %q", got)
	}
	got := found(t, check.Upload(t.Context(), weiboapi.StatusesUploadParams{Annotations: bad, Long: new(1.0)}))
	if want := slices.Insert(want, 1, problem("pic", check.PictureMissing, "", "")); !slices.Equal(got, want) {
		t.Errorf("upload: got %q", got)
	}
	if err := check.Upload(t.Context(), weiboapi.StatusesUploadParams{Status: "#猫#", Pic: jpeg}); err != nil {
		t.Error(err)
	}
	if err := check.Upload(t.Context(), weiboapi.StatusesUploadParams{Status: "a", Pic: notes}); !errors.Is(err, weibo.ErrNotPicture) {
		t.Errorf("got %v", err)
	}
}

// everything breaks all rules but those that cannot be broken together.
func everything(ctx context.Context) []*check.Problem {
	var all []*check.Problem
	for _, err := range []error{
		check.Share(ctx, weiboapi.StatusesShareParams{Status: "", Pic: gone}, "example.com"),
		check.Share(ctx, weiboapi.StatusesShareParams{Status: "#猫# http://a.net " + strings.Repeat("猫", 200), Pic: notes}, "example.com"),
		check.Upload(ctx, weiboapi.StatusesUploadParams{Annotations: annotations(600)[1:], Lat: new(100.0)}),
		check.Upload(ctx, weiboapi.StatusesUploadParams{Annotations: annotations(600), Pic: huge}),
	} {
		all = append(all, err.(*check.Error).Problems...)
	}
	return all
}

// Every rule has a message in both languages, with the limit and the value in it, and a code whose category errors.Is knows.
func TestMessagesAndCodes(t *testing.T) {
	codes := map[check.Rule]int{
		check.TextEmpty: 20008, check.TextTooLong: 20012, check.TextTopic: 0, check.LinkMissing: 10017, check.LinkForeign: 10017,
		check.PictureMissing: 20007, check.PictureUnreadable: 0, check.PictureType: 20005, check.PictureTooLarge: 20006,
		check.AnnotationsTooLong: 10017, check.AnnotationsForm: 10017, check.PlaceIncomplete: 10016, check.PlaceOutOfRange: 10017,
	}
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	seen := map[check.Rule]bool{}
	for _, p := range everything(t.Context()) {
		seen[p.Rule] = true
		for _, lang := range []string{"en", "zh-CN"} {
			m := p.Message(lang)
			if m == "" || strings.ContainsAny(m, "{}") || !strings.Contains(m, p.Value) {
				t.Errorf("%d in %s: %q has no value %q", p.Rule, lang, m, p.Value)
			}
			if strings.ContainsFunc(strings.ReplaceAll(m, p.Value, ""), han) != (lang == "zh-CN") {
				t.Errorf("%d in %s: %s", p.Rule, lang, m)
			}
			if p.Rule != check.LinkMissing && !strings.Contains(m, p.Limit) {
				t.Errorf("%d in %s: %q has no limit %q", p.Rule, lang, m, p.Limit)
			}
		}
		if p.Code != codes[p.Rule] {
			t.Errorf("%d has the code %d, want %d", p.Rule, p.Code, codes[p.Rule])
		}
		for _, category := range []error{weibo.ErrContent, weibo.ErrParam} {
			if errors.Is(p, category) != (p.Code != 0 && errors.Is(&weibo.Error{Code: p.Code}, category)) {
				t.Errorf("%d, code %d: %v is %v", p.Rule, p.Code, category, errors.Is(p, category))
			}
		}
		if p.Code != 0 && !errors.Is(p, weibo.ErrContent) && !errors.Is(p, weibo.ErrParam) {
			t.Errorf("%d, code %d is about nothing", p.Rule, p.Code)
		}
	}
	for rule := range codes {
		if !seen[rule] {
			t.Errorf("rule %d was not seen", rule)
		}
	}
}

func TestErrorHasAllProblems(t *testing.T) {
	err := check.Share(t.Context(), weiboapi.StatusesShareParams{Status: "#猫#", Pic: notes})
	var e *check.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if want := "the text has a topic, #猫#; a share must not have any; the text has no link; a share needs one under a safe domain of the application; the picture is none of JPEG, GIF, PNG"; err.Error() != want {
		t.Errorf("got %s", err)
	}
	if zh := e.Message("zh"); strings.Count(zh, ";") != 2 || !strings.Contains(zh, "图片不是") {
		t.Errorf("got %s", zh)
	}
	if !errors.Is(err, weibo.ErrContent) || !errors.Is(err, weibo.ErrParam) || errors.Is(err, weibo.ErrRateLimited) {
		t.Errorf("%v has other categories", err)
	}
	var first *check.Problem
	if !errors.As(err, &first) || first.Rule != check.TextTopic {
		t.Errorf("the first problem is %v", first)
	}
}

// A long piece of the text is not repeated in the error.
func TestValuesAreShort(t *testing.T) {
	status := "#" + strings.Repeat("猫", 100) + "# http://" + strings.Repeat("a", 200) + ".net"
	for _, p := range check.Share(t.Context(), weiboapi.StatusesShareParams{Status: status}, "example.com").(*check.Error).Problems {
		if text.Length(p.Value) > 60 {
			t.Errorf("rule %d has the value %s", p.Rule, p.Value)
		}
	}
}

// FuzzShare looks for texts that pass although they should not: what passes has links under the safe domain only.
func FuzzShare(f *testing.F) {
	for _, seed := range []string{"猫 https://example.com/", "https://example.com:80@evil.net/", "http://example.com%2eevil.net/", "http://[::1]/ #a#", "HTTP://EXAMPLE.COM."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, status string) {
		err := check.Share(t.Context(), weiboapi.StatusesShareParams{Status: status}, "example.com")
		if err != nil {
			if err.Error() == "" || err.(*check.Error).Message("zh") == "" {
				t.Error("no message")
			}
			return
		}
		links := 0
		for e := range text.Entities(status) {
			if e.Kind == text.Topic {
				t.Errorf("%q has a topic", status)
			}
			if e.Kind != text.Link {
				continue
			}
			links++
			u, err := url.Parse(e.Value)
			if err != nil || !strings.HasSuffix("."+strings.ToLower(u.Hostname()), ".example.com") {
				t.Errorf("%q has a link to %v", status, u)
			}
		}
		if links == 0 || !text.Fits(status, text.MaxStatus) {
			t.Errorf("%q has %d links and a length of %d", status, links, text.Length(status))
		}
	})
}

func BenchmarkShare(b *testing.B) {
	params := weiboapi.StatusesShareParams{Status: strings.Repeat("猫", 120) + " https://example.com/cat"}
	b.ReportAllocs()
	for b.Loop() {
		if err := check.Share(b.Context(), params, "example.com"); err != nil {
			b.Fatal(err)
		}
	}
}
