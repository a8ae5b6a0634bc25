package messages

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Message is what a user wrote to a verified account, or did to it.
type Message struct {
	// Account is the verified account. 0 in a message that could not be read.
	Account int64
	// Sender is the user. 0 in a message that could not be read.
	Sender int64
	// SentAt is when, to the second. Weibo says that a message is known by Sender and SentAt.
	SentAt time.Time
	// Type is the type as Weibo names it: text, image, voice, position, event, mention, or one that is new.
	Type string
	// Text is what the user wrote, if the type is text. For most others Weibo puts a sentence of its own there; for the
	// events subscribe and unsubscribe it may be the words of the user (dy and td). Always empty in the XML form of those.
	Text string
	// Content is what the message is about. It is never nil.
	Content Content
	// Raw is the message as it came, in JSON or XML.
	Raw []byte

	subtype string
	xml     bool // the form, which the reply must have too
}

// Content is one of [Text], [Image], [Voice], [Position], [Follow], [Unfollow], [Subscribe], [Unsubscribe], [Scan], [Click],
// [View], [StatusMention], [CommentMention] and [Unknown].
type Content interface{ content() }

// Text is a text.
type Text string

// Image is a picture. The file is read by GET from https://upload.api.weibo.com/2/mss/msget with the parameters
// access_token and fid, and a small form of it from /2/mss/msget_thumbnail there, with fid, high and width.
type Image struct {
	ToVFID int64 // the file, to give as fid
	VFID   int64 // the same file as its sender sees it; 0 in XML, which does not have it
}

// Voice is a spoken message. The file is read as that of an [Image].
type Voice struct {
	ToVFID int64 // the file, to give as fid
	VFID   int64 // the same file as its sender sees it; 0 in XML, which does not have it
}

// Position is a place on the map, in degrees.
type Position struct{ Latitude, Longitude float64 }

// Follow is an event: the user follows the account.
type Follow struct{}

// Unfollow is an event: the user does so no more. Nothing can be sent to the user from then on.
type Unfollow struct{}

// Subscribe is an event: the user subscribes to the account.
type Subscribe struct{}

// Unsubscribe is an event: the user does so no more.
type Unsubscribe struct{}

// Scan is an event: the user scanned a code of the account, see client.Messages for how they are made.
type Scan struct {
	// Key names the code: QR_SCENE for a temporary one or QR_LIMIT_SCENE for a permanent one, a low line, and the scene_id
	// it was made with, such as QR_SCENE_42.
	Key string
	// Ticket is that of the code. In XML its name is not confirmed, so it may be empty there, as may Key.
	Ticket string
	// Followed says that it is the event scan_follow: by its name, that the user follows the account by that.
	Followed bool
}

// SceneID returns the scene_id that the code was made with, and false if Key has none.
func (s Scan) SceneID() (id int64, ok bool) {
	i := strings.LastIndexByte(s.Key, '_')
	if i < 0 {
		return 0, false
	}
	id, err := strconv.ParseInt(s.Key[i+1:], 10, 64)
	return id, err == nil
}

// Click is an event: the user pressed a button of the menu, with its key. In XML the name of the key is not confirmed.
type Click struct{ Key string }

// View is an event: the user pressed a button of the menu that opens a page. In XML the name of the address is not
// confirmed.
type View struct{ URL string }

// StatusMention says that a status mentions the account. Mentions need a permission of their own, and come only from trusted
// users unless that is changed. There may be one reply in 48 hours. There is no XML form of it on record.
type StatusMention struct{ ID int64 }

// CommentMention says that a comment mentions the account, see [StatusMention].
type CommentMention struct{ ID int64 }

// Unknown is a message of a kind that this package does not know, or whose content is not as it was described. The message
// has it in Raw.
type Unknown struct {
	Type, Subtype string
	Err           error // what could not be read; nil for a new kind
}

func (Text) content()           {}
func (Image) content()          {}
func (Voice) content()          {}
func (Position) content()       {}
func (Follow) content()         {}
func (Unfollow) content()       {}
func (Subscribe) content()      {}
func (Unsubscribe) content()    {}
func (Scan) content()           {}
func (Click) content()          {}
func (View) content()           {}
func (StatusMention) content()  {}
func (CommentMention) content() {}
func (Unknown) content()        {}

// ErrFormat means that a body is neither a JSON object nor XML.
var ErrFormat = errors.New("messages: the body is neither JSON nor XML")

