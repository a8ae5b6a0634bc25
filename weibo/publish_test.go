package weibo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"go.uber.org/goleak"
)

// An album is a server that takes pictures for a later status. A picture is known by its size, which is its id.
type album struct {
	*recorder
	// before runs before a picture of that size is answered, and may give another answer.
	before func(size int, req *http.Request) http.HandlerFunc

	mu       sync.Mutex
	uploaded []int
	now, top int // uploads at once
}

func newAlbum(t *testing.T) *album {
	a := &album{before: func(int, *http.Request) http.HandlerFunc { return nil }}
	a.recorder = record(t, nil)
	a.Config.Handler = a
	return a
}

func (a *album) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !strings.HasSuffix(req.URL.Path, "/upload_pic.json") {
		a.recorder.answer = fine
		a.recorder.ServeHTTP(w, req)
		return
	}
	a.mu.Lock()
	a.now++
	a.top = max(a.top, a.now)
	a.mu.Unlock()
	got, err := receive(req)
	size := len(got.File)
	a.mu.Lock()
	a.uploaded = append(a.uploaded, size)
	a.mu.Unlock()
	answer := says(200, jsonType, fmt.Sprintf(`{"pic_id":"%d"}`, size))
	if err != nil {
		answer = says(400, "", "")
	} else if other := a.before(size, req); other != nil {
		answer = other
	}
	a.mu.Lock()
	a.now--
	a.mu.Unlock()
	answer(w, req)
}

// arrived returns the sizes of the pictures that arrived, in their order.
func (a *album) arrived() []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Sorted(slices.Values(a.uploaded))
}

// published returns the ids of the only status that was published.
func (a *album) published(t *testing.T) string {
	t.Helper()
	return a.one(t).Form.Get("pic_id")
}

// numbered are pictures of 101, 102 and so on bytes.
func numbered(n int) []*weibo.Picture {
	var pics []*weibo.Picture
	for i := range n {
		pics = append(pics, weibo.PictureBytes(jpeg(101+i)).Named(fmt.Sprintf("%d.jpg", i+1)))
	}
	return pics
}

var threeCats = weiboapi.StatusesUploadURLTextParams{Status: "三只猫"}

func TestPublishPictures(t *testing.T) {
	a := newAlbum(t)
	a.before = func(size int, _ *http.Request) http.HandlerFunc {
		time.Sleep(time.Duration(110-size) * time.Millisecond) // so that they do not arrive in their order
		return nil
	}
	st, err := a.client(t, weibo.WithRemoteIP("211.156.0.1")).PublishPictures(t.Context(), threeCats, numbered(9))
	if err != nil || st.ID != 1 {
		t.Fatalf("got %v, %v", st, err)
	}
	got := a.one(t)
	if want := "101,102,103,104,105,106,107,108,109"; got.Form.Get("pic_id") != want {
		t.Errorf("pic_id is %s, want %s", got.Form.Get("pic_id"), want)
	}
	if !strings.HasSuffix(got.Path, "/upload_url_text.json") || got.Form.Get("status") != "三只猫" || got.Form.Get("rip") != "211.156.0.1" {
		t.Errorf("published %s %v", got.Path, got.Form)
	}
	if len(a.uploaded) != 9 || a.top != weibo.DefaultUploads {
		t.Errorf("%d uploads, %d at once", len(a.uploaded), a.top)
	}
}

// The sandbox shows the pictures of the status in their order, as they were sent.
func TestPublishPicturesInTheSandbox(t *testing.T) {
	srv := weibotest.NewServer(t)
	pics := numbered(9)
	st, err := srv.Client().PublishPictures(t.Context(), threeCats, pics)
	if err != nil {
		t.Fatal(err)
	}
	if len(st.PicURLs) != len(pics) {
		t.Fatalf("the status has %d pictures", len(st.PicURLs))
	}
	for i, pic := range st.PicURLs {
		resp, err := http.Get(pic.ThumbnailPic)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !bytes.Equal(body, jpeg(101+i)) {
			t.Errorf("picture %d has %d bytes", i, len(body))
		}
	}
}

