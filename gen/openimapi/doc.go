// Package openimapi is the typed client of open-im, Weibo's interface for agents and message robots, generated from the
// description in spec/openim. It is experimental: the interface is young, and what is known of it is from documents and
// programs of 2026, at times at second hand. The comment of each method says since when it is known, how surely, and of when
// the latest answer on record is.
//
// It has a service for each resource, and a method with a struct of parameters for each endpoint. Package openim carries
// their calls:
//
//	client, err := openim.NewClient(appID, appSecret)
//	board, err := client.Weibo.HotSearch(ctx, openimapi.WeiboHotSearchParams{Category: "主榜"})
//
// Every method returns what it got, or an error; a refusal is a *weibo.Error.
//
// Parameters are left out of the request when they are zero. Those that are pointers are left out when they are nil,
// since their zero means something of its own: new(false).
package openimapi
