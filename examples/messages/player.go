package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/messages"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A weiboPlayer does what Weibo does to a callback address, so that it can be tried without Weibo. It is no part of what the
// example shows.
type weiboPlayer struct{ address, secret string }

// play sends a message of each sort, and writes what comes back.
func play(ctx context.Context, w weiboPlayer, out io.Writer) {
	now := time.Now()
	for _, push := range []string{
		message(now, alice, "text", "你们的营业时间？", nil),
		message(now.Add(time.Second), alice, "text", "还有库存吗？", nil), // another second, since it would be a repetition otherwise
		message(now, alice, "event", "关注事件消息", map[string]string{"subtype": "follow"}),
		message(now, alice, "hologram", "", nil),
	} {
		answer, err := w.do(ctx, http.MethodPost, nil, push)
		if err != nil {
			fmt.Fprintln(out, err)
			return
		}
		fmt.Fprintf(out, "%s\n  → %s\n", push, readable(answer))
	}
	answer, err := w.do(ctx, http.MethodGet, url.Values{"echostr": {"12345"}}, "")
	fmt.Fprintf(out, "echostr 12345\n  → %s %v\n", answer, err)
	fmt.Fprintln(out, "Send one more: go run ./examples/messages -send 营业时间")
}

// sendText sends a text, and writes what comes back.
func sendText(ctx context.Context, w weiboPlayer, text string, out io.Writer) error {
	answer, err := w.do(ctx, http.MethodPost, nil, message(time.Now(), bob, "text", text, nil))
	if err == nil {
		_, err = fmt.Fprintln(out, readable(answer))
	}
	return err
}

// The verified account, and users who write to it.
const verified, alice, bob = 1404376560, 1404376561, 1404376562

// message is a push as documented.
func message(at time.Time, sender int64, kind, text string, data map[string]string) string {
	if data == nil {
		data = map[string]string{}
	}
	push, _ := json.Marshal(map[string]any{
		"type": kind, "text": text, "data": data, "created_at": at.Format(wire.TimeLayout),
		"sender_id": sender, "receiver_id": verified,
	})
	return string(push)
}

// readable is the answer of a callback address, whose data is encoded as in an address.
func readable(answer string) string {
	if text, err := url.PathUnescape(answer); err == nil {
		return text
	}
	return answer
}

// do makes a signed request, and returns the body of the answer.
func (w weiboPlayer) do(ctx context.Context, method string, query url.Values, body string) (string, error) {
	timestamp, nonce := strconv.FormatInt(time.Now().UnixMilli(), 10), rand.Text()
	q := url.Values{"timestamp": {timestamp}, "nonce": {nonce}, "signature": {messages.Sign(w.secret, timestamp, nonce)}}
	for name, values := range query {
		q[name] = values
	}
	req, err := http.NewRequestWithContext(ctx, method, w.address+"?"+q.Encode(), strings.NewReader(body))
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode == http.StatusOK {
		return string(answer), err
	}
	return "", fmt.Errorf("the callback address answered %s", resp.Status)
}
