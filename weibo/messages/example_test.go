package messages_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/messages"
)

func Example() {
	server := httptest.NewServer(&messages.Handler{
		AppSecret: "the secret of the application",
		Handle: func(ctx context.Context, m *messages.Message) (messages.Reply, error) {
			switch c := m.Content.(type) {
			case messages.Text:
				return messages.TextReply("You wrote: " + string(c)), nil
			case messages.Follow:
				return messages.TextReply("Welcome!"), nil
			case messages.Unknown:
				log.Printf("new kind of message: %s", m.Raw)
			}
			return messages.Reply{}, nil // no reply
		},
	})
	defer server.Close()

	// What Weibo sends when a user writes to the account.
	timestamp, nonce := strconv.FormatInt(time.Now().UnixMilli(), 10), "246813579"
	query := url.Values{"timestamp": {timestamp}, "nonce": {nonce}, "signature": {messages.Sign("the secret of the application", timestamp, nonce)}}
	res, err := http.Post(server.URL+"?"+query.Encode(), "application/json", strings.NewReader(
		`{"type":"text","receiver_id":1404376560,"sender_id":1404376561,"created_at":"Tue May 31 17:46:55 +0800 2011","text":"Hi","data":{}}`))
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	// Output: {"result":true,"sender_id":1404376560,"receiver_id":1404376561,"type":"text","data":"%7B%22text%22%3A%22You%20wrote%3A%20Hi%22%7D"}
}

func ExampleParse() {
	m, err := messages.Parse([]byte(`<xml><ToUserName>1404376560</ToUserName><FromUserName>1404376561</FromUserName>` +
		`<CreateTime>1306835215</CreateTime><MsgType>event</MsgType><Event>click</Event><EventKey>MENU_HELP</EventKey></xml>`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%T from %d at %v\n", m.Content, m.Sender, m.SentAt)
	// Output: messages.Click from 1404376561 at 2011-05-31 17:46:55 +0800 +0800
}
