package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/messages"
)

// A desk answers messages.
type desk struct {
	client *weibo.Client
	log    *slog.Logger
	late   sync.WaitGroup // answers that are still to be sent
}

// handle returns the answer to a message. It has less than five seconds; what takes longer is sent later.
func (d *desk) handle(_ context.Context, m *messages.Message) (messages.Reply, error) {
	switch c := m.Content.(type) {
	case messages.Text:
		return d.text(m.Sender, string(c)), nil
	case messages.Follow:
		return messages.TextReply("谢谢关注！回复“营业时间”查询营业时间。"), nil
	case messages.Unknown: // without what the user wrote, which is in m.Raw
		d.log.Warn("a message of a kind that is not known", "type", c.Type, "subtype", c.Subtype, "bytes", len(m.Raw), "error", c.Err)
	}
	return messages.Reply{}, nil // taken without an answer
}

func (d *desk) text(sender int64, text string) messages.Reply {
	switch {
	case strings.Contains(text, "营业时间"):
		return messages.TextReply("每天九点到十八点。")
	case strings.Contains(text, "库存"):
		d.late.Go(func() { d.answerLater(sender) })
		return messages.Reply{}
	}
	return messages.TextReply("收到：" + text)
}

// answerLater looks up what takes long, and sends the answer by a call, which may be made for 48 hours.
func (d *desk) answerLater(sender int64) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // not that of the push, which is over
	defer cancel()
	reply := messages.TextReply("还有三只猫。")
	if _, err := d.client.Messages.Reply(ctx, reply.Params(sender)); err != nil {
		d.log.Error("an answer could not be sent", "error", err)
		return
	}
	d.log.Info("an answer was sent later")
}
