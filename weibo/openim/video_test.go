package openim_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// Sizes around those of a chunk, which is 256 KiB in the sandbox.
func TestUploadVideo(t *testing.T) {
	const chunk = 256 << 10
	for _, size := range []int{1, chunk - 1, chunk, chunk + 1, 2 * chunk, 5*chunk + 7} {
		srv := weibotest.NewServer(t, weibotest.Checked())
		video := bytes.Repeat([]byte("c"), size)
		id, err := srv.OpenIM().UploadVideo(t.Context(), "cat.mp4", bytes.NewReader(video), int64(size))
		if err != nil || id == "" {
			t.Errorf("%d bytes: %q, %v", size, id, err)
		}
		if chunks := len(srv.Requests()) - 2; chunks != (size+chunk-1)/chunk {
			t.Errorf("%d bytes went in %d chunks", size, chunks)
		}
	}
}

// A token that ends between two chunks does not end the upload.
func TestUploadVideoLongerThanToken(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Inject(weibotest.Fault{Operation: "open/video/upload", Params: map[string]string{"chunkindex": "2"}, Code: 40100})
	if _, err := srv.OpenIM().UploadVideo(t.Context(), "cat.mp4", strings.NewReader(strings.Repeat("c", 1<<20)), 1<<20); err != nil {
		t.Error(err)
	}
}

func TestUploadVideoFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, test := range map[string]struct {
		video io.ReaderAt
		size  int64
		fault weibotest.Fault
		is    error
	}{
		"empty":        {strings.NewReader(""), 0, weibotest.Fault{}, nil},
		"too short":    {strings.NewReader("cat"), 4, weibotest.Fault{}, io.ErrUnexpectedEOF},
		"broken":       {readerAt(func([]byte, int64) (int, error) { return 0, broken }), 4, weibotest.Fault{}, broken},
		"a refusal":    {strings.NewReader("cat"), 3, weibotest.Fault{Operation: "open/video/upload", Code: 42900}, weibo.ErrRateLimited},
		"a cut answer": {strings.NewReader("cat"), 3, weibotest.Fault{Operation: "open/video/init", Cut: true}, io.ErrUnexpectedEOF},
		"not complete": {strings.NewReader("cat"), 3, weibotest.Fault{Operation: "open/video/upload", Reply: []byte(`{"code":0,"data":{"complete":false}}`)}, nil},
		"no page":      {strings.NewReader("cat"), 3, weibotest.Fault{Operation: "open/video/init", Status: http.StatusBadGateway}, weibo.ErrServer},
	} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			if test.fault.Operation != "" {
				srv.Inject(test.fault)
			}
			id, err := srv.OpenIM().UploadVideo(t.Context(), "cat.mp4", test.video, test.size)
			if err == nil || id != "" || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%q, %v", id, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := weibotest.NewServer(t).OpenIM().UploadVideo(ctx, "cat.mp4", strings.NewReader("cat"), 3); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

type readerAt func([]byte, int64) (int, error)

func (f readerAt) ReadAt(b []byte, at int64) (int, error) { return f(b, at) }
