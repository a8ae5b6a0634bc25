package messages_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/messages"
)

// pushJSON is a push as the documentation has it.
func pushJSON(kind, text, data string) string {
	return `{"type":"` + kind + `","receiver_id":1000000001,"sender_id":2000000002,"created_at":"Wed Nov 15 06:13:20 +0800 2023",` +
		`"text":"` + text + `","data":` + data + `}`
}

// pushXML is a push in the form of WeChat.
func pushXML(kind, rest string) string {
	return `<xml><ToUserName>1000000001</ToUserName><FromUserName><![CDATA[2000000002]]></FromUserName><CreateTime>1700000000</CreateTime>` +
		`<MsgType>` + kind + `</MsgType>` + rest + `<MsgId></MsgId></xml>`
}

const note = "(a sentence of Weibo's)"

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       messages.Content
	}{
		{"text", pushJSON("text", "几点开门？", "{}"), messages.Text("几点开门？")},
		{"text, data empty list", pushJSON("text", "hi", "[]"), messages.Text("hi")},
		{"text, data empty string", pushJSON("text", "hi", `""`), messages.Text("hi")},
		{"text, data null", pushJSON("text", "hi", "null"), messages.Text("hi")},
		{"image", pushJSON("image", note, `{"vfid":3000000003,"tovfid":3000000004}`), messages.Image{VFID: 3000000003, ToVFID: 3000000004}},
		{"image, strings", pushJSON("image", note, `{"vfid":"3000000003","tovfid":"3000000004"}`), messages.Image{VFID: 3000000003, ToVFID: 3000000004}},
		{"voice", pushJSON("voice", note, `{"vfid":3000000005,"tovfid":3000000006}`), messages.Voice{VFID: 3000000005, ToVFID: 3000000006}},
		{"position", pushJSON("position", note, `{"longitude":"121.500000","latitude":"31.250000"}`), messages.Position{Latitude: 31.25, Longitude: 121.5}},
		{"position, numbers", pushJSON("position", note, `{"longitude":121.5,"latitude":31.25}`), messages.Position{Latitude: 31.25, Longitude: 121.5}},
		{"data in a string", pushJSON("position", note, `"{\"longitude\":\"121.5\",\"latitude\":\"31.25\"}"`), messages.Position{Latitude: 31.25, Longitude: 121.5}},
		{"follow", pushJSON("event", note, `{"subtype":"follow"}`), messages.Follow{}},
		{"unfollow", pushJSON("event", note, `{"subtype":"unfollow"}`), messages.Unfollow{}},
		{"subscribe", pushJSON("event", "dy", `{"subtype":"subscribe"}`), messages.Subscribe{}},
		{"unsubscribe", pushJSON("event", "td", `{"subtype":"unsubscribe"}`), messages.Unsubscribe{}},
		{"scan", pushJSON("event", note, `{"subtype":"scan","key":"QR_SCENE_42","ticket":"T1"}`), messages.Scan{Key: "QR_SCENE_42", Ticket: "T1"}},
		{"scan and follow", pushJSON("event", note, `{"subtype":"scan_follow","key":"QR_LIMIT_SCENE_7","ticket":"T2"}`), messages.Scan{Key: "QR_LIMIT_SCENE_7", Ticket: "T2", Followed: true}},
		{"click", pushJSON("event", note, `{"subtype":"click","key":"MENU_HELP"}`), messages.Click{Key: "MENU_HELP"}},
		{"view", pushJSON("event", note, `{"subtype":"view","key":"https://example.com/help"}`), messages.View{URL: "https://example.com/help"}},
		{"mention in a status", pushJSON("mention", note, `{"subtype":"status","key":"4000000000000007"}`), messages.StatusMention{ID: 4000000000000007}},
		{"mention in a comment", pushJSON("mention", note, `{"subtype":"comment","key":4000000000000008}`), messages.CommentMention{ID: 4000000000000008}},

		{"XML text", pushXML("text", "<Content>几点&lt;开门？</Content>"), messages.Text("几点<开门？")},
		{"XML image", pushXML("image", "<PicUrl></PicUrl><MediaId>3000000004</MediaId>"), messages.Image{ToVFID: 3000000004}},
		{"XML voice", pushXML("voice", "<MediaId>3000000006</MediaId>"), messages.Voice{ToVFID: 3000000006}},
		{"XML position", pushXML("location", "<Location_X>31.25</Location_X><Location_Y>121.5</Location_Y>"), messages.Position{Latitude: 31.25, Longitude: 121.5}},
		{"XML follow", pushXML("event", "<Event>follow</Event>"), messages.Follow{}},
		{"XML click", pushXML("event", "<Event>click</Event><EventKey>MENU_HELP</EventKey>"), messages.Click{Key: "MENU_HELP"}},
		{"XML scan", pushXML("event", "<Event>scan</Event><EventKey>QR_SCENE_42</EventKey><Ticket>T1</Ticket>"), messages.Scan{Key: "QR_SCENE_42", Ticket: "T1"}},
		{"XML behind a declaration", "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + pushXML("event", "<Event>unfollow</Event>"), messages.Unfollow{}},

		{"new type", pushJSON("video", "", `{"vfid":1}`), messages.Unknown{Type: "video"}},
		{"new event", pushJSON("event", "", `{"subtype":"gift","key":"rose"}`), messages.Unknown{Type: "event", Subtype: "gift"}},
		{"new mention", pushJSON("mention", "", `{"subtype":"article","key":"1"}`), messages.Unknown{Type: "mention", Subtype: "article"}},
		{"new XML type", pushXML("shortvideo", ""), messages.Unknown{Type: "shortvideo"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := messages.Parse([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if m.Content != test.want {
				t.Errorf("content is %#v, want %#v", m.Content, test.want)
			}
			if m.Account != 1000000001 || m.Sender != 2000000002 || !m.SentAt.Equal(time.Unix(1700000000, 0)) {
				t.Errorf("from %d to %d at %v", m.Sender, m.Account, m.SentAt)
			}
			if string(m.Raw) != test.body {
				t.Errorf("raw is %s", m.Raw)
			}
			if strings.HasPrefix(test.body, "{") {
				var in struct{ Type, Text string }
				if err := json.Unmarshal(m.Raw, &in); err != nil || in.Type != m.Type || in.Text != m.Text {
					t.Errorf("type %q, text %q of %+v", m.Type, m.Text, in)
				}
			}
		})
	}
}

// What is not as it was described is handed over all the same.
func TestParseOdd(t *testing.T) {
	for _, test := range []struct {
		name, body string
		sender     int64
	}{
		{"file id of letters", pushJSON("image", note, `{"tovfid":"3000000004a"}`), 2000000002},
		{"data a list", pushJSON("position", note, `[1,2]`), 2000000002},
		{"data in a string that is none", pushJSON("position", note, `"{"`), 2000000002},
		{"position without degrees", pushJSON("position", note, `{}`), 2000000002},
		{"position off the earth", pushJSON("position", note, `{"longitude":"181","latitude":"0"}`), 2000000002},
		{"position that is no number", pushJSON("position", note, `{"longitude":"NaN","latitude":"0"}`), 2000000002},
		{"mention without an id", pushJSON("mention", note, `{"subtype":"status","key":"?"}`), 2000000002},
		{"sender that is no number", `{"type":"text","sender_id":"somebody","text":"hi"}`, 0},
		{"date that is none", `{"type":"text","sender_id":2000000002,"created_at":"today","text":"hi"}`, 2000000002},
		{"XML with a name for a number", `<xml><ToUserName>gh_1</ToUserName><FromUserName>2000000002</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType></xml>`, 2000000002},
		{"XML with a date that is none", `<xml><ToUserName>1000000001</ToUserName><FromUserName>2000000002</FromUserName><CreateTime>today</CreateTime><MsgType>text</MsgType></xml>`, 2000000002},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := messages.Parse([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := m.Content.(messages.Unknown); !ok || c.Err == nil {
				t.Errorf("content is %#v, want Unknown with an error", m.Content)
			}
			if m.Sender != test.sender || string(m.Raw) != test.body {
				t.Errorf("sender %d, raw %s", m.Sender, m.Raw)
			}
		})
	}
}

func TestParseOldForm(t *testing.T) {
	m, err := messages.Parse([]byte(`{"id":3501694137532,"type":"text","recipient_id":1000000001,"sender_id":2000000002,"text":"hi"}`))
	if err != nil || m.Account != 1000000001 || m.Content != messages.Text("hi") || !m.SentAt.IsZero() {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestParseNothing(t *testing.T) {
	for _, body := range []string{"", "  ", "hi", "type=text", "[]", "\x00", `{"type":"text"`, `{"type":"text"} {}`, "<xml><MsgType>text", "<html></html>", "<"} {
		if m, err := messages.Parse([]byte(body)); err == nil {
			t.Errorf("%q is the message %+v", body, m)
		}
	}
}

func TestSceneID(t *testing.T) {
	for key, want := range map[string]int64{"QR_SCENE_42": 42, "QR_LIMIT_SCENE_100000": 100000, "QR_SCENE_-1": -1, "QR_SCENE_": 0, "42": 0, "": 0} {
		id, ok := messages.Scan{Key: key}.SceneID()
		if id != want || ok != (want != 0) {
			t.Errorf("%q: %d, %t", key, id, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, body := range []string{
		pushJSON("text", "hi", "{}"), pushJSON("event", "", `{"subtype":"scan","key":"QR_SCENE_42"}`), pushJSON("position", "", `"{\"longitude\":\"1\"}"`),
		pushXML("text", "<Content>hi</Content>"), pushXML("event", "<Event>click</Event>"), "{}", "<xml/>", "<xml>", `{"data":"`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := messages.Parse(body)
		if err != nil {
			var object map[string]json.RawMessage
			if json.Unmarshal(body, &object) == nil && object != nil {
				t.Fatalf("a JSON object is lost: %v", err)
			}
			return
		}
		if m.Content == nil || string(m.Raw) != string(body) {
			t.Fatalf("%+v", m)
		}
		again, err := messages.Parse(m.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if _, odd := m.Content.(messages.Unknown); !odd && !reflect.DeepEqual(m, again) {
			t.Fatalf("%+v, then %+v", m, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	body := []byte(pushJSON("text", "hi", "{}"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := messages.Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		messages.Sign("EXAMPLESECRET", "1415155200000", "246813579")
	}
}