func TestUploadsAtOnce(t *testing.T) {
	for _, n := range []int{1, 2, 20} {
		a := newAlbum(t)
		a.before = func(int, *http.Request) http.HandlerFunc { time.Sleep(20 * time.Millisecond); return nil }
		if _, err := a.client(t).PublishPictures(t.Context(), threeCats, numbered(5), weibo.WithUploads(n)); err != nil {
			t.Fatal(err)
		}
		if want := min(n, 5); a.top != want {
			t.Errorf("%d at once, want %d", a.top, want)
		}
	}
	if _, err := weibo.NewClient(weibo.WithUploads(0)); err == nil {
		t.Error("no uploads at once were accepted")
	}
}

// TestPictureThatFails is about the first failure: nothing is published, uploads under way end, others do not begin, and the
// error has all that is needed to go on.
func TestPictureThatFails(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	a := newAlbum(t)
	defer a.Close()
	transport := new(http.Transport)
	defer transport.CloseIdleConnections()
	c := a.client(t, weibo.WithHTTPClient(&http.Client{Transport: transport}))
	var underWay sync.WaitGroup
	underWay.Add(2)
	a.before = func(size int, req *http.Request) http.HandlerFunc {
		switch size {
		case 103:
			underWay.Wait()
			return refuses(403, 10014)
		case 104, 105: // they begin when 101 and 102 are there
			underWay.Done()
			<-req.Context().Done() // until the client ends them
		}
		return nil
	}
	params, pics := threeCats, numbered(9)
	_, err := c.PublishPictures(t.Context(), params, pics)
	var failed *weibo.PicturesError
	var refused *weibo.Error
	if !errors.As(err, &failed) || failed.Index != 2 || failed.Name != "3.jpg" {
		t.Fatalf("got %#v", err)
	}
	if want := []string{"101", "102", "", "", "", "", "", "", ""}; !slices.Equal(failed.PicIDs, want) {
		t.Errorf("uploaded %q, want %q", failed.PicIDs, want)
	}
	if !errors.Is(err, weibo.ErrPermission) || !errors.As(err, &refused) || !strings.Contains(refused.Hint("en"), "statuses/share") {
		t.Errorf("got %v", err)
	}
	if want := `weibo: picture 3 of 9 ("3.jpg"): statuses/upload_pic: no (code 10014, HTTP 403)`; err.Error() != want {
		t.Errorf("got %s", err)
	}
	if len(a.all()) != 0 {
		t.Errorf("a status was published")
	}

	// What arrived is not sent again.
	a.before = func(int, *http.Request) http.HandlerFunc { return nil }
	a.mu.Lock()
	a.uploaded = nil
	a.mu.Unlock()
	params.PicIDs = failed.PicIDs
	if _, err := c.PublishPictures(t.Context(), params, pics); err != nil {
		t.Fatal(err)
	}
	if got := a.published(t); got != "101,102,103,104,105,106,107,108,109" {
		t.Errorf("published %s", got)
	}
	if want := []int{103, 104, 105, 106, 107, 108, 109}; !slices.Equal(a.arrived(), want) {
		t.Errorf("%v arrived in the second call, want %v", a.arrived(), want)
	}
}

// When all pictures are uploaded and the publishing fails, they are not lost either.
func TestPublishingFails(t *testing.T) {
	a := newAlbum(t)
	a.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/upload_url_text.json") {
			refuses(400, 20019)(w, req)
			return
		}
		a.ServeHTTP(w, req)
	})
	_, err := a.client(t).PublishPictures(t.Context(), threeCats, numbered(2))
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) || failed.Index != -1 || !slices.Equal(failed.PicIDs, []string{"101", "102"}) || !errors.Is(err, weibo.ErrDuplicate) {
		t.Fatalf("got %v", err)
	}
	if want := "weibo: statuses/upload_url_text: no (code 20019, HTTP 400)"; err.Error() != want {
		t.Errorf("got %s", err)
	}
}

