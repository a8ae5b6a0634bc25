package lookup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// Emotions are the official emoticons, by the phrases that stand for them in texts and by their pictures.
//
// Documentation: https://open.weibo.com/wiki/2/emotions
type Emotions struct {
	// MaxAge is for how long the table is kept. The default is [DefaultMaxAge]. Set it before the first use.
	MaxAge time.Duration

	table cache[*emotions]
}

type emotions struct {
	all       []weiboapi.Emotion
	byPhrase  map[string]int
	byPicture map[string]int
}

// NewEmotions returns the table of client.Statuses for a family and a language; the default is ordinary ones with phrases in
// simplified Chinese. The options, such as weibo.WithToken, go with the call. An app key is enough for it.
func NewEmotions(statuses *weiboapi.StatusesService, params weiboapi.StatusesEmotionsParams, opts ...wire.Option) *Emotions {
	e := new(Emotions)
	e.table.keepOld = true
	e.table.ask = func(ctx context.Context) (*emotions, time.Time, error) {
		list, err := statuses.Emotions(ctx, params, opts...)
		if err != nil {
			return nil, time.Time{}, err
		}
		return newEmotions(list), expiry(e.MaxAge, len(list)), nil
	}
	return e
}

// expiry returns until when a table is kept. One without anything in it is not kept at all: something is wrong with it.
func expiry(maxAge time.Duration, size int) time.Time {
	if size == 0 {
		return time.Time{}
	}
	return time.Now().Add(cmp.Or(maxAge, DefaultMaxAge))
}

func newEmotions(list []*weiboapi.Emotion) *emotions {
	t := &emotions{byPhrase: map[string]int{}, byPicture: map[string]int{}}
	for _, e := range list {
		if e == nil {
			continue
		}
		t.all = append(t.all, *e)
		first(t.byPhrase, e.Phrase, len(t.all)-1)
		first(t.byPhrase, e.Value, len(t.all)-1)
		first(t.byPicture, withoutScheme(e.URL), len(t.all)-1)
		first(t.byPicture, withoutScheme(e.Icon), len(t.all)-1)
	}
	return t
}

// first notes where a name stands, if it is the first time that it comes.
func first(index map[string]int, name string, i int) {
	if _, known := index[name]; !known && name != "" {
		index[name] = i
	}
}

// withoutScheme returns an address without http: or https:, since pages have pictures with either, or none.
func withoutScheme(address string) string {
	if i := strings.Index(address, "//"); i >= 0 {
		return address[i:]
	}
	return address
}

// All returns all emoticons in the order of Weibo.
func (e *Emotions) All(ctx context.Context) ([]weiboapi.Emotion, error) {
	t, err := e.table.get(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(t.all), nil
}

// Phrase returns the emoticon for a phrase, such as "[猫]", with its brackets. Its pictures are URL and the smaller Icon. The
// error is [ErrNotFound] if there is none, or that of the call.
func (e *Emotions) Phrase(ctx context.Context, phrase string) (weiboapi.Emotion, error) {
	t, err := e.table.get(ctx)
	if err != nil {
		return weiboapi.Emotion{}, err
	}
	return t.find(t.byPhrase, phrase)
}

// Picture returns the emoticon that has a picture, large or small, at an address. Its phrase is Phrase. Whether the address
// begins with http:, https: or // does not matter. The error is [ErrNotFound] if there is none, or that of the call.
func (e *Emotions) Picture(ctx context.Context, address string) (weiboapi.Emotion, error) {
	t, err := e.table.get(ctx)
	if err != nil {
		return weiboapi.Emotion{}, err
	}
	return t.find(t.byPicture, withoutScheme(address))
}

func (t *emotions) find(index map[string]int, name string) (weiboapi.Emotion, error) {
	i, ok := index[name]
	if !ok {
		return weiboapi.Emotion{}, fmt.Errorf("%w: emoticon %.64q", ErrNotFound, name)
	}
	return t.all[i], nil
}
