package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// play lets the user post at the local Weibo, and others comment on it every second, now and then with the keyword. It is
// no part of what the example shows.
func play(ctx context.Context, account *start.Account, user *weibo.Client, keyword string) (stop func(), err error) {
	status, err := user.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "新到的猫 https://" + start.SafeDomain + "/cats"})
	if err != nil {
		return nil, err
	}
	var friends [2]*weibo.Client
	for i := range friends {
		if friends[i], err = account.Other(i + 1); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for n := 1; ctx.Err() == nil; n++ {
			text := fmt.Sprintf("第%d只很可爱", n)
			if n%3 == 0 {
				text = fmt.Sprintf("第%d只%s？", n, keyword)
			}
			friends[n%2].Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: status.ID, Comment: text})
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}()
	return func() { cancel(); <-ended }, nil
}