// TestNothingIsUploadedInVain is about what can be found wrong before the first upload.
func TestNothingIsUploadedInVain(t *testing.T) {
	withIDs := threeCats
	withIDs.PicIDs = []string{"101", ""}
	far := threeCats
	far.Lat, far.Long = new(91.0), new(0.0)
	text := weibo.PictureBytes([]byte("text")).Named("notes.txt")
	for name, tt := range map[string]struct {
		params weiboapi.StatusesUploadURLTextParams
		pics   []*weibo.Picture
		want   string
		index  int // of the picture, or -2 if it is none
	}{
		"no text":          {weiboapi.StatusesUploadURLTextParams{}, numbered(1), "weibo: statuses/upload_url_text: status: is required", -2},
		"no pictures":      {threeCats, nil, "weibo: statuses/upload_url_text: url, pic_id: at least one of them is needed", -2},
		"ten pictures":     {threeCats, numbered(10), "pic_id: has a length of 10: at most 9", -2},
		"a place too far":  {far, numbered(1), "lat: 91 is out of range", -2},
		"ids of others":    {withIDs, numbered(3), "pic_id: has 2 places for 3 pictures", -2},
		"no picture":       {threeCats, append(numbered(2), text), `weibo: picture 3 of 3 ("notes.txt"): the file is no JPEG`, 2},
		"a missing file":   {threeCats, append(numbered(2), weibo.PictureFile("no-such.jpg")), `picture 3 of 3 ("no-such.jpg"): open no-such.jpg`, 2},
		"a picture is nil": {threeCats, append(numbered(1), nil), `picture 2 of 2 (""): there is no picture`, 1},
		"too large":        {threeCats, append(numbered(1), weibo.PictureBytes(jpeg(weibo.MaxPicture+1))), "the limit is 5242880", 1},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAlbum(t)
			_, err := a.client(t).PublishPictures(t.Context(), tt.params, tt.pics)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			var failed *weibo.PicturesError
			if errors.As(err, &failed) != (tt.index >= 0) || failed != nil && failed.Index != tt.index {
				t.Errorf("got %#v", err)
			}
			if failed == nil && !as[*weibo.ParamsError](err) {
				t.Errorf("got %T", errors.Unwrap(err))
			}
			if len(a.uploaded)+len(a.all()) != 0 {
				t.Errorf("%d pictures were uploaded, %d statuses published", len(a.uploaded), len(a.all()))
			}
		})
	}
}

// An id that was given is not uploaded and not looked at, so its picture need not be there any more.
func TestKnownPictures(t *testing.T) {
	a := newAlbum(t)
	params := threeCats
	params.PicIDs = []string{"77", "", "99"}
	if _, err := a.client(t).PublishPictures(t.Context(), params, []*weibo.Picture{nil, numbered(1)[0], weibo.PictureFile("gone.jpg")}); err != nil {
		t.Fatal(err)
	}
	if got := a.published(t); got != "77,101,99" || len(a.uploaded) != 1 {
		t.Errorf("published %s after %d uploads", got, len(a.uploaded))
	}
	if params.PicIDs[1] != "" {
		t.Error("the caller's ids were changed")
	}
}

func TestUploadWithoutID(t *testing.T) {
	a := newAlbum(t)
	a.before = func(int, *http.Request) http.HandlerFunc { return says(200, jsonType, `{}`) }
	_, err := a.client(t).PublishPictures(t.Context(), threeCats, numbered(1))
	if err == nil || !strings.Contains(err.Error(), "the answer has no pic_id") || len(a.all()) != 0 {
		t.Errorf("got %v", err)
	}
}

// A reader can fail when it is read, after others have arrived.
func TestReaderThatFails(t *testing.T) {
	a := newAlbum(t)
	pics := append(numbered(2), weibo.PictureReader(io.MultiReader(bytes.NewReader(jpeg(10)), iotest.ErrReader(errBroken))))
	_, err := a.client(t).PublishPictures(t.Context(), threeCats, pics, weibo.WithUploads(1))
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) || failed.Index != 2 || !errors.Is(err, errBroken) || !slices.Equal(failed.PicIDs, []string{"101", "102", ""}) {
		t.Errorf("got %v", err)
	}
}

func TestCancelledPictures(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	a := newAlbum(t)
	defer a.Close()
	transport := new(http.Transport)
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithCancel(t.Context())
	a.before = func(size int, req *http.Request) http.HandlerFunc {
		if size == 102 {
			cancel()
			<-req.Context().Done()
		}
		return nil
	}
	_, err := a.client(t, weibo.WithHTTPClient(&http.Client{Transport: transport})).PublishPictures(ctx, threeCats, numbered(3), weibo.WithUploads(1))
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) || failed.Index != 1 || !errors.Is(err, context.Canceled) || !slices.Equal(failed.PicIDs, []string{"101", "", ""}) {
		t.Errorf("got %v", err)
	}
	if len(a.all()) != 0 {
		t.Error("a status was published")
	}
}

