package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// The texts hold what gets lost first: Chinese, and signs that mean something in a form. Weibo wants a link with a domain
// of the application in what it shares.
const (
	demoText    = "你好，微博！Hello & welcome, 100% + 1: https://example.com/hello"
	demoCaption = "一张图片 https://example.com/picture"
	demoComment = "好看！Nice one"
)

func (d *demo) publishText(ctx context.Context) (sent, got string, err error) {
	d.text, err = d.client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: demoText})
	if err != nil {
		return "", "", err
	}
	return demoText, tr(ctx, "status %d", d.text.ID), nil
}

func (d *demo) publishPicture(ctx context.Context) (sent, got string, err error) {
	d.photo, err = d.client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: demoCaption, Pic: d.upload.watch(d.picture)})
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", d.picture.Name(), err)
	}
	return tr(ctx, "%s and %s of %d bytes", demoCaption, d.picture.Name(), d.upload.size),
		tr(ctx, "status %d", d.photo.ID), nil
}

func (d *demo) writeComment(ctx context.Context) (sent, got string, err error) {
	d.comment, err = d.client.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: d.photo.ID, Comment: demoComment})
	if err != nil {
		return "", "", err
	}
	return demoComment, tr(ctx, "comment %d", d.comment.ID), nil
}

// An upload is what is known of a picture once it was sent.
type upload struct {
	size int64
	sum  hash.Hash // SHA-256
}

// watch returns the same picture, whose bytes are noted on their way.
func (u *upload) watch(p *weibo.Picture) *weibo.Picture {
	return weibo.PictureFrom(p.Name(), func() (io.ReadCloser, int64, error) {
		content, size, err := p.Open()
		if err != nil {
			return nil, 0, err
		}
		u.size, u.sum = size, sha256.New()
		return struct {
			io.Reader
			io.Closer
		}{io.TeeReader(content, u.sum), content}, size, nil
	})
}
