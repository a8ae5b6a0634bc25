package weibo_test

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// reports keeps what a call reports. It has no lock: reports must not come at once, nor after the call; the race detector
// sees if they do.
type reports struct {
	sent  []int64
	total int64
}

func (r *reports) option() weibo.Option {
	return weibo.WithProgress(func(sent, total int64) { r.sent, r.total = append(r.sent, sent), total })
}

func TestProgress(t *testing.T) {
	content := jpeg(1_000_000)
	for name, pic := range map[string]*weibo.Picture{
		"size known":   weibo.PictureBytes(content),
		"size counted": weibo.PictureFrom("a.jpg", opens(content, -1)),
	} {
		var got reports
		if err := sharePicture(t.Context(), record(t, fine).client(t), pic, got.option()); err != nil {
			t.Fatal(err)
		}
		if len(got.sent) < 2 || !slices.IsSorted(got.sent) || got.sent[0] <= 0 || got.sent[len(got.sent)-1] != 1_000_000 || got.total != 1_000_000 {
			t.Errorf("%s: got %v of %d", name, got.sent, got.total)
		}
	}
}

func TestProgressWithoutPicture(t *testing.T) {
	var got reports
	if err := sharePicture(t.Context(), record(t, fine).client(t), nil, got.option()); err != nil || got.sent != nil {
		t.Errorf("got %v, %v", got.sent, err)
	}
}

// A picture that is sent again counts from its start.
func TestProgressStartsAnew(t *testing.T) {
	var got reports
	srv := record(t, inTurn(resets, badGateway, fine))
	c := srv.client(t, fast, got.option())
	if err := sharePicture(t.Context(), c, weibo.PictureBytes(jpeg(200_000)), weibo.WithWriteRetries()); err != nil {
		t.Fatal(err)
	}
	starts := 1
	for i := 1; i < len(got.sent); i++ {
		if got.sent[i] <= got.sent[i-1] {
			starts++
			if got.sent[i] != got.sent[0] {
				t.Errorf("it went on at %d", got.sent[i])
			}
		}
	}
	if starts != 3 || got.sent[len(got.sent)-1] != 200_000 {
		t.Errorf("%d starts: %v", starts, got.sent)
	}
}

// Weibo may answer before it has read the picture, while the client still sends. No report comes after the call.
func TestNoProgressAfterTheCall(t *testing.T) {
	srv := record(t, nil)
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.ReadFull(req.Body, make([]byte, 100_000))
		refuses(403, 20016)(w, req)
	})
	for range 5 {
		var got reports
		err := sharePicture(t.Context(), srv.client(t), weibo.PictureBytes(jpeg(weibo.MaxPicture)), got.option())
		if err == nil {
			t.Fatal("the picture was not refused")
		}
		n := len(got.sent)
		time.Sleep(time.Millisecond)
		if len(got.sent) != n {
			t.Errorf("%d reports after the call", len(got.sent)-n)
		}
	}
}
