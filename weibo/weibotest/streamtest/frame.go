package streamtest

import (
	"encoding/json"
	"fmt"
	"time"
)

// A Message is a private message for the program.
type Message struct {
	ID    string       `json:"id,omitzero"`    // default: a new one
	NoID  bool         `json:"no_id,omitzero"` // the id is an empty string, as documented
	From  string       `json:"from"`           // uid
	Text  string       `json:"text,omitzero"`
	Time  time.Time    `json:"time,omitzero"`  // default: now
	Plain bool         `json:"plain,omitzero"` // the older form, which has no attachments
	Files []Attachment `json:"files,omitzero"`
}

// An Attachment is a picture or a file in a message.
type Attachment struct {
	Image     bool   `json:"image,omitzero"`
	Name      string `json:"name,omitzero"`
	MediaType string `json:"media_type,omitzero"`
	Data      []byte `json:"data,omitzero"`
}

// frame returns a message as the service sends it.
func (m Message) frame() []byte {
	payload := map[string]any{"messageId": m.ID, "fromUserId": m.From, "text": m.Text, "timestamp": m.Time.UnixMilli()}
	if !m.Plain {
		payload["input"] = []any{map[string]any{"type": "message", "role": "user", "content": m.parts()}}
	}
	frame, err := json.Marshal(map[string]any{"type": "message", "payload": payload})
	if err != nil {
		panic(err) // strings, numbers and bytes
	}
	return frame
}

func (m Message) parts() []any {
	parts := []any{}
	if m.Text != "" {
		parts = append(parts, map[string]any{"type": "input_text", "text": m.Text})
	}
	for _, f := range m.Files {
		kind := "input_file"
		if f.Image {
			kind = "input_image"
		}
		source := map[string]any{"type": "base64", "media_type": f.MediaType, "data": f.Data}
		parts = append(parts, map[string]any{"type": kind, "filename": f.Name, "source": source})
	}
	return parts
}

// A Frame is one that a program sent.
type Frame struct {
	Connection int    `json:"connection"` // by which it came, from 1
	Type       string `json:"type"`       // empty if there is none
	Raw        string `json:"raw"`
	Problem    string `json:"problem,omitzero"` // what is not as documented
}

// An Answer is a message that a program sent, put together.
type Answer struct {
	ID     string `json:"id"`
	To     string `json:"to"`
	Text   string `json:"text"`
	Chunks int    `json:"chunks"`
}

// A chunk is a piece of an answer.
type chunk struct {
	To    *string `json:"toUserId"`
	Text  *string `json:"text"`
	ID    *string `json:"messageId"`
	Chunk *int    `json:"chunkId"`
	Done  *bool   `json:"done"`
}

func (c *chunk) check() error {
	switch {
	case c.To == nil || *c.To == "":
		return fmt.Errorf("no toUserId")
	case c.Text == nil:
		return fmt.Errorf("no text")
	case c.ID == nil || *c.ID == "":
		return fmt.Errorf("no messageId")
	case c.Chunk == nil || c.Done == nil:
		return fmt.Errorf("no chunkId or done")
	case *c.Text == "" && !*c.Done:
		return fmt.Errorf("an empty chunk that is not the last")
	}
	return nil
}

// add puts a piece to an answer.
func (a *Answer) add(c *chunk) error {
	switch {
	case *c.Chunk < a.Chunks:
		return fmt.Errorf("chunk %d came before", *c.Chunk)
	case *c.Chunk > a.Chunks:
		return fmt.Errorf("chunk %d came when %d was next", *c.Chunk, a.Chunks)
	case *c.To != a.To:
		return fmt.Errorf("another recipient")
	}
	a.Text += *c.Text
	a.Chunks++
	return nil
}
