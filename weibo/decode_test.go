package weibo_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// kinds has a member of each kind that models have.
type kinds struct {
	ID     int64             `json:"id"`
	Count  int               `json:"count"`
	Small  int8              `json:"small"`
	Number float64           `json:"number"`
	Flag   bool              `json:"flag"`
	Text   string            `json:"text"`
	At     wire.Time         `json:"at"`
	User   *weiboapi.User    `json:"user"`
	Inner  *kinds            `json:"inner"`
	Value  struct{ A int }   `json:"value"`
	IDs    []int64           `json:"ids"`
	Users  []*weiboapi.User  `json:"users"`
	Names  map[string]string `json:"names"`
	Raw    json.RawMessage   `json:"raw"`
	Opt    *int              `json:"opt"`
	Any    any               `json:"any"`
	Bytes  []byte            `json:"bytes"`
	Tags   []*wire.Tag       `json:"tags"`
}

func TestUnmarshalKinds(t *testing.T) {
	user := &weiboapi.User{ID: 1404376560}
	noon, err := time1()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		json string
		want kinds
	}{
		{`"id":9007199254740993`, kinds{ID: 9007199254740993}},
		{`"id":"9007199254740993"`, kinds{ID: 9007199254740993}},
		{`"id":9.007199254740993e15`, kinds{ID: 9007199254740993}},
		{`"id":"9.007199254740993E+15"`, kinds{ID: 9007199254740993}},
		{`"id":90071992547409930e-1`, kinds{ID: 9007199254740993}},
		{`"id":-9223372036854775808`, kinds{ID: math.MinInt64}},
		{`"id":9223372036854775807.00`, kinds{ID: math.MaxInt64}},
		{`"id":0.0e400`, kinds{}},
		{`"count":20.0`, kinds{Count: 20}},
		{`"count":"20.0"`, kinds{Count: 20}},
		{`"count":2e1`, kinds{Count: 20}},
		{`"count":"-7"`, kinds{Count: -7}},
		{`"count":""`, kinds{}},
		{`"count":"null"`, kinds{}},
		{`"count":null`, kinds{}},
		{`"count":false`, kinds{}},
		{`"count":true`, kinds{Count: 1}},
		{`"count":[ ]`, kinds{}},
		{`"count":{}`, kinds{}},
		{`"small":-128`, kinds{Small: -128}},
		{`"number":1`, kinds{Number: 1}},
		{`"number":"40.413467"`, kinds{Number: 40.413467}},
		{`"number":""`, kinds{}},
		{`"number":"null"`, kinds{}},
		{`"flag":1`, kinds{Flag: true}},
		{`"flag":"1"`, kinds{Flag: true}},
		{`"flag":"true"`, kinds{Flag: true}},
		{`"flag":0`, kinds{}},
		{`"flag":"0"`, kinds{}},
		{`"flag":"false"`, kinds{}},
		{`"flag":""`, kinds{}},
		{`"flag":"null"`, kinds{}},
		{`"flag":null`, kinds{}},
		{`"flag":[]`, kinds{}},
		{`"text":5610221544300749636`, kinds{Text: "5610221544300749636"}},
		{`"text":15276.0`, kinds{Text: "15276.0"}},
		{`"text":true`, kinds{Text: "true"}},
		{`"text":null`, kinds{}},
		{`"text":[]`, kinds{}},
		{`"text":{ }`, kinds{}},
		{"\"text\":\"a\x0b\x0c\tb\nc\x00\"", kinds{Text: "a\v\f\tb\nc\x00"}},
		{"\"text\":\"a\xFFb\"", kinds{Text: "a\uFFFDb"}},
		{`"text":"\u732b\ud83d\udc31\/\"\\\b\f\n\r\t"`, kinds{Text: "猫🐱/\"\\\b\f\n\r\t"}},
		{`"text":"\ud83d\ud83d\udc31\udc31x"`, kinds{Text: "\uFFFD🐱\uFFFDx"}},
		{`"text":"` + strings.Repeat("猫", 600) + `"`, kinds{Text: strings.Repeat("猫", 600)}},
		{`"at":"Tue May 31 17:46:55 +0800 2011"`, kinds{At: noon}},
		{`"at":"Tue May 31 17:46:55 CST 2011"`, kinds{At: noon}},
		{`"at":"2011-05-31 17:46:55"`, kinds{At: noon}},
		{`"at":1306835215`, kinds{At: noon}},
		{`"at":"1306835215"`, kinds{At: noon}},
		{`"at":""`, kinds{}},
		{`"at":null`, kinds{}},
		{`"at":[]`, kinds{}},
		{`"at":{}`, kinds{}},
		{`"at":false`, kinds{}},
		{`"user":1404376560`, kinds{User: user}},
		{`"user":"1404376560"`, kinds{User: user}},
		{`"user":{"id":"1404376560"}`, kinds{User: user}},
		{`"user":{}`, kinds{User: &weiboapi.User{}}},
		{`"user":""`, kinds{}},
		{`"user":[]`, kinds{}},
		{`"user":false`, kinds{}},
		{`"user":null`, kinds{}},
		{`"value":[]`, kinds{}},
		{`"value":{"A":"1"}`, kinds{Value: struct{ A int }{1}}},
		{`"inner":{"inner":{"count":"1"}}`, kinds{Inner: &kinds{Inner: &kinds{Count: 1}}}},
		{`"ids":["1",2,3.0]`, kinds{IDs: []int64{1, 2, 3}}},
		{`"ids":[]`, kinds{IDs: []int64{}}},
		{`"ids":{}`, kinds{}},
		{`"ids":""`, kinds{}},
		{`"ids":false`, kinds{}},
		{`"ids":null`, kinds{}},
		{`"users":[1404376560,"1404376560",{"id":1404376560}]`, kinds{Users: []*weiboapi.User{user, user, user}}},
		{`"names":{"a":1,"b":null,"c\u732b":"x"}`, kinds{Names: map[string]string{"a": "1", "b": "", "c猫": "x"}}},
		{`"names":[]`, kinds{}},
		{`"names":""`, kinds{}},
		{`"raw": [1, {"a":"b"}]`, kinds{Raw: json.RawMessage(`[1, {"a":"b"}]`)}},
		{"\"raw\": {\"a\\\\\":\n\"b\x0b\xFF\\\"\x01\"}", kinds{Raw: json.RawMessage("{\"a\\\\\":\n\"b\\u000b\uFFFD\\\"\\u0001\"}")}},
		{`"opt":"3"`, kinds{Opt: new(3)}},
		{`"opt":0`, kinds{Opt: new(0)}},
		{`"opt":null`, kinds{}},
		{`"any":[1,"a"]`, kinds{Any: []any{1.0, "a"}}},
		{`"bytes":"AQI="`, kinds{Bytes: []byte{1, 2}}},
		{`"tags":[{"1":"a","weight":"5"}]`, kinds{Tags: []*wire.Tag{{ID: 1, Name: "a", Weight: 5}}}},
		{`"count":1,"count":"2"`, kinds{Count: 2}},
		{`"ids":[1,2],"ids":[3]`, kinds{IDs: []int64{3}}},
		{`"new":{"a":[1,{"b":"]"}],"c":-1.5e+3},"count":"2"`, kinds{Count: 2}},
	}
	for _, tt := range tests {
		for _, body := range []string{"{" + tt.json + "}", "{ " + strings.ReplaceAll(tt.json, `,"count"`, " ,\r\n\t\"count\"") + " }"} {
			var got kinds
			if err := weibo.Unmarshal([]byte(body), &got); err != nil {
				t.Errorf("%.200q: %v", body, err)
			} else if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%.200q: got %+v, want %+v", body, got, tt.want)
			}
		}
	}
}

