package weibo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"go.uber.org/goleak"
)

// jpeg is n bytes that start as a JPEG picture does.
func jpeg(n int) []byte {
	b := bytes.Repeat([]byte{0x5A, 0xA5, 0x0D, 0x0A}, n/4+1)[:n]
	copy(b, "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00")
	return b
}

func writeFile(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opens gives a content and what is said to be its size.
func opens(content []byte, size int64) func() (io.ReadCloser, int64, error) {
	return func() (io.ReadCloser, int64, error) { return io.NopCloser(bytes.NewReader(content)), size, nil }
}

// unsized hides the size of a reader.
type unsized struct{ io.Reader }

func TestPicturesArrive(t *testing.T) {
	content := jpeg(300_000)
	path := writeFile(t, "一只猫.jpg", content)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	skipped := bytes.NewReader(append([]byte("12345"), content...))
	skipped.Seek(5, io.SeekStart)
	tests := map[string]struct {
		pic  *weibo.Picture
		name string
	}{
		"a file":                       {weibo.PictureFile(path), "一只猫.jpg"},
		"a file of a file system":      {weibo.PictureFS(os.DirFS(filepath.Dir(path)), "一只猫.jpg"), "一只猫.jpg"},
		"from elsewhere":               {weibo.PictureFrom("a.jpg", opens(content, int64(len(content)))), "a.jpg"},
		"from elsewhere, not counted":  {weibo.PictureFrom("a.jpg", opens(content, -1)), "a.jpg"},
		"bytes":                        {weibo.PictureBytes(content), "picture.jpg"},
		"a named picture":              {weibo.PictureBytes(content).Named("a.jpg"), "a.jpg"},
		"a reader with a length":       {weibo.PictureReader(bytes.NewBuffer(content)), "picture.jpg"},
		"a reader that seeks":          {weibo.PictureReader(file), "picture.jpg"},
		"a reader in its middle":       {weibo.PictureReader(skipped), "picture.jpg"},
		"a reader that tells nothing":  {weibo.PictureReader(unsized{bytes.NewReader(content)}), "picture.jpg"},
		"a reader that gives one byte": {weibo.PictureReader(iotest.OneByteReader(bytes.NewReader(content))), "picture.jpg"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
			c := srv.client(t, weibo.WithRemoteIP("211.156.0.1"))
			if _, err := c.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: "一 & 100%", Pic: tt.pic}); err != nil {
				t.Fatal(err)
			}
			got := srv.one(t)
			if sha256.Sum256(got.File) != sha256.Sum256(content) {
				t.Errorf("%d bytes arrived, %d were sent, or they differ", len(got.File), len(content))
			}
			if got.FileField != "pic" || got.FileName != tt.name || got.FileType != "image/jpeg" {
				t.Errorf("field %q, name %q, type %q", got.FileField, got.FileName, got.FileType)
			}
			if !same(got.Form, values("status", "一 & 100%", "rip", "211.156.0.1")) {
				t.Errorf("form %v", got.Form)
			}
			if got.Length <= int64(len(content)) {
				t.Errorf("the length was not known: %d", got.Length)
			}
		})
	}
}

