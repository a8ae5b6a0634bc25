package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

var china = time.FixedZone("", 8*60*60)

// may31 is the date that most samples have.
var may31 = time.Date(2011, time.May, 31, 17, 46, 55, 0, china)

var acceptedTimes = []struct {
	name, json string
	want       time.Time
}{
	{"Weibo's own", `"Tue May 31 17:46:55 +0800 2011"`, may31},
	{"Weibo's own, first of a month", `"Sun Jan 01 00:00:00 +0800 2012"`, time.Date(2012, time.January, 1, 0, 0, 0, 0, china)},
	{"leap day", `"Thu Feb 29 23:59:59 +0800 2024"`, time.Date(2024, time.February, 29, 23, 59, 59, 0, china)},
	{"another zone", `"Tue May 31 09:46:55 +0000 2011"`, may31},
	{"a zone in the west", `"Tue May 31 05:16:55 -0430 2011"`, may31},
	{"day without a zero", `"Sun May 1 17:46:55 +0800 2011"`, time.Date(2011, time.May, 1, 17, 46, 55, 0, china)},
	{"zone word", `"Tue May 31 17:46:55 CST 2011"`, may31},
	{"no zone", `"2011-05-31 17:46:55"`, may31},
	{"seconds", `1306835215`, may31},
	{"seconds in a text", `"1306835215"`, may31},
	{"the first second", `0`, time.Unix(0, 0)},
	{"after 2038", `4102444800`, time.Date(2100, time.January, 1, 8, 0, 0, 0, china)},
	{"before 1970", `-1`, time.Unix(-1, 0)},
	{"empty", `""`, time.Time{}},
	{"null", `null`, time.Time{}},
}

func TestTimeAccepts(t *testing.T) {
	for _, test := range acceptedTimes {
		t.Run(test.name, func(t *testing.T) {
			got := wire.Time{Time: time.Unix(1, 0)} // must be overwritten
			if err := got.UnmarshalJSON([]byte(test.json)); err != nil {
				t.Fatal(err)
			}
			if !got.Equal(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if got.IsZero() != test.want.IsZero() {
				t.Errorf("zero: %t", got.IsZero())
			}
		})
	}
}

func TestTimeRefuses(t *testing.T) {
	for _, bad := range []string{
		`"yesterday"`, `"Tue May 31"`, `"Tue May 31 17:46:55 2011"`, `"Tue May 32 17:46:55 +0800 2011"`, `"Tue Feb 30 17:46:55 +0800 2011"`,
		`"Tue May 31 25:46:55 +0800 2011"`, `"Tue May 31 17:46:55 +0800 2011 "`, `"2011-05-31"`, `"2011-13-31 17:46:55"`, `"1e9"`,
		`1306835215.5`, `99999999999999999999`, `"0x10"`, `"1_000"`, `true`, `{}`, `[]`, `[1306835215]`, `"猫"`,
	} {
		got := wire.Time{Time: may31}
		err := got.UnmarshalJSON([]byte(bad))
		if err == nil {
			t.Errorf("%s is taken for %v", bad, got)
			continue
		}
		if !strings.HasPrefix(err.Error(), "not a date: ") {
			t.Errorf("%s: got %q", bad, err)
		}
		if got.Time != may31 {
			t.Errorf("%s left %v behind", bad, got)
		}
	}
}

// An error quotes what was there, but not all of it.
func TestTimeRefusesBriefly(t *testing.T) {
	err := new(wire.Time).UnmarshalJSON([]byte(`"` + strings.Repeat("x", 5000) + `"`))
	if err == nil || len(err.Error()) > 100 {
		t.Errorf("got %.200q", err)
	}
}

func TestTimeAsJSON(t *testing.T) {
	for _, test := range []struct {
		name string
		time time.Time
		want string
	}{
		{"China", may31, `"Tue May 31 17:46:55 +0800 2011"`},
		{"elsewhere", may31.UTC(), `"Tue May 31 09:46:55 +0000 2011"`},
		{"with a fraction", may31.Add(time.Second / 2), `"Tue May 31 17:46:55 +0800 2011"`},
		{"day with a zero", time.Date(2012, time.January, 1, 0, 0, 0, 0, china), `"Sun Jan 01 00:00:00 +0800 2012"`},
		{"zero", time.Time{}, `""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := json.Marshal(wire.Time{Time: test.time})
			if err != nil {
				t.Fatal(err)
			}
			var text string
			if err := json.Unmarshal(got, &text); err != nil || `"`+text+`"` != test.want {
				t.Errorf("got %s, want %s (%v)", got, test.want, err)
			}
		})
	}
}

// Models leave out a date that is not there.
func TestTimeOmitted(t *testing.T) {
	type model struct {
		At wire.Time `json:"at,omitzero"`
	}
	if got, err := json.Marshal(model{}); err != nil || string(got) != "{}" {
		t.Errorf("got %s, %v", got, err)
	}
	for _, without := range []string{`{}`, `{"at":""}`, `{"at":null}`} {
		var m model
		if err := json.Unmarshal([]byte(without), &m); err != nil || !m.At.IsZero() {
			t.Errorf("%s gives %v, %v", without, m.At, err)
		}
	}
}

// One date is one value, whatever form it came in and wherever the program runs.
func TestTimeIsTheSameEverywhere(t *testing.T) {
	here := time.Local
	defer func() { time.Local = here }()
	for _, local := range []*time.Location{time.UTC, time.FixedZone("CST", 8*60*60), time.FixedZone("PST", -8*60*60)} {
		time.Local = local
		for _, form := range []string{
			`"Tue May 31 17:46:55 +0800 2011"`, `"Tue May 31 17:46:55 CST 2011"`, `"2011-05-31 17:46:55"`, `1306835215`, `"1306835215"`,
		} {
			var a, b wire.Time
			if err := a.UnmarshalJSON([]byte(form)); err != nil {
				t.Fatal(err)
			}
			if err := b.UnmarshalJSON([]byte(`"Tue May 31 17:46:55 +0800 2011"`)); err != nil {
				t.Fatal(err)
			}
			if a != b {
				t.Errorf("in the zone %v, %s gives %#v, want %#v", local, form, a, b)
			}
			if got := a.String(); got != "Tue May 31 17:46:55 +0800 2011" {
				t.Errorf("in the zone %v, %s prints as %s", local, form, got)
			}
		}
	}
}

// FuzzTime checks that nothing makes the decoder panic, and that a date it takes comes back after it was written.
func FuzzTime(f *testing.F) {
	for _, test := range acceptedTimes {
		f.Add([]byte(test.json))
	}
	for _, odd := range []string{
		`"Tue May 31 17:46:55 +2460 2011"`, `"Tue May 31 17:46:55.999 +0800 2011"`, `"Thu Jan 01 00:00:00 +0800 1970"`,
		`"Fri Dec 31 23:59:59 -1200 2100"`, `99999999999999`, `"`, `"""`, ``, `"null"`,
	} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var first wire.Time
		if first.UnmarshalJSON(text) != nil || first.Year() < 1970 || first.Year() > 2100 {
			return
		}
		written, err := first.MarshalJSON()
		if err != nil {
			t.Fatalf("%q was taken for %v, but cannot be written: %v", text, first, err)
		}
		var again wire.Time
		if err := again.UnmarshalJSON(written); err != nil {
			t.Fatalf("%q was written as %s, which is refused: %v", text, written, err)
		}
		if again.Unix() != first.Unix() {
			t.Errorf("%q was %v, and %v after it was written", text, first, again)
		}
	})
}
