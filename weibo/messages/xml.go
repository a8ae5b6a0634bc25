package messages

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

var errNotXML = errors.New("no XML, or of another form")

// readXML reads a push in XML, which looks like one of WeChat. What could be read stands in push even if there is an error,
// and its Data is never nil.
func readXML(body []byte, push *weiboapi.PushMessage) error {
	push.Data = new(weiboapi.PushData)
	var in struct {
		XMLName xml.Name `xml:"xml"`
		weiboapi.PushXML
		CreateTime string // goes before the number of PushXML, so that an odd one does not spoil the rest
	}
	if err := xml.Unmarshal(body, &in); err != nil {
		return fmt.Errorf("%w: %w", errNotXML, err)
	}
	push.Type, push.Text = in.MsgType, in.Content
	if push.Type == "location" {
		push.Type = "position"
	}
	push.Data.Subtype, push.Data.Key, push.Data.Ticket = in.Event, in.EventKey, in.Ticket
	push.Data.Latitude, push.Data.Longitude = in.LocationX, in.LocationY

	var errs []error
	number := func(name, s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
		return n
	}
	push.ReceiverID = number("ToUserName", in.ToUserName)
	push.SenderID = number("FromUserName", in.FromUserName)
	if in.MediaID != "" {
		push.Data.ToVFID = number("MediaId", in.MediaID)
	}
	if err := push.CreatedAt.UnmarshalJSON([]byte(in.CreateTime)); err != nil {
		errs = append(errs, fmt.Errorf("CreateTime: %w", err))
	}
	return errors.Join(errs...)
}
