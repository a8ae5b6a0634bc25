package weibotest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// What the tests are about all the time.
const (
	first  = 1404376560
	second = 1404376561
)

// An answer is what a sandbox said.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// browser follows no redirects.
var browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func do(t *testing.T, req *http.Request) *answer {
	t.Helper()
	resp, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &answer{t, resp.StatusCode, resp.Header, body}
}

func request(t *testing.T, method, address, contentType string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

// params turns names and values into a query.
func params(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

const formType = "application/x-www-form-urlencoded"

func get(t *testing.T, srv *weibotest.Server, path string, pairs ...string) *answer {
	t.Helper()
	return do(t, request(t, "GET", srv.URL+path+"?"+params(pairs...).Encode(), "", nil))
}

func post(t *testing.T, srv *weibotest.Server, path string, pairs ...string) *answer {
	t.Helper()
	return do(t, request(t, "POST", srv.URL+path, formType, strings.NewReader(params(pairs...).Encode())))
}

// upload posts a multipart form with a file.
func upload(t *testing.T, srv *weibotest.Server, path, field, fileName string, data []byte, pairs ...string) *answer {
	t.Helper()
	body, contentType := multipartBody(t, field, fileName, data, params(pairs...))
	return do(t, request(t, "POST", srv.URL+path, contentType, body))
}

// multipartBody returns a multipart form with a file, and its type.
func multipartBody(t *testing.T, field, fileName string, data []byte, params url.Values) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range params {
		for _, v := range values {
			w.WriteField(name, v)
		}
	}
	part, err := w.CreateFormFile(field, fileName)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	return &b, w.FormDataContentType()
}

// into decodes the answer, which must be a success.
func (a *answer) into(v any) {
	a.t.Helper()
	if a.status != http.StatusOK {
		a.t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("%v: %s", err, a.body)
	}
}

// A refusal is Weibo's error object.
type refusal struct {
	Error            string `json:"error"`
	ErrorCode        int    `json:"error_code"`
	Request          string `json:"request"`
	ErrorURI         string `json:"error_uri"`
	ErrorDescription string `json:"error_description"`
}

// refused returns the error object, which must have this code.
func (a *answer) refused(code int) refusal {
	a.t.Helper()
	var r refusal
	if err := json.Unmarshal(a.body, &r); err != nil {
		a.t.Fatalf("HTTP %d, want code %d: %s", a.status, code, a.body)
	}
	if r.ErrorCode != code || r.Error == "" {
		a.t.Fatalf("HTTP %d %s, want code %d", a.status, a.body, code)
	}
	return r
}

// A status is what the tests look at in one.
type status struct {
	ID           int64   `json:"id"`
	IDStr        string  `json:"idstr"`
	Text         string  `json:"text"`
	CreatedAt    string  `json:"created_at"`
	Source       string  `json:"source"`
	IsLongText   bool    `json:"isLongText"`
	TextLength   int     `json:"textLength"`
	Deleted      string  `json:"deleted"`
	Favorited    bool    `json:"favorited"`
	UID          int64   `json:"uid"`
	PID          int64   `json:"pid"`
	Reposts      int     `json:"reposts_count"`
	Comments     int     `json:"comments_count"`
	ThumbnailPic string  `json:"thumbnail_pic"`
	BmiddlePic   string  `json:"bmiddle_pic"`
	OriginalPic  string  `json:"original_pic"`
	Retweeted    *status `json:"retweeted_status"`
	User         *struct {
		ID         int64  `json:"id"`
		ScreenName string `json:"screen_name"`
	} `json:"user"`
	PicURLs []struct {
		ThumbnailPic string `json:"thumbnail_pic"`
	} `json:"pic_urls"`
	Geo *struct {
		Coordinates []float64 `json:"coordinates"`
	} `json:"geo"`
	Visible struct {
		Type   int   `json:"type"`
		ListID int64 `json:"list_id"`
	} `json:"visible"`
	Annotations []map[string]any `json:"annotations"`
}

// say publishes a text.
func say(t *testing.T, srv *weibotest.Server, token, text string, pairs ...string) status {
	t.Helper()
	var st status
	post(t, srv, "/2/statuses/update.json", append(pairs, "access_token", token, "status", text)...).into(&st)
	return st
}

func str(n int64) string { return strconv.FormatInt(n, 10) }