// A picture that stands still when it is looked at does not hold the call.
func TestLookThatTakesTooLong(t *testing.T) {
	r, _ := io.Pipe()
	still := weibo.PictureFrom("a.jpg", func() (io.ReadCloser, int64, error) { return r, 1000, nil })
	a := newAlbum(t)
	_, err := a.client(t, weibo.WithTimeout(soon)).PublishPictures(t.Context(), threeCats, append(numbered(1), still))
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) || failed.Index != 1 || !errors.Is(err, context.DeadlineExceeded) || len(a.arrived()) != 0 {
		t.Errorf("got %v", err)
	}
}

// Uploads are repeated, since they publish nothing; the publishing is not.
func TestUploadsAreRepeated(t *testing.T) {
	a := newAlbum(t)
	n := 0
	a.before = func(int, *http.Request) http.HandlerFunc {
		if n++; n < 3 {
			return badGateway
		}
		return nil
	}
	if _, err := a.client(t, fast).PublishPictures(t.Context(), threeCats, numbered(1)); err != nil || len(a.uploaded) != 3 {
		t.Errorf("got %v after %d uploads", err, len(a.uploaded))
	}
	a.before = func(int, *http.Request) http.HandlerFunc { return badGateway }
	a.uploaded = nil
	once := weibo.PictureReader(bytes.NewReader(jpeg(100)))
	if _, err := a.client(t, fast).PublishPictures(t.Context(), threeCats, []*weibo.Picture{once}); err == nil || len(a.uploaded) != 1 {
		t.Errorf("got %v after %d uploads of what can be read once", err, len(a.uploaded))
	}
}

func TestProgressOfPictures(t *testing.T) {
	pics := []*weibo.Picture{
		weibo.PictureBytes(jpeg(300_000)),
		weibo.PictureFile(writeFile(t, "a.jpg", jpeg(200_000))),
		weibo.PictureFrom("b.jpg", opens(jpeg(100_000), 100_000)),
	}
	var got reports
	var answer weibo.Response
	a := newAlbum(t)
	if _, err := a.client(t).PublishPictures(t.Context(), threeCats, pics, got.option(), weibo.WithResponse(&answer)); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(got.sent) || got.total != 600_000 || got.sent[len(got.sent)-1] != 600_000 {
		t.Errorf("got %v of %d", got.sent, got.total)
	}
	if string(answer.Body) != `{"id":1,"text":"a"}` {
		t.Errorf("the answer kept is %q", answer.Body)
	}
}

// A reader without a size counts once it is read.
func TestProgressOfReaders(t *testing.T) {
	pics := append(numbered(1), weibo.PictureReader(unsized{bytes.NewReader(jpeg(5000))}))
	var totals []int64
	progress := weibo.WithProgress(func(_, total int64) { totals = append(totals, total) })
	if _, err := newAlbum(t).client(t).PublishPictures(t.Context(), threeCats, pics, progress, weibo.WithUploads(1)); err != nil {
		t.Fatal(err)
	}
	if totals[0] != 101 || totals[len(totals)-1] != 5101 {
		t.Errorf("totals %v", totals)
	}
}

// TestPublishMemory holds the client to its promise: nine pictures of 4 MB take at most 2 MB of heap, the server's part
// included.
func TestPublishMemory(t *testing.T) {
	var pics []*weibo.Picture
	dir := t.TempDir()
	for i := range 9 {
		name := filepath.Join(dir, fmt.Sprintf("%d.jpg", i))
		if err := os.WriteFile(name, jpeg(4<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		pics = append(pics, weibo.PictureFile(name))
	}
	srv := record(t, nil)
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		n, _ := io.Copy(io.Discard, req.Body)
		if strings.HasSuffix(req.URL.Path, "/upload_pic.json") && n < 4<<20 {
			t.Errorf("%d bytes arrived", n)
		}
		says(200, jsonType, `{"id":1,"text":"a","pic_id":"a"}`)(w, req)
	})
	c := srv.client(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if _, err := c.PublishPictures(t.Context(), threeCats, pics); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	grown := after.TotalAlloc - before.TotalAlloc // all that was allocated: what was held at any time is less
	if grown > 2<<20 {
		t.Errorf("nine pictures allocated %d bytes, want at most 2 MB", grown)
	}
}
