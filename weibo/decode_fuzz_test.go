package weibo_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// FuzzUnmarshal holds the decoder against a strict library: what that reads, the decoder reads likewise, and what the
// decoder takes is JSON, apart from what strings may hold.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		`{"id":"9007199254740993","count":20.0,"flag":"1","text":5,"at":"Tue May 31 17:46:55 +0800 2011","user":[],"ids":{},"names":[]}`,
		`{"id":1,"count":2,"small":3,"number":4.5e-1,"flag":true,"text":"\u732b\ud83d\udc31\n","at":1306835215,"raw":[{"a":null}],"opt":7}`,
		`{"user":1404376560,"users":["1404376560",{"id":1,"status":{"id":2}}],"inner":{"inner":{"names":{"a":"b"}}},"any":{"x":[1]}}`,
		`{"id":9.007199254740993e15,"count":"null","number":"","tags":[{"1":"a","weight":5}],"value":{"A":1},"bytes":"AQI="}`,
		`callback({"text":"a"});`, "\xEF\xBB\xBF{\"text\":\"\x0b\xFF\"}", `[]`, `null`, `{"new":[1,{"b":[]}],"new":2}`, `{"text":"a`, `{"raw":"\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 400 { // deeper than answers may be nested
			return
		}
		var got, want kinds
		err := weibo.Unmarshal(body, &got)
		var own *weibo.DecodeError
		if err != nil && (!errors.As(err, &own) || own.Offset < 0 || own.Offset > int64(len(body)) || own.Expected == "" && own.Err == nil) {
			t.Errorf("%q: %#v", body, err)
		}
		if json.Unmarshal(body, &want) == nil && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%q: got %+v, %v, want %+v", body, got, err, want)
		}
		if err == nil && isPlain(body) && !jsontext.Value(body).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
			t.Errorf("%q is taken for JSON", body)
		}
	})
}

// isPlain tells whether a body has nothing that only our decoder takes.
func isPlain(body []byte) bool {
	odd := func(r rune) bool {
		return r < ' ' && r != '\n' || r == '(' || r == '\uFEFF' || r == '\u00a0' || r == '\u0085'
	}
	return utf8.Valid(body) && !bytes.ContainsFunc(body, odd) && !bytes.Contains(body, []byte("\n"))
}
