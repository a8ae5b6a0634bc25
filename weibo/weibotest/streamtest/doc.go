// Package streamtest is the service's side of the message stream of open-im.api.weibo.com: what package weibotest answers with
// under /ws/stream, and a [Hub] by itself where no sandbox is wanted.
//
// A test sends private messages to the program that is connected for an account, looks at what comes back, and has the
// stream misbehave:
//
//	account := srv.OpenIMStream(uid) // srv is a weibotest.Server
//	account.SetRules(streamtest.Rules{RepeatEvery: 3, KillEvery: 100, Replay: 50})
//	account.Send(streamtest.Message{From: "1404376560", Text: "你好"})
//	answer, err := account.NextAnswer(ctx)
//
// It is experimental, as what is known of the stream: the frames are documented by Weibo's own organisation (March to June
// 2026), and the close codes are those of a simulator of that organisation. What the service does to messages for a program
// that is away, and to a second connection, is not known; [Rules] say what the sandbox does.
package streamtest
