package lookup_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/lookup"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// canned is a carrier that gives every call the same answer.
type canned []byte

func (c canned) Carry(_ context.Context, _ *wire.Operation, _ wire.Params, result any, _ ...wire.Option) error {
	return weibo.Unmarshal(c, result)
}

// FuzzEmotions looks a phrase up in whatever table comes: what is found has that phrase, and what has the phrase is found.
func FuzzEmotions(f *testing.F) {
	f.Add([]byte(`[{"phrase":"[猫]","value":"[猫]","url":"http://img.example.com/cat.gif"}]`), "[猫]")
	f.Add([]byte(`[null,{"phrase":"","value":7},{"phrase":false,"value":"[cat]"}]`), "[cat]")
	f.Add([]byte(`[]`), "")
	f.Fuzz(func(t *testing.T, answer []byte, phrase string) {
		e := lookup.NewEmotions(weiboapi.New(canned(answer)).Statuses, weiboapi.StatusesEmotionsParams{})
		all, err := e.All(t.Context())
		if err != nil {
			return
		}
		known := false
		for _, one := range all {
			known = known || phrase != "" && (one.Phrase == phrase || one.Value == phrase)
		}
		found, err := e.Phrase(t.Context(), phrase)
		switch {
		case known != (err == nil), err != nil && !errors.Is(err, lookup.ErrNotFound):
			t.Errorf("%q in %s: %v", phrase, answer, err)
		case err == nil && found.Phrase != phrase && found.Value != phrase:
			t.Errorf("%q is %+v", phrase, found)
		}
	})
}

// FuzzPlaces looks up codes and names in whatever lists come: a code that is found has the name that it says.
func FuzzPlaces(f *testing.F) {
	f.Add([]byte(`[{"001":"中国"},{"002":"France"}]`), "001")
	f.Add([]byte(`[{"001":"中国","002":"中国"},null,{}]`), "001011001")
	f.Add([]byte(`{"001":1}`), "x")
	f.Fuzz(func(t *testing.T, answer []byte, code string) {
		places := lookup.NewPlaces(weiboapi.New(canned(answer)).Common)
		list, err := places.In(t.Context(), "")
		if err != nil {
			return
		}
		name, err := places.Name(t.Context(), code)
		if err != nil {
			return
		}
		if len(code) != 3 {
			return // in a list of its own
		}
		for _, p := range list {
			if p.Code == code {
				if p.Name != name {
					t.Errorf("%q is %q, in the list %q", code, name, p.Name)
				}
				return
			}
		}
		t.Errorf("%q is %q, but not in the list", code, name)
	})
}

func BenchmarkEmotionsPhrase(b *testing.B) {
	var table strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&table, `,{"phrase":"[e%d]","value":"[e%[1]d]"}`, i)
	}
	e := lookup.NewEmotions(weiboapi.New(canned("["+table.String()[1:]+"]")).Statuses, weiboapi.StatusesEmotionsParams{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Phrase(b.Context(), "[e1999]"); err != nil {
			b.Fatal(err)
		}
	}
}
