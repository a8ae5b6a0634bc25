package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// play lets somebody whom the user follows post at the local Weibo, every second, so that there is something to see. It is
// no part of what the example shows.
func play(ctx context.Context, account *start.Account) (stop func(), err error) {
	friend, err := account.Other(1)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for n := 1; ctx.Err() == nil; n++ {
			friend.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: fmt.Sprintf("第%d只猫 https://%s/%d", n, start.SafeDomain, n)})
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}()
	return func() { cancel(); <-ended }, nil
}