func time1() (t wire.Time, err error) {
	return t, t.UnmarshalJSON([]byte(`"Tue May 31 17:46:55 +0800 2011"`))
}

func TestUnmarshalRefuses(t *testing.T) {
	tests := []struct {
		json string
		want weibo.DecodeError // without Err
		text string
	}{
		{`{"statuses":[{"id":1},{"id":"many"}]}`, weibo.DecodeError{Path: "/statuses/1/id", Expected: "integer", Found: "string", Offset: 28}, `"many": not a number`},
		{`{"statuses":[{"id":1.5}]}`, weibo.DecodeError{Path: "/statuses/0/id", Expected: "integer", Found: "number", Offset: 19}, "not a whole number"},
		{`{"statuses":[{"id":9223372036854775808}]}`, weibo.DecodeError{Path: "/statuses/0/id", Expected: "integer", Found: "number", Offset: 19}, "out of range"},
		{`{"statuses":[{"id":1e99999999999999999999}]}`, weibo.DecodeError{Path: "/statuses/0/id", Expected: "integer", Found: "number", Offset: 19}, "out of range"},
		{`{"statuses":[{"id":"0x10"}]}`, weibo.DecodeError{Path: "/statuses/0/id", Expected: "integer", Found: "string", Offset: 19}, "not a number"},
		{`{"statuses":[{"id":"猫"}]}`, weibo.DecodeError{Path: "/statuses/0/id", Expected: "integer", Found: "string", Offset: 19}, "not a number"},
		{`{"statuses":[{"favorited":"perhaps"}]}`, weibo.DecodeError{Path: "/statuses/0/favorited", Expected: "boolean", Found: "string", Offset: 26}, "not a flag"},
		{`{"statuses":[{"favorited":2}]}`, weibo.DecodeError{Path: "/statuses/0/favorited", Expected: "boolean", Found: "number", Offset: 26}, "not a flag"},
		{`{"statuses":[{"text":{"a":1}}]}`, weibo.DecodeError{Path: "/statuses/0/text", Expected: "string", Found: "object", Offset: 21}, "found object, expected string at byte 21"},
		{`{"statuses":[{"user":"cat"}]}`, weibo.DecodeError{Path: "/statuses/0/user", Expected: "object", Found: "string", Offset: 21}, "found string, expected object"},
		{`{"statuses":[{"user":[1]}]}`, weibo.DecodeError{Path: "/statuses/0/user", Expected: "object", Found: "array", Offset: 21}, ""},
		{`{"statuses":[{"geo":true}]}`, weibo.DecodeError{Path: "/statuses/0/geo", Expected: "object", Found: "boolean", Offset: 20}, ""},
		{`{"statuses":{"a":1}}`, weibo.DecodeError{Path: "/statuses", Expected: "array", Found: "object", Offset: 12}, ""},
		{`{"statuses":[{"created_at":"yesterday"}]}`, weibo.DecodeError{Path: "/statuses/0/created_at", Expected: "date", Found: "string", Offset: 27}, "not a date"},
		{`{"statuses":[{"created_at":[1]}]}`, weibo.DecodeError{Path: "/statuses/0/created_at", Expected: "date", Found: "array", Offset: 27}, "not a date"},
		{`{"statuses":[{"pic_infos":{"a/b~c":7}}]}`, weibo.DecodeError{Path: "/statuses/0/pic_infos/a~1b~0c", Expected: "object", Found: "number", Offset: 35}, ""},
		{`[1]`, weibo.DecodeError{Expected: "object", Found: "array"}, "found array, expected object at byte 0"},
		{`""`, weibo.DecodeError{Expected: "object", Found: "string"}, ""},
		{`false`, weibo.DecodeError{Expected: "object", Found: "boolean"}, ""},
		{``, weibo.DecodeError{}, "unexpected EOF"},
		{`<html>`, weibo.DecodeError{}, "invalid character '<' at byte 0"},
		{`{"statuses":[{"id":1,`, weibo.DecodeError{Path: "/statuses/0", Offset: 21}, "unexpected EOF"},
		{`{"statuses":[{"text":"a`, weibo.DecodeError{Path: "/statuses/0/text", Offset: 23}, "unexpected EOF"},
		{`{"statuses":[{"text":"a\`, weibo.DecodeError{Path: "/statuses/0/text", Offset: 24}, "unexpected EOF"},
		{`{"statuses":[{"text":"\x"}]}`, weibo.DecodeError{Path: "/statuses/0/text", Offset: 23}, "invalid character 'x'"},
		{`{"statuses":[],}`, weibo.DecodeError{Offset: 15}, "invalid character '}'"},
		{`{"statuses":[]}{}`, weibo.DecodeError{Offset: 15}, "invalid character '{'"},
		{`{"statuses":[]`, weibo.DecodeError{Offset: 14}, "unexpected EOF"},
		{`{"new":[1 2]}`, weibo.DecodeError{Path: "/new", Offset: 10}, "invalid character '2'"},
		{`{"new":01}`, weibo.DecodeError{Offset: 8}, "invalid character '1'"},
		{`{"new":nul}`, weibo.DecodeError{Path: "/new", Offset: 10}, "invalid character '}'"},
		{`{"new":` + strings.Repeat("[", 1000), weibo.DecodeError{Path: "/new", Offset: 506}, "nested deeper than 500"},
	}
	for _, tt := range tests {
		err := weibo.Unmarshal([]byte(tt.json), new(weiboapi.StatusList))
		var got *weibo.DecodeError
		if !errors.As(err, &got) {
			t.Errorf("%.80s: got %v", tt.json, err)
			continue
		}
		if !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%.80s: got the text %q, want %q", tt.json, err, tt.text)
		}
		if kept := (weibo.DecodeError{got.Path, got.Expected, got.Found, got.Offset, nil}); kept != tt.want {
			t.Errorf("%.80s: got %+v, want %+v", tt.json, kept, tt.want)
		}
	}
	for _, target := range []any{nil, kinds{}, (*kinds)(nil)} {
		if weibo.Unmarshal([]byte(`{}`), target) == nil {
			t.Errorf("%T is taken for a target", target)
		}
	}
}

// TestWrappings is about what stands around the JSON, whatever the content type says.
func TestWrappings(t *testing.T) {
	const plain = `{"id":"1","text":"a"}`
	for _, body := range []string{
		plain, plain + "\n", "\xEF\xBB\xBF" + plain, " \r\n\xEF\xBB\xBF\t" + plain + "\x00\x00 ", "\u00a0" + plain + "\v\f",
		"callback(" + plain + ")", "callback(" + plain + ");", "\xEF\xBB\xBF callback( " + plain + " ) ;\n", "jQuery1_2.$cb(" + plain + ");",
	} {
		for _, kind := range []string{jsonType, "text/plain; charset=UTF-8", "text/html", "application/javascript", ""} {
			if got, err := show(record(t, says(200, kind, body)).client(t)); err != nil || got.ID != 1 || got.Text != "a" {
				t.Errorf("%q as %q: got %+v, %v", body, kind, got, err)
			}
		}
	}
	for _, body := range []string{"callback(" + plain, "call back(" + plain + ")", "(" + plain + ")", "1(" + plain + ")", "callback", "callback()"} {
		if got, err := show(record(t, says(200, jsonType, body)).client(t)); err == nil {
			t.Errorf("%q is taken for %+v", body, got)
		}
	}
}

// TestDecodeErrorOfACall: an answer that cannot be understood is still at hand.
func TestDecodeErrorOfACall(t *testing.T) {
	const body = "\xEF\xBB\xBF" + `{"statuses":[{"id":1,"user":{"id":"nobody"}}]}`
	srv := record(t, func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Api-Server-IP", "10.0.0.1")
		says(200, jsonType, body)(w, req)
	})
	_, err := srv.client(t).Statuses.HomeTimeline(context.Background(), weiboapi.StatusesHomeTimelineParams{})
	var whole *weibo.Error
	var decode *weibo.DecodeError
	if !errors.As(err, &whole) || !errors.As(err, &decode) {
		t.Fatalf("got %#v", err)
	}
	if whole.StatusCode != 200 || whole.ServerIP != "10.0.0.1" || whole.Header.Get("Content-Type") != jsonType || string(whole.Body) != body {
		t.Errorf("got %+v", whole)
	}
	if decode.Path != "/statuses/0/user/id" || decode.Expected != "integer" || decode.Found != "string" {
		t.Errorf("got %+v", decode)
	}
}

// TestPathsInEnvelopes: the path is that of the answer as it came, with or without the object around the list.
func TestPathsInEnvelopes(t *testing.T) {
	tests := map[string]string{
		`[{"id":1,"text":"a"},{"id":"x"}]`:               "/1/id",
		`{"statuses":[{"id":"x"}]}`:                      "/statuses/0/id",
		`{"statuses":[{"id":1}],"total_number":{"a":1}}`: "/total_number",
	}
	for body, want := range tests {
		_, err := record(t, says(200, jsonType, body)).client(t).Search.Statuses(context.Background(), weiboapi.SearchStatusesParams{Q: "a"})
		var got *weibo.DecodeError
		if !errors.As(err, &got) || got.Path != want {
			t.Errorf("%s: got %v, want the path %s", body, err, want)
		}
	}
	for body, want := range map[string]string{`[{"id":"x"}]`: "/0/id", `{"users":[{"id":"x"}]}`: "/users/0/id", `{"people":[]}`: ""} {
		_, err := record(t, says(200, jsonType, body)).client(t).Friendships.FollowersActive(context.Background(), weiboapi.FriendshipsFollowersActiveParams{UID: 1})
		var got *weibo.DecodeError
		if !errors.As(err, &got) || got.Path != want {
			t.Errorf("%s: got %v, want the path %s", body, err, want)
		}
	}
}

func TestWithJSON(t *testing.T) {
	if _, err := weibo.NewClient(weibo.WithJSON(nil)); err == nil {
		t.Error("no function is taken for one")
	}
	asked := 0
	faster := func(data []byte, v any) error {
		asked++
		return json.Unmarshal(data, v)
	}
	want := &weiboapi.Status{ID: 1, Text: "a", RepostsCount: 3}
	for i, body := range []string{
		`{"id":1,"text":"a","reposts_count":3}`,
		`callback({"id":1,"text":"a","reposts_count":3})`,
		`{"favorited":true,"source":"x","favorited":0,"source":null,"id":1,"text":"a","reposts_count":"3"}`, // nothing of the first pass stays
	} {
		got, err := show(record(t, says(200, jsonType, body)).client(t, weibo.WithJSON(faster)))
		if err != nil || !reflect.DeepEqual(got, want) || asked != i+1 {
			t.Errorf("%s: got %+v, %v, asked %d times", body, got, err, asked)
		}
	}
	failing := func(_ []byte, v any) error {
		v.(*weiboapi.Status).Source = "left behind"
		return io.ErrUnexpectedEOF
	}
	got, err := show(record(t, says(200, jsonType, `{"id":1,"text":"a","reposts_count":3}`)).client(t, weibo.WithJSON(failing)))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}
