// Package weibo calls the API of Sina Weibo, version 2.
//
// A [Client] has a service for each resource and a method for each endpoint, generated from a description of the API (see
// package weiboapi for the parameters and answers). This package adds what the description cannot say: signing in
// ([OAuth2]), pictures ([Picture]), errors ([Error]) and what to do with the odd answers of the real servers.
//
//	client, err := weibo.NewClient(weibo.WithToken(token))
//	…
//	status, err := client.Statuses.Share(ctx, weiboapi.StatusesShareParams{
//		Status: "一只猫 https://example.com/cat",
//		Pic:    weibo.PictureFile("cat.jpg"),
//	})
//
// Options of [NewClient] hold for every call, and each may be given to a single call as well:
//
//	me, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{}, weibo.WithToken(other))
//
// # Errors
//
// A refusal by Weibo is an [*Error] with the HTTP status and Weibo's own code. Parameters that cannot be sent are a
// [*ParamsError], and nothing is sent then. errors.Is tells what an error is about, see [ErrRateLimited] and its
// neighbours, and [Error.Hint] what to do. The access token is in no error.
//
// # Many calls
//
// Calls that read are repeated where that may help, see [Retry]. [NewLimiter] keeps calls within the budgets that Weibo
// grants. Lists that come in pages have a method with All in its name, which yields the items, and one with Pages:
//
//	for status, err := range client.Statuses.UserTimelineAll(ctx, weiboapi.StatusesUserTimelineParams{UID: uid}) { … }
//
// # Pictures and checks
//
// A [Picture] streams from a file, a file system, memory or a reader. [Client.PublishPictures] publishes several, for
// applications that may. Package check finds what Weibo would refuse in a status before it is sent.
//
// # What has no method
//
// [Client.Call] takes any path.
//
// # Without an application
//
// Package gateway, which is experimental, sends the same calls through the gateway behind Weibo's official command-line tool,
// where a verified individual gets in without an app key; see [WithGateway].
//
// # Signing in
//
// [OAuth2] has the calls, package login the two routes of a web application, and package tokens keeps tokens and refreshes
// what can be refreshed. [OAuth2.CheckToken] is for a token that a mobile application hands in.
//
// # Testing
//
// Package weibotest runs a local Weibo, so that programs can be written and tested without an app key.
package weibo
