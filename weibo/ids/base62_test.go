package ids_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

// The first two pairs are the sample of the documentation of statuses/querymid.
var pairs = []struct {
	id     int64
	base62 string
}{
	{3436240135184587, "yfcLPlKKn"},
	{3436255091659029, "yfd9X6XAx"},
	{201110410216293360, "wr4mOFqpbO"},
	{1, "1"},
	{61, "Z"},
	{62, "10"},
	{9_999_999, "FXsj"},
	{10_000_000, "10000"},
	{10_000_061, "1000Z"},
	{35_0000000_0000000, "z00000000"},
	{35_0000010_0000000, "z000a0000"},
	{35_0033040_8906190, "z08AUBmUe"},
	{math.MaxInt64, "nZDue0tk2p9"},
}

func TestBase62(t *testing.T) {
	for _, p := range pairs {
		if got := ids.Base62(p.id); got != p.base62 {
			t.Errorf("Base62(%d) = %q, want %q", p.id, got, p.base62)
		}
		if got, err := ids.ParseBase62(p.base62); got != p.id || err != nil {
			t.Errorf("ParseBase62(%q) = %d, %v, want %d", p.base62, got, err, p.id)
		}
	}
	for _, id := range []int64{0, -1, math.MinInt64} {
		if got := ids.Base62(id); got != "" {
			t.Errorf("Base62(%d) = %q, want nothing", id, got)
		}
	}
}

func TestParseBase62Errors(t *testing.T) {
	for name, s := range map[string]string{
		"empty":                   "",
		"zero":                    "0",
		"leading zero":            "0yfcLPlKKn",
		"sign":                    "-yfcLPlKK",
		"blank":                   "yfcLPlKKn ",
		"not ASCII":               "yfcLPlKK猫",
		"not UTF-8":               "yfcLPlKK\xff",
		"group of eight digits":   "1FXsk", // FXsj is 9999999
		"low group too large":     "yfcLPZZZZ",
		"one more than MaxInt64":  "nZDue0tk2pa",
		"larger than an int64":    "ZZDue0tk2p9",
		"longer than an int64 is": "1nZDue0tk2p9",
		"very long":               strings.Repeat("a", 1<<20),
	} {
		id, err := ids.ParseBase62(s)
		if !errors.Is(err, ids.ErrInvalid) || id != 0 {
			t.Errorf("%s: ParseBase62 = %d, %v, want an error", name, id, err)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("%s: the error is %d bytes long", name, len(err.Error()))
		}
	}
}

// randomID has any number of digits, and runs of zeros more often than chance has them.
func randomID(r *rand.Rand) int64 {
	id := r.Int64N(math.MaxInt64>>r.IntN(60)) + 1
	if r.IntN(4) == 0 {
		scale := int64(math.Pow10(r.IntN(15)))
		id = id / scale * scale
	}
	return max(id, 1)
}

func TestBase62RoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		id := randomID(r)
		s := ids.Base62(id)
		if got, err := ids.ParseBase62(s); got != id || err != nil {
			t.Fatalf("%d became %q and then %d, %v", id, s, got, err)
		}
	}
}

// FuzzParseBase62 checks that each id has one text: whatever is read is written the same.
func FuzzParseBase62(f *testing.F) {
	for _, p := range pairs {
		f.Add(p.base62)
	}
	f.Add("0")
	f.Add("ZZZZZZZZZZZ")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ids.ParseBase62(s)
		if (err == nil) != (id > 0) {
			t.Fatalf("ParseBase62(%q) = %d, %v", s, id, err)
		}
		if err == nil && ids.Base62(id) != s {
			t.Errorf("%q was read as %d, which is written %q", s, id, ids.Base62(id))
		}
	})
}

func TestBase62Allocations(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { sink = ids.Base62(5101694137532416) }); n > 1 {
		t.Errorf("Base62 allocates %v times, want the string alone", n)
	}
	if n := testing.AllocsPerRun(100, func() { ids.ParseBase62("yfcLPlKKn") }); n > 0 {
		t.Errorf("ParseBase62 allocates %v times", n)
	}
}

var sink string

func BenchmarkBase62(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sink = ids.Base62(5101694137532416)
	}
}

func BenchmarkParseBase62(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ids.ParseBase62("yfcLPlKKn"); err != nil {
			b.Fatal(err)
		}
	}
}