func TestPictureAlone(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"pic_id":"53b515f0jw1example001j"}`))
	if _, err := srv.client(t).Statuses.UploadPic(context.Background(), weiboapi.StatusesUploadPicParams{Pic: weibo.PictureBytes(jpeg(100))}); err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); len(got.Form) != 0 || len(got.File) != 100 {
		t.Errorf("form %v and %d bytes", got.Form, len(got.File))
	}
}

func TestTypeOfPicture(t *testing.T) {
	for content, want := range map[string]string{
		"\xFF\xD8\xFF\xE0 and so on": "image/jpeg",
		"\x89PNG\r\n\x1a\n and more": "image/png",
		"GIF89a and so on":           "image/gif",
	} {
		srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
		pic := weibo.PictureBytes([]byte(content)).Named("wrong.bmp")
		if _, err := srv.client(t).Statuses.Upload(context.Background(), weiboapi.StatusesUploadParams{Status: "a", Pic: pic}); err != nil {
			t.Fatal(err)
		}
		if got := srv.one(t).FileType; got != want {
			t.Errorf("type %q, want %q", got, want)
		}
	}
}

var errBroken = errors.New("the disk is gone")

// TestBadInput is about calls that must fail before anything is sent.
func TestBadInput(t *testing.T) {
	text := writeFile(t, "cat.jpg", []byte("not a picture at all"))
	large := writeFile(t, "large.jpg", jpeg(weibo.MaxPicture+1))
	used := weibo.PictureReader(bytes.NewReader(jpeg(100)))
	if r, _, err := used.Open(); err != nil {
		t.Fatal(err)
	} else {
		r.Close()
	}
	upload := func(pic *weibo.Picture) func(context.Context, *weibo.Client) error {
		return func(ctx context.Context, c *weibo.Client) error {
			_, err := c.Statuses.Upload(ctx, weiboapi.StatusesUploadParams{Status: "a", Pic: pic})
			return err
		}
	}
	update := func(p weiboapi.StatusesUpdateParams) func(context.Context, *weibo.Client) error {
		return func(ctx context.Context, c *weibo.Client) error {
			_, err := c.Statuses.Update(ctx, p)
			return err
		}
	}
	tests := []struct {
		name string
		call func(context.Context, *weibo.Client) error
		want string // in the error
		is   error
	}{
		{"no picture", upload(nil), "pic: is required", nil},
		{"no JPEG, GIF or PNG", upload(weibo.PictureFile(text)), "pic: the file is no JPEG, GIF or PNG picture", weibo.ErrNotPicture},
		{"an empty picture", upload(weibo.PictureBytes(nil)), "no JPEG, GIF or PNG", weibo.ErrNotPicture},
		{"a file over 5 MB", upload(weibo.PictureFile(large)), "5242881 bytes, the limit is 5242880", nil},
		{"bytes over 5 MB", upload(weibo.PictureBytes(jpeg(weibo.MaxPicture + 1))), "the limit is 5242880", nil},
		{"a reader over 5 MB", upload(weibo.PictureReader(unsized{bytes.NewReader(jpeg(weibo.MaxPicture + 100))})), "more bytes than the limit of 5242880", nil},
		{"an endless reader", upload(weibo.PictureReader(io.MultiReader(bytes.NewReader(jpeg(100)), endlessly{}))), "more bytes than the limit of 5242880", nil},
		{"a reader that fails at once", upload(weibo.PictureReader(iotest.ErrReader(errBroken))), "the disk is gone", errBroken},
		{"a reader without size that fails halfway", upload(weibo.PictureReader(io.MultiReader(bytes.NewReader(jpeg(100_000)), iotest.ErrReader(errBroken)))), "the disk is gone", errBroken},
		{"a file that is not there", upload(weibo.PictureFile("no-such.jpg")), "no-such.jpg", os.ErrNotExist},
		{"a file that is not in the file system", upload(weibo.PictureFS(os.DirFS(t.TempDir()), "no-such.jpg")), "no-such.jpg", fs.ErrNotExist},
		{"a folder of a file system", upload(weibo.PictureFS(os.DirFS(t.TempDir()), ".")), "is not a file", nil},
		{"no file system", upload(weibo.PictureFS(nil, "a.jpg")), "has no file system", nil},
		{"a folder", upload(weibo.PictureFile(t.TempDir())), "is not a file", nil},
		{"a reader used before", upload(used), "was read already", nil},
		{"a picture made by hand", upload(&weibo.Picture{}), "was not made by", nil},
		{"no reader", upload(weibo.PictureReader(nil)), "has no reader", nil},
		{"an empty status", update(weiboapi.StatusesUpdateParams{}), "status: is required", nil},
		{"lat without long", update(weiboapi.StatusesUpdateParams{Status: "a", Lat: new(40.4)}), "long: is required with lat", nil},
		{"long without lat", update(weiboapi.StatusesUpdateParams{Status: "a", Long: new(0.0)}), "lat: is required with long", nil},
		{"lat out of range", update(weiboapi.StatusesUpdateParams{Status: "a", Lat: new(90.5), Long: new(0.0)}), "lat: 90.5 is out of range: -90 to 90", nil},
		{"long out of range", update(weiboapi.StatusesUpdateParams{Status: "a", Lat: new(0.0), Long: new(-181.0)}), "long: -181 is out of range: -180 to 180", nil},
		{"two things at once", update(weiboapi.StatusesUpdateParams{Lat: new(91.0)}), "status: is required; lat: 91 is out of range: -90 to 90; long: is required with lat", nil},
		{"an empty token", func(ctx context.Context, c *weibo.Client) error {
			_, err := c.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1}, weibo.WithToken(""))
			return err
		}, "there is no access token", weibo.ErrNoToken},
		{"no id", func(ctx context.Context, c *weibo.Client) error {
			_, err := c.Statuses.Show(ctx, weiboapi.StatusesShowParams{})
			return err
		}, "weibo: statuses/show: id: is required", nil},
		{"two names for a user", func(ctx context.Context, c *weibo.Client) error {
			_, err := c.Users.Show(ctx, weiboapi.UsersShowParams{UID: 1, ScreenName: "a"})
			return err
		}, "uid, screen_name: exactly one of them is needed", nil},
		{"a done context", func(ctx context.Context, c *weibo.Client) error {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return upload(weibo.PictureBytes(jpeg(100)))(ctx, c)
		}, "context canceled", context.Canceled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
			err := tt.call(context.Background(), srv.client(t))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%v is not %v", err, tt.is)
			}
			if n := len(srv.all()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

// endlessly reads without an end.
type endlessly struct{}

func (endlessly) Read(p []byte) (int, error) { return len(p), nil }

func TestPictureTooLargeIsTyped(t *testing.T) {
	content := jpeg(weibo.MaxPicture + 7)
	c := record(t, fine).client(t)
	for size, pic := range map[int64]*weibo.Picture{
		weibo.MaxPicture + 7: weibo.PictureBytes(content),
		-1:                   weibo.PictureFrom("a.jpg", opens(content, -1)),
	} {
		_, err := c.Statuses.UploadPic(t.Context(), weiboapi.StatusesUploadPicParams{Pic: pic})
		var large *weibo.TooLargeError
		var param *weibo.ParamError
		if !errors.As(err, &large) || large.Size != size || large.Limit != weibo.MaxPicture || !errors.As(err, &param) || param.Param != "pic" {
			t.Errorf("got %v", err)
		}
	}
}

// counted counts what is read of it.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// Of a picture of unknown size nothing is read beyond the limit but the byte that tells that there is more, and of what is
// no picture only the start.
func TestNoMoreIsReadThanNeeded(t *testing.T) {
	c := record(t, fine).client(t)
	for name, tt := range map[string]struct {
		start []byte
		most  int
	}{
		"a picture":  {jpeg(100), weibo.MaxPicture + 1},
		"no picture": {[]byte("text"), 512},
	} {
		r := &counted{Reader: io.MultiReader(bytes.NewReader(tt.start), endlessly{})}
		if err := sharePicture(t.Context(), c, weibo.PictureReader(r)); err == nil || r.n != tt.most {
			t.Errorf("%s: %d bytes were read, want %d; got %v", name, r.n, tt.most, err)
		}
	}
}

// The largest picture is taken, whether its size is known or counted.
func TestLargestPicture(t *testing.T) {
	content := jpeg(weibo.MaxPicture)
	for name, pic := range map[string]*weibo.Picture{
		"known":   weibo.PictureBytes(content),
		"counted": weibo.PictureReader(unsized{bytes.NewReader(content)}),
	} {
		srv := record(t, fine)
		if err := sharePicture(t.Context(), srv.client(t), pic); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := srv.one(t); !bytes.Equal(got.File, content) {
			t.Errorf("%s: %d bytes arrived, or they differ", name, len(got.File))
		}
	}
}

// Without a picture the call is a plain form.
func TestFormWithoutPicture(t *testing.T) {
	srv := record(t, fine)
	if err := sharePicture(t.Context(), srv.client(t), nil); err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); got.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || !same(got.Form, values("status", "a")) {
		t.Errorf("got %v, form %v", got.Header, got.Form)
	}
}

func TestCheckPicture(t *testing.T) {
	once := weibo.PictureReader(strings.NewReader("not a picture"))
	for name, tt := range map[string]struct {
		pic  *weibo.Picture
		want func(error) bool
	}{
		"a picture":          {weibo.PictureBytes(jpeg(100)), func(err error) bool { return err == nil }},
		"text":               {weibo.PictureBytes([]byte("text")), func(err error) bool { return err == weibo.ErrNotPicture }},
		"too large":          {weibo.PictureBytes(jpeg(weibo.MaxPicture + 1)), as[*weibo.TooLargeError]},
		"not there":          {weibo.PictureFile("no-such.jpg"), func(err error) bool { return errors.Is(err, os.ErrNotExist) }},
		"nothing":            {nil, func(err error) bool { return err != nil }},
		"what is there once": {once, func(err error) bool { return err == nil }},
		"and is there still": {once, func(err error) bool { return err == nil }},
	} {
		if err := weibo.CheckPicture(t.Context(), tt.pic); !tt.want(err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if r, _, err := once.Open(); err != nil {
		t.Errorf("the reader was used up: %v", err)
	} else {
		r.Close()
	}
}

// closing tells whether it was closed.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error { c.closed.Store(true); return nil }

// Whatever becomes of a call, the picture is closed.
func TestPicturesAreClosed(t *testing.T) {
	for name, tt := range map[string]struct {
		content []byte
		size    int64
		answer  http.HandlerFunc
	}{
		"success":        {jpeg(1000), 1000, fine},
		"not counted":    {jpeg(1000), -1, fine},
		"no picture":     {[]byte("text"), 4, fine},
		"too large":      {jpeg(1000), weibo.MaxPicture + 1, fine},
		"size was wrong": {jpeg(1000), 2000, fine},
		"refused":        {jpeg(1000), 1000, refuses(400, 20019)},
		"no answer":      {jpeg(1000), 1000, aborts},
	} {
		c := &closing{Reader: bytes.NewReader(tt.content)}
		pic := weibo.PictureFrom("a.jpg", func() (io.ReadCloser, int64, error) { return c, tt.size, nil })
		sharePicture(t.Context(), record(t, tt.answer).client(t), pic)
		if !c.closed.Load() {
			t.Errorf("%s: the picture is open", name)
		}
		if weibo.CheckPicture(t.Context(), pic); !c.closed.Load() {
			t.Errorf("%s: the picture is open after the check", name)
		}
	}
}

// A picture that gives nothing, not even its start, does not hold the call.
func TestPictureThatStandsStill(t *testing.T) {
	srv := record(t, fine)
	for name, size := range map[string]int64{"size known": 4000, "size not known": -1} {
		for start, content := range map[string][]byte{"from its start": nil, "later": jpeg(1000)} {
			t.Run(name+", "+start, func(t *testing.T) {
				r, w := io.Pipe()
				go w.Write(content)
				pic := weibo.PictureFrom("a.jpg", func() (io.ReadCloser, int64, error) { return r, size, nil })
				ctx, cancel := context.WithTimeout(t.Context(), soon)
				defer cancel()
				if err := sharePicture(ctx, srv.client(t), pic); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
				r, w = io.Pipe()
				go w.Write(content)
				if err := sharePicture(t.Context(), srv.client(t, weibo.WithTimeout(soon)), pic); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("with a timeout: got %v", err)
				}
			})
		}
	}
	if n := len(srv.all()); n != 0 {
		t.Errorf("%d pictures were posted", n)
	}
}

// failing is a picture whose size is known and whose content breaks off.
type failing struct {
	io.Reader
	size int
}

func (f failing) Len() int { return f.size }

func TestPictureThatBreaksOff(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
	defer srv.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := srv.client(t, weibo.WithHTTPClient(&http.Client{Transport: transport}))
	for name, tt := range map[string]struct {
		rest io.Reader
		want error
	}{
		"with an error": {iotest.ErrReader(errBroken), errBroken},
		"too early":     {strings.NewReader(""), nil},
		"too late":      {bytes.NewReader(jpeg(2_000_001)), nil},
	} {
		pic := weibo.PictureReader(failing{io.MultiReader(bytes.NewReader(jpeg(2_000_000)), tt.rest), 4_000_000})
		start := time.Now()
		_, err := c.Statuses.Upload(context.Background(), weiboapi.StatusesUploadParams{Status: "a", Pic: pic})
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", name, err)
		}
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s: the call took %v", name, d)
		}
	}
	if n := len(srv.all()); n != 0 {
		t.Errorf("%d pictures were posted", n)
	}
}

// TestReplay is about a connection that the server closed while it was idle: only a picture that can be read again may be
// sent again.
func TestReplay(t *testing.T) {
	content := jpeg(50_000)
	path := writeFile(t, "a.jpg", content)
	req, err := record(t, says(200, jsonType, `{}`)).client(t).NewRequest(context.Background(),
		&wire.Operation{Name: "statuses/upload", Method: "POST", Path: "/"},
		&weiboapi.StatusesUploadParams{Status: "a", Pic: weibo.PictureFile(path)})
	if err != nil {
		t.Fatal(err)
	}
	first, _ := io.ReadAll(req.Body)
	req.Body.Close()
	again, err := req.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if second, _ := io.ReadAll(again); !bytes.Equal(first, second) || int64(len(second)) != req.ContentLength {
		t.Errorf("%d bytes, then %d, of %d", len(first), len(second), req.ContentLength)
	}
}

func TestReaderIsNotReplayed(t *testing.T) {
	req, err := record(t, says(200, jsonType, `{}`)).client(t).NewRequest(context.Background(),
		&wire.Operation{Name: "statuses/upload", Method: "POST", Path: "/"},
		&weiboapi.StatusesUploadParams{Status: "a", Pic: weibo.PictureReader(bytes.NewReader(jpeg(100)))})
	if err != nil {
		t.Fatal(err)
	}
	if req.GetBody != nil {
		t.Error("a picture that can be read once would be sent twice")
	}
}

// TestUploadMemory holds the client to its promise that pictures stream.
func TestUploadMemory(t *testing.T) {
	path := writeFile(t, "large.jpg", jpeg(weibo.MaxPicture))
	var peak, before runtime.MemStats
	srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
	drain := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		runtime.ReadMemStats(&peak)
		says(200, jsonType, `{"id":1,"text":"a"}`)(w, req)
	})
	srv.Config.Handler = drain
	c := srv.client(t)
	send := func() {
		if _, err := c.Statuses.Upload(context.Background(), weiboapi.StatusesUploadParams{Status: "a", Pic: weibo.PictureFile(path)}); err != nil {
			t.Fatal(err)
		}
	}
	send() // connections and pools
	runtime.GC()
	runtime.ReadMemStats(&before)
	send()
	if grown := peak.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("an upload of 5 MB allocated %d bytes, want at most 1 MB", grown)
	}
}
