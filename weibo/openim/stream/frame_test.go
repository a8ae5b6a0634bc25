package stream

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

// TestMessageForms reads messages in the forms that are on record, and in some that are near them.
func TestMessageForms(t *testing.T) {
	for name, tt := range map[string]struct {
		payload string
		want    Message
	}{
		"older form": {
			`{"messageId":"m1","fromUserId":"1404376560","text":"你好","timestamp":1780000000123}`,
			Message{ID: "m1", From: "1404376560", Text: "你好", Time: time.UnixMilli(1780000000123)},
		},
		"newer form, with a copy of the text": {
			`{"messageId":"m1","fromUserId":"1","text":"a b","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]}]}`,
			Message{ID: "m1", From: "1", Text: "a\nb"},
		},
		"several items, of which some are not of the user": {
			`{"messageId":"m1","fromUserId":"1","input":[{"type":"message","role":"system","content":[{"type":"input_text","text":"no"}]},{"type":"reasoning"},{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_video"}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"b"}]}]}`,
			Message{ID: "m1", From: "1", Text: "a\nb"},
		},
		"attachments alone": {
			`{"messageId":"m1","fromUserId":"1","toUserId":"2","input":[{"type":"message","role":"user","content":[{"type":"input_image","filename":"a.png","source":{"type":"base64","media_type":"image/png","data":"aGVsbG8="}},{"type":"input_file","source":{"type":"base64","media_type":"text/plain","data":""}}]}]}`,
			Message{ID: "m1", From: "1", To: "2", Attachments: []Attachment{
				{Image: true, Name: "a.png", MediaType: "image/png", Data: []byte("hello")}, {MediaType: "text/plain", Data: []byte{}},
			}},
		},
		"numbers and strings the other way round, members nobody knows": {
			`{"messageId":17,"fromUserId":1404376560,"timestamp":"1780000000123","text":"a","mood":{"x":[1]}}`,
			Message{ID: "17", From: "1404376560", Text: "a", Time: time.UnixMilli(1780000000123)},
		},
		"nothing but a sender": {`{"fromUserId":"1","text":null,"input":null}`, Message{From: "1"}},
	} {
		m, err := parseMessage([]byte(`{"type":"message","payload":`+tt.payload+`}`), 100)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		m.Raw = nil
		if !reflect.DeepEqual(*m, tt.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, *m, tt.want)
		}
	}
}

// TestBadAttachments wants the message all the same.
func TestBadAttachments(t *testing.T) {
	for source, want := range map[string]error{
		`{"type":"url","url":"https://example.com/a.png"}`:        ErrMalformed,
		`{"type":"base64","data":"***"}`:                          ErrMalformed,
		`{"type":"base64","data":"aGVsbG8gd29ybGQ="}`:             ErrTooLarge, // 11 bytes
		`{"type":"base64","data":"aGVsbG8gd29ybGQgYW5kIGFsbA=="}`: ErrTooLarge,
		`{}`: ErrMalformed,
	} {
		m, err := parseMessage([]byte(`{"type":"message","payload":{"fromUserId":"1","input":[{"type":"message","role":"user","content":[
			{"type":"input_text","text":"see"},{"type":"input_image","source":`+source+`}]}]}}`), 10)
		if err != nil || m.Text != "see" || len(m.Attachments) != 1 {
			t.Errorf("%s: %+v, %v", source, m, err)
			continue
		}
		if a := m.Attachments[0]; !errors.Is(a.Err, want) || a.Data != nil {
			t.Errorf("%s: %d bytes, %v, want %v", source, len(a.Data), a.Err, want)
		}
	}
}