// Parse reads the body of a push. [Handler] does so itself; Parse is for messages that were stored. What is JSON or XML and
// not as it was described becomes [Unknown], so that no message is lost; the error means that it is neither, or breaks off.
func Parse(body []byte) (*Message, error) {
	m := &Message{Raw: body}
	var push weiboapi.PushMessage
	var err error
	switch start := bytes.TrimLeft(body, "\ufeff \t\r\n"); {
	case len(start) > 0 && start[0] == '{':
		err = readJSON(start, &push)
	case len(start) > 0 && start[0] == '<':
		m.xml = true
		err = readXML(start, &push)
	default:
		return nil, ErrFormat
	}
	if broken(err) {
		return nil, fmt.Errorf("messages: %w", err)
	}
	m.Account, m.Sender, m.SentAt = push.ReceiverID, push.SenderID, push.CreatedAt.Time
	m.Type, m.Text, m.subtype = push.Type, push.Text, push.Data.Subtype
	if err == nil {
		m.Content, err = content(&push)
	}
	if err != nil || m.Content == nil {
		m.Content = Unknown{Type: push.Type, Subtype: push.Data.Subtype, Err: err}
	}
	return m, nil
}

// readJSON reads a push in JSON. What could be read stands in push even if there is an error, and its Data is never nil.
func readJSON(body []byte, push *weiboapi.PushMessage) error {
	push.Data = new(weiboapi.PushData)
	var in struct {
		Type        string          `json:"type"`
		ReceiverID  int64           `json:"receiver_id"`
		RecipientID int64           `json:"recipient_id"`
		SenderID    int64           `json:"sender_id"`
		CreatedAt   json.RawMessage `json:"created_at"`
		Text        string          `json:"text"`
		Data        json.RawMessage `json:"data"`
	}
	if err := weibo.Unmarshal(body, &in); err != nil {
		return err
	}
	push.Type, push.Text, push.SenderID = in.Type, in.Text, in.SenderID
	push.ReceiverID = cmp.Or(in.ReceiverID, in.RecipientID) // the older form has the second
	return errors.Join(readData(in.Data, push.Data), push.CreatedAt.UnmarshalJSON(in.CreatedAt))
}

// readData reads what a message holds beside the text: an object in every sample, a string in one table.
func readData(raw json.RawMessage, data *weiboapi.PushData) error {
	if len(raw) > 0 && raw[0] == '"' {
		var inside string
		if err := json.Unmarshal(raw, &inside); err != nil {
			return err
		}
		raw = []byte(inside)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	if err := weibo.Unmarshal(raw, data); err != nil {
		*data = weiboapi.PushData{}
		return fmt.Errorf("data: %v", err) // not wrapped: the message itself is sound
	}
	return nil
}

// broken tells whether an error of readJSON or readXML means that the body is no whole document.
func broken(err error) bool {
	var decode *weibo.DecodeError
	if errors.As(err, &decode) {
		return decode.Expected == ""
	}
	return errors.Is(err, errNotXML)
}

// content returns the content of a push, nil if it is of an unknown kind.
func content(push *weiboapi.PushMessage) (Content, error) {
	switch data := push.Data; push.Type {
	case "text":
		return Text(push.Text), nil
	case "image":
		return Image{VFID: data.VFID, ToVFID: data.ToVFID}, nil
	case "voice":
		return Voice{VFID: data.VFID, ToVFID: data.ToVFID}, nil
	case "position":
		return position(data)
	case "event":
		return event(data), nil
	case "mention":
		return mention(data)
	}
	return nil, nil
}

func position(data *weiboapi.PushData) (Content, error) {
	latitude, err := strconv.ParseFloat(data.Latitude, 64)
	longitude, err2 := strconv.ParseFloat(data.Longitude, 64)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	if !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) { // nor NaN
		return nil, errors.New("a position that is not on earth")
	}
	return Position{latitude, longitude}, nil
}

func event(data *weiboapi.PushData) Content {
	switch data.Subtype {
	case "follow":
		return Follow{}
	case "unfollow":
		return Unfollow{}
	case "subscribe":
		return Subscribe{}
	case "unsubscribe":
		return Unsubscribe{}
	case "scan", "scan_follow":
		return Scan{Key: data.Key, Ticket: data.Ticket, Followed: data.Subtype == "scan_follow"}
	case "click":
		return Click{data.Key}
	case "view":
		return View{data.Key}
	}
	return nil
}

func mention(data *weiboapi.PushData) (Content, error) {
	if data.Subtype != "status" && data.Subtype != "comment" {
		return nil, nil
	}
	id, err := strconv.ParseInt(data.Key, 10, 64)
	if err != nil {
		return nil, err
	}
	if data.Subtype == "status" {
		return StatusMention{id}, nil
	}
	return CommentMention{id}, nil
}
