package stream

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Frame is one that came and is of a kind that this package does not know. Experimental. A simulator is documented (2026-03) to
// send system, ack and error, and connected was seen (secondary, 2026-04). It may hold personal data.
type Frame struct {
	Type       string
	Connection int    // by which it came, from 1
	Raw        []byte // all of it, JSON
}

// A Message is a private message. Experimental; the members are documented (2026-03) unless they say otherwise.
type Message struct {
	ID   string    // may be empty
	From string    // uid of the sender, whom an answer goes to
	To   string    // uid of the recipient; seldom there (secondary)
	Text string    // empty if there are attachments only
	Time time.Time // zero if the service does not say
	// Attachments are the pictures and files.
	Attachments []Attachment
	// Connection is the number of the one by which it came, from 1. If it is not that of the message before, others may have
	// been lost in between.
	Connection int
	// Raw is the frame, with what is not in the members above. It holds personal data.
	Raw []byte
}

// An Attachment is a picture or a file in a message. Experimental; documented (2026-03), with 10 MB for a picture and 5 MB for a file
// as what official programs take.
type Attachment struct {
	Image     bool   // it came as a picture
	Name      string // may be empty
	MediaType string // as the service says, such as "image/png"; the content is not looked at
	Data      []byte
	// Err says why there is no Data: it is above [Config.MaxAttachment] (ErrTooLarge), or cannot be decoded (ErrMalformed).
	Err error
}

// The kinds of frames.
const (
	kindMessage = "message"
	kindSend    = "send_message"
	kindPing    = "ping"
	kindPong    = "pong"
)

// kindOf returns the kind of a frame. A pong may be bare text.
func kindOf(frame []byte) (string, error) {
	if bytes.Equal(bytes.TrimSpace(frame), []byte(kindPong)) {
		return kindPong, nil
	}
	if trimmed := bytes.TrimSpace(frame); len(trimmed) == 0 || trimmed[0] != '{' {
		return "", fmt.Errorf("%w: no JSON object", ErrMalformed)
	}
	var f struct {
		Type string `json:"type"`
	}
	if err := weibo.Unmarshal(frame, &f); err != nil {
		return "", fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if f.Type == "" {
		return "", fmt.Errorf("%w: no type", ErrMalformed)
	}
	return f.Type, nil
}

// A messageFrame is a message as it comes.
type messageFrame struct {
	Payload *struct {
		MessageID  string      `json:"messageId"`
		FromUserID string      `json:"fromUserId"`
		ToUserID   string      `json:"toUserId"`
		Text       string      `json:"text"`
		Timestamp  int64       `json:"timestamp"` // in milliseconds
		Input      []inputItem `json:"input"`
	} `json:"payload"`
}

type inputItem struct {
	Type    string      `json:"type"`
	Role    string      `json:"role"`
	Content []inputPart `json:"content"`
}

type inputPart struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Filename string `json:"filename"`
	Source   struct {
		Type      string `json:"type"`
		MediaType string `json:"media_type"`
		Data      string `json:"data"`
	} `json:"source"`
}

// parseMessage reads the frame of a message.
func parseMessage(frame []byte, maxAttachment int) (*Message, error) {
	var f messageFrame
	if err := weibo.Unmarshal(frame, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	p := f.Payload
	if p == nil || p.FromUserID == "" {
		return nil, fmt.Errorf("%w: a message without a sender", ErrMalformed)
	}
	m := &Message{ID: p.MessageID, From: p.FromUserID, To: p.ToUserID, Raw: frame}
	if p.Timestamp != 0 {
		m.Time = time.UnixMilli(p.Timestamp)
	}
	var texts []string
	for _, item := range p.Input {
		if item.Type != "message" || item.Role != "user" {
			continue
		}
		for i := range item.Content {
			switch part := &item.Content[i]; part.Type {
			case "input_text":
				texts = append(texts, part.Text)
			case "input_image", "input_file":
				m.Attachments = append(m.Attachments, part.attachment(maxAttachment))
			}
		}
	}
	m.Text = strings.Join(texts, "\n")
	if m.Text == "" {
		m.Text = p.Text // the older form, which the newer one has a copy of
	}
	return m, nil
}

func (p *inputPart) attachment(most int) Attachment {
	a := Attachment{Image: p.Type == "input_image", Name: p.Filename, MediaType: p.Source.MediaType}
	switch {
	case p.Source.Type != "base64":
		a.Err = fmt.Errorf("%w: an attachment that is not in base64", ErrMalformed)
	case base64.StdEncoding.DecodedLen(len(p.Source.Data)) > most+2: // padding
		a.Err = fmt.Errorf("an attachment: %w", ErrTooLarge)
	default:
		data, err := base64.StdEncoding.DecodeString(p.Source.Data)
		switch {
		case err != nil:
			a.Err = fmt.Errorf("%w: an attachment: %w", ErrMalformed, err)
		case len(data) > most:
			a.Err = fmt.Errorf("an attachment: %w", ErrTooLarge)
		default:
			a.Data = data
		}
	}
	return a
}

// key returns what tells the message from all others: its id, or without one its time and what it says, as official programs do.
// It has the same size whatever the service sends. Without an id and a time there is none: people say the same thing twice.
func (m *Message) key() (key [sha256.Size]byte, ok bool) {
	switch {
	case m.ID != "":
		return sha256.Sum256([]byte("id\x00" + m.ID)), true
	case m.Time.IsZero():
		return key, false
	}
	h := sha256.New()
	fmt.Fprintf(h, "content\x00%s\x00%d\x00%d\x00%s", m.From, m.Time.UnixMilli(), len(m.Text), m.Text)
	for _, a := range m.Attachments {
		fmt.Fprintf(h, "\x00%t %q %q %d ", a.Image, a.Name, a.MediaType, len(a.Data))
		h.Write(a.Data)
	}
	return [sha256.Size]byte(h.Sum(nil)), true
}

// A sendFrame is a piece of a message as it is sent.
type sendFrame struct {
	Type    string      `json:"type"`
	Payload sendPayload `json:"payload"`
}

type sendPayload struct {
	ToUserID  string `json:"toUserId"`
	Text      string `json:"text"`
	MessageID string `json:"messageId"`
	ChunkID   int    `json:"chunkId"` // from 0
	Done      bool   `json:"done"`    // of the last one, which may be empty
}

func (p sendPayload) frame() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(sendFrame{kindSend, p}); err != nil {
		panic(err) // strings, a number and a flag
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

var (
	pingFrame = []byte(`{"type":"ping"}`)
	pongFrame = []byte(`{"type":"pong"}`)
)

var errNotText = errors.New("binary, and not text")
