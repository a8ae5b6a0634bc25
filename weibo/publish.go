package weibo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// DefaultUploads is how many pictures [Client.PublishPictures] uploads at once, where [WithUploads] does not say otherwise.
const DefaultUploads = 3

// WithUploads sets how many pictures [Client.PublishPictures] uploads at once. The default is [DefaultUploads].
func WithUploads(n int) Option {
	return func(s *settings) error {
		if n <= 0 {
			return fmt.Errorf("WithUploads: %d is no number of uploads", n)
		}
		s.uploads = n
		return nil
	}
}

// PublishPictures publishes a status with up to nine pictures. It uploads them with statuses/upload_pic, some at once (see
// [WithUploads]), then publishes the text with them, in the order given, with statuses/upload_url_text. Nine pictures are ten
// calls within the limits of Weibo.
//
// Both calls are for applications with advanced access, which Weibo grants on request. Most applications get code 10014
// ([ErrPermission], and [Error.Hint] says what to do); what they may use is Statuses.Share, with one picture.
//
// What can be found wrong is found before anything is uploaded: in params, and in the pictures as far as [CheckPicture]
// goes. The first upload that fails ends the others, and nothing is published. The error is a [*PicturesError] then: it says
// which picture failed, and has the ids of those that arrived. With these ids as params.PicIDs, a further call uploads the
// other pictures only:
//
//	var failed *weibo.PicturesError
//	if errors.As(err, &failed) {
//		params.PicIDs = failed.PicIDs
//		status, err = client.PublishPictures(ctx, params, pics)
//	}
//
// Otherwise leave params.PicIDs empty. The options hold for all calls, with these exceptions: uploads are repeated as reads
// are, since they publish nothing; [WithProgress] reports all pictures together, of which one that has no size before it is
// opened counts from then on; and [WithResponse] keeps the answer of statuses/upload_url_text only.
//
// Documentation: https://open.weibo.com/wiki/2/statuses/upload_url_text
func (c *Client) PublishPictures(ctx context.Context, params weiboapi.StatusesUploadURLTextParams, pics []*Picture, opts ...wire.Option) (*weiboapi.Status, error) {
	s, err := c.settings(opts)
	if err == nil {
		params.PicIDs, err = picIDs(params.PicIDs, len(pics))
	}
	if err == nil {
		err = s.check(opUploadURLText, &params)
	}
	if err != nil {
		return nil, fmt.Errorf("weibo: statuses/upload_url_text: %w", err)
	}
	b := &batch{client: c, opts: opts, pics: pics, ids: params.PicIDs, tally: newTally(s.progress, len(pics))}
	if err := b.look(ctx, s.http.Timeout); err != nil {
		return nil, err
	}
	if err := b.upload(ctx, s.uploads); err != nil {
		return nil, err
	}
	status, err := c.Statuses.UploadURLText(ctx, params, opts...)
	if err != nil {
		return nil, &PicturesError{Index: -1, PicIDs: b.ids, Err: err}
	}
	return status, nil
}

var opUploadURLText = &wire.Operation{Name: "statuses/upload_url_text", Method: http.MethodPost}

// picIDs returns a place for the id of each picture, those of earlier uploads filled in.
func picIDs(known []string, pics int) ([]string, error) {
	if len(known) > 0 && len(known) != pics {
		return nil, &ParamsError{[]error{&ParamError{Param: "pic_id", Problem: fmt.Sprintf("has %d places for %d pictures", len(known), pics)}}}
	}
	ids := make([]string, pics)
	copy(ids, known)
	return ids, nil
}

// A PicturesError means that [Client.PublishPictures] failed once it had looked at the parameters.
type PicturesError struct {
	Index  int      // of the picture that could not be uploaded; -1 if all were and the publishing failed
	Name   string   // of that picture, as [Picture.Name] gives it
	PicIDs []string // of the pictures that were uploaded, each at the index of its picture, with "" for the others
	Err    error    // what went wrong
}

func (e *PicturesError) Error() string {
	if e.Index < 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("weibo: picture %d of %d (%q): %s", e.Index+1, len(e.PicIDs), e.Name, strings.TrimPrefix(e.Err.Error(), "weibo: "))
}

// Unwrap returns what went wrong, such as an [*Error].
func (e *PicturesError) Unwrap() error { return e.Err }

// A batch is pictures on their way to Weibo.
type batch struct {
	client *Client
	opts   []wire.Option
	pics   []*Picture
	tally  *tally

	mu     sync.Mutex
	ids    []string
	next   int
	failed *PicturesError
}

// look checks the pictures as far as it goes before they are sent.
func (b *batch) look(ctx context.Context, timeout time.Duration) error {
	for i, pic := range b.pics {
		if b.ids[i] != "" {
			continue
		}
		size, err := lookAt(ctx, pic, timeout)
		if err != nil {
			return b.failure(i, err)
		}
		b.tally.expect(i, size)
	}
	return nil
}

// upload uploads the pictures, so many at once.
func (b *batch) upload(ctx context.Context, atOnce int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	for range min(atOnce, len(b.pics)) {
		wg.Go(func() {
			for i, ok := b.take(); ok; i, ok = b.take() {
				id, err := b.uploadOne(ctx, i)
				if b.put(i, id, err); err != nil {
					cancel()
				}
			}
		})
	}
	wg.Wait()
	if b.failed != nil {
		return b.failed
	}
	return nil
}

// take returns the next picture to upload. There is none once one has failed.
func (b *batch) take() (i int, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.next < len(b.pics) && b.ids[b.next] != "" {
		b.next++
	}
	if b.failed != nil || b.next == len(b.pics) {
		return 0, false
	}
	b.next++
	return b.next - 1, true
}

// put notes what became of a picture. What fails after the first failure does so because of it.
func (b *batch) put(i int, id string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ids[i] = id
	if err != nil && b.failed == nil {
		b.failed = b.failure(i, err)
	}
}

func (b *batch) failure(i int, err error) *PicturesError {
	name := ""
	if b.pics[i] != nil {
		name = b.pics[i].Name()
	}
	return &PicturesError{Index: i, Name: name, PicIDs: b.ids, Err: err}
}

func (b *batch) uploadOne(ctx context.Context, i int) (string, error) {
	opts := append(slices.Clone(b.opts), WithWriteRetries(), WithResponse(nil), WithProgress(b.tally.reporter(i)))
	pic, err := b.client.Statuses.UploadPic(ctx, weiboapi.StatusesUploadPicParams{Pic: b.pics[i]}, opts...)
	if err != nil {
		return "", err
	}
	if pic.PicID == "" {
		return "", errors.New("weibo: statuses/upload_pic: the answer has no pic_id")
	}
	return pic.PicID, nil
}

// A tally adds up the progress of several pictures.
type tally struct {
	report func(sent, total int64)

	mu          sync.Mutex
	sent, total []int64
}

func newTally(report func(sent, total int64), pics int) *tally {
	return &tally{report: report, sent: make([]int64, pics), total: make([]int64, pics)}
}

// expect notes the size of a picture that is not on its way yet.
func (t *tally) expect(i int, size int64) { t.total[i] = max(size, 0) }

// reporter returns what one picture reports to, or nil if nobody wants to know.
func (t *tally) reporter(i int) func(sent, total int64) {
	if t.report == nil {
		return nil
	}
	return func(sent, total int64) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.sent[i], t.total[i] = sent, total
		t.report(sum(t.sent), sum(t.total))
	}
}

func sum(list []int64) (n int64) {
	for _, v := range list {
		n += v
	}
	return n
}
