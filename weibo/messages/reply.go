package messages

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// A Reply is what a user gets for a message: [TextReply], [ArticlesReply] or [PositionReply]. The zero Reply is none: the
// message is taken without an answer.
//
// Documentation: https://open.weibo.com/wiki/发送被动响应消息
type Reply struct {
	kind    string
	content any
}

// TextReply is a text, of fewer than 300 Han characters. Longer ones are sent as they are; what Weibo does then is not on
// record.
func TextReply(text string) Reply { return Reply{"text", weiboapi.ReplyText{Text: text}} }

// ArticlesReply is one or more articles: each a picture with a title, a text and a link. How many there may be is not on
// record.
func ArticlesReply(articles ...*weiboapi.ReplyArticle) Reply {
	return Reply{"articles", weiboapi.ReplyArticles{Articles: articles}}
}

// PositionReply is a place on the map, in degrees. There is no XML form of it: where messages come in XML it is an error.
func PositionReply(latitude, longitude float64) Reply {
	return Reply{"position", weiboapi.ReplyPosition{
		Latitude:  strconv.FormatFloat(latitude, 'f', -1, 64),
		Longitude: strconv.FormatFloat(longitude, 'f', -1, 64),
	}}
}

// IsZero tells that there is no reply.
func (r Reply) IsZero() bool { return r.kind == "" }

// Params returns the reply as client.Messages.Reply takes it, to be sent to a user later than the five seconds that the
// answer to a push may take.
func (r Reply) Params(user int64) weiboapi.MessagesReplyParams {
	data, _ := json.Marshal(r.content) // structs of strings
	return weiboapi.MessagesReplyParams{Type: r.kind, Data: data, ReceiverID: user}
}

// encode returns the reply to a message as the body of an answer, in the form that the message had.
func (r Reply) encode(m *Message, now time.Time) (body []byte, contentType string, err error) {
	if m.Account == 0 || m.Sender == 0 {
		return nil, "", errors.New("there is a reply to a message whose sender could not be read")
	}
	if m.xml {
		body, err = r.xml(m, now)
		return body, "application/xml; charset=utf-8", err
	}
	data, err := json.Marshal(r.content)
	if err != nil {
		return nil, "", err
	}
	body, err = json.Marshal(weiboapi.PassiveReply{
		Result: true, SenderID: m.Account, ReceiverID: m.Sender, Type: r.kind, Data: encodeURL(string(data)),
	})
	return body, "application/json; charset=utf-8", err
}

// encodeURL writes a space as %20, as the documented sample has it.
func encodeURL(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// replyXML is a reply in XML. Without articles the element for them is left out, which the list alone cannot say.
type replyXML struct {
	XMLName xml.Name `xml:"xml"`
	weiboapi.PassiveReplyXML
	Articles *articlesXML // goes before that of PassiveReplyXML
}

type articlesXML struct {
	Items []*weiboapi.PassiveReplyXMLArticle `xml:"item"`
}

// xml writes the reply as XML.
func (r Reply) xml(m *Message, now time.Time) ([]byte, error) {
	var reply replyXML
	reply.ToUserName = strconv.FormatInt(m.Sender, 10)
	reply.FromUserName = strconv.FormatInt(m.Account, 10)
	reply.CreateTime = now.Unix()
	switch c := r.content.(type) {
	case weiboapi.ReplyText:
		reply.MsgType, reply.Content = "text", c.Text
	case weiboapi.ReplyArticles:
		reply.MsgType, reply.ArticleCount, reply.Articles = "news", len(c.Articles), new(articlesXML)
		for _, a := range c.Articles {
			reply.Articles.Items = append(reply.Articles.Items, &weiboapi.PassiveReplyXMLArticle{
				Title: a.DisplayName, Description: a.Summary, PicURL: a.Image, URL: a.URL,
			})
		}
	default:
		return nil, fmt.Errorf("a reply of type %s has no XML form", r.kind)
	}
	return xml.Marshal(reply)
}
