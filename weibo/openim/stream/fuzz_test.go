package stream

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// FuzzFrame takes any frame: it is understood, or malformed, and attachments are bounded.
func FuzzFrame(f *testing.F) {
	for _, frame := range []string{
		`pong`, ` pong `, `{"type":"pong"}`, `{"type":"ping"}`, `{}`, `[]`, `null`, ``, `{"type":"message"}`,
		`{"type":"message","payload":{"messageId":"m1","fromUserId":"1404376560","text":"你好","timestamp":1780000000123}}`,
		`{"type":"message","payload":{"messageId":"","fromUserId":1404376560,"timestamp":"1780000000123","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"},{"type":"input_image","filename":"a.png","source":{"type":"base64","media_type":"image/png","data":"aGVsbG8="}}]}]}}`,
		`{"type":"message","payload":{"fromUserId":"1","input":[{"type":"message","role":"user","content":[{"type":"input_file","source":{"type":"url","data":"x"}},{"type":"input_file","source":{"type":"base64","data":"!"}}]}]}}`,
		`{"type":"message","payload":{"fromUserId":"1","input":[{"type":"message","role":"assistant","content":[{"type":"input_text","text":"a"}]},{"type":"other"}]}}`,
		`{"type":"system","payload":{"message":"hi","serverTime":"2026-03-04T00:00:00Z","pongTimeoutMs":120000}}`,
	} {
		f.Add([]byte(frame))
	}
	const most = 8
	f.Fuzz(func(t *testing.T, frame []byte) {
		sent := bytes.Clone(frame)
		kind, err := kindOf(frame)
		if (err == nil) == (kind == "") || err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatalf("kind %q, %v", kind, err)
		}
		m, err := parseMessage(frame, most)
		if !bytes.Equal(frame, sent) {
			t.Error("the frame was changed")
		}
		if err != nil {
			if m != nil || !errors.Is(err, ErrMalformed) {
				t.Fatalf("%+v, %v", m, err)
			}
			return
		}
		if m.From == "" || !bytes.Equal(m.Raw, sent) {
			t.Errorf("a message from %q", m.From)
		}
		for _, a := range m.Attachments {
			if len(a.Data) > most || a.Err != nil && (a.Data != nil || !errors.Is(a.Err, ErrTooLarge) && !errors.Is(a.Err, ErrMalformed)) {
				t.Errorf("an attachment of %d bytes, %v", len(a.Data), a.Err)
			}
		}
		again, err := parseMessage(frame, most)
		if err != nil {
			t.Fatal(err)
		}
		key, ok := m.key()
		if key2, ok2 := again.key(); key != key2 || ok != ok2 {
			t.Error("the same message has another key")
		}
	})
}

// FuzzCut cuts any text, which loses nothing and does not break a character.
func FuzzCut(f *testing.F) {
	f.Add("", 2)
	f.Add("你好😀", 3)
	f.Add("abc", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 2 || !utf8.ValidString(text) {
			return // such chunks and texts do not get here
		}
		chunk, rest := cut(text, most)
		if chunk+rest != text || !utf8.ValidString(chunk) || chunk == "" && text != "" {
			t.Fatalf("%q is cut into %q and %q", text, chunk, rest)
		}
		units := len(utf16.Encode([]rune(chunk)))
		next, _ := utf8.DecodeRuneInString(rest)
		if units > most || rest != "" && units+utf16.RuneLen(next) <= most {
			t.Errorf("%q has %d units of %d", chunk, units, most)
		}
	})
}
