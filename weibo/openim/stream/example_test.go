package stream_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// A robot answers what the owner of its account writes. It runs against a local Weibo; without the two base URLs it would be
// the real one.
func Example() {
	sandbox := weibotest.New()
	srv := httptest.NewServer(sandbox)
	owner := sandbox.OpenIMStream(uid)
	pair := sandbox.OpenIMCredentials(uid)

	client, err := openim.NewClient(pair.AppID, pair.AppSecret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	robot, err := stream.Open(ctx, stream.Config{Account: client, BaseURL: srv.URL})
	if err != nil {
		log.Fatal(err)
	}
	defer robot.Close()

	owner.Send(streamtest.Message{From: "1404376560", Text: "你好"})
	for msg, err := range robot.Messages() {
		if err != nil {
			log.Fatal(err)
		}
		if _, err := robot.Send(ctx, msg.From, "收到:"+msg.Text); err != nil {
			log.Fatal(err)
		}
		break // a robot would go on
	}
	answer, err := owner.NextAnswer(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.To, answer.Text)
	// Output: 1404376560 收到:你好
}

// An answer that grows while it is made.
func ExampleStream_Answer() {
	sandbox := weibotest.New()
	srv := httptest.NewServer(sandbox)
	pair := sandbox.OpenIMCredentials(uid)
	client, err := openim.NewClient(pair.AppID, pair.AppSecret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	robot, err := stream.Open(ctx, stream.Config{Account: client, BaseURL: srv.URL})
	if err != nil {
		log.Fatal(err)
	}
	defer robot.Close()

	answer := robot.Answer("1404376560")
	for word := range strings.SplitAfterSeq("从前 有座山 山里有座庙", " ") { // a model that writes
		if err := answer.Write(ctx, word); err != nil {
			log.Fatal(err) // a *stream.SendError: what was sent, and what was not
		}
	}
	if err := answer.End(ctx); err != nil {
		log.Fatal(err)
	}
	got, err := sandbox.OpenIMStream(uid).NextAnswer(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(got.Text, got.Chunks)
	// Output: 从前 有座山 山里有座庙 4
}
