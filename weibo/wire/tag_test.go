package wire_test

import (
	"encoding/json"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

func TestTag(t *testing.T) {
	tests := map[string]wire.Tag{
		`{"221012100001985342":"80后","weight":50}`:                   {ID: 221012100001985342, Name: "80后", Weight: 50},
		`{"weight":"1234567","flag":"0","221012100001985342":"80后"}`: {ID: 221012100001985342, Name: "80后", Weight: 1234567, Flag: "0"},
		`{"1":"2012"}`:            {ID: 1, Name: "2012"},
		`{"1":"a","new":{"b":1}}`: {ID: 1, Name: "a"},
		`{}`:                      {},
		`null`:                    {},
	}
	for body, want := range tests {
		var got wire.Tag
		if err := json.Unmarshal([]byte(body), &got); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
		again, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var back wire.Tag
		if err := json.Unmarshal(again, &back); err != nil || back != want {
			t.Errorf("%s was written as %s", body, again)
		}
	}
	for _, body := range []string{`[]`, `"a"`, `{"1":"a","weight":"heavy"}`} {
		if err := json.Unmarshal([]byte(body), new(wire.Tag)); err == nil {
			t.Errorf("%s is accepted", body)
		}
	}
}
