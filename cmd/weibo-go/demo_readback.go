package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func (d *demo) readTimeline(ctx context.Context) (sent, got string, err error) {
	page, err := d.client.Statuses.UserTimeline(ctx, weiboapi.StatusesUserTimelineParams{UID: d.uid})
	if err != nil {
		return "", "", err
	}
	if _, err = same(page.Statuses, d.text.ID, demoText, 0); err != nil {
		return "", "", err
	}
	if d.photo, err = same(page.Statuses, d.photo.ID, demoCaption, 1); err != nil {
		return "", "", err
	}
	return tr(ctx, "user %d", d.uid), tr(ctx, "both statuses, with their texts and 1 comment on the picture"), nil
}

// same finds a status and wants it to be as it was sent.
func same(list []*weiboapi.Status, id int64, text string, comments int) (*weiboapi.Status, error) {
	i := slices.IndexFunc(list, func(s *weiboapi.Status) bool { return s.ID == id })
	switch {
	case i < 0:
		return nil, fmt.Errorf("status %d is missing", id)
	case list[i].Text != text:
		return nil, fmt.Errorf("status %d was sent as %q and came back as %q", id, text, list[i].Text)
	case list[i].CommentsCount != comments:
		return nil, fmt.Errorf("status %d has %d comments instead of %d", id, list[i].CommentsCount, comments)
	}
	return list[i], nil
}

func (d *demo) readComments(ctx context.Context) (sent, got string, err error) {
	page, err := d.client.Comments.Show(ctx, weiboapi.CommentsShowParams{ID: d.photo.ID})
	if err != nil {
		return "", "", err
	}
	if n := len(page.Comments); n != 1 {
		return "", "", fmt.Errorf("%d comments instead of 1", n)
	}
	if c := page.Comments[0]; c.ID != d.comment.ID || c.Text != demoComment {
		return "", "", fmt.Errorf("comment %d %q came back as %d %q", d.comment.ID, demoComment, c.ID, c.Text)
	}
	return tr(ctx, "status %d", d.photo.ID), tr(ctx, "the comment, with its text"), nil
}

func (d *demo) download(ctx context.Context) (sent, got string, err error) {
	resp, err := d.browser.open(ctx, d.photo.OriginalPic)
	if err != nil {
		return "", "", err
	}
	defer resp.Body.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, io.LimitReader(resp.Body, weibo.MaxPicture))
	if err != nil {
		return "", "", err
	}
	if !bytes.Equal(sum.Sum(nil), d.upload.sum.Sum(nil)) {
		return "", "", errors.New("the bytes are not those that were sent")
	}
	return resp.Request.URL.Path, tr(ctx, "%s, %d bytes, with the SHA-256 of what was sent:\n      %x",
		resp.Header.Get("Content-Type"), size, sum.Sum(nil)), nil
}
