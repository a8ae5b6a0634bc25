package wire_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A recorder is a sink that notes what it is given.
type recorder []string

func (r *recorder) note(kind, name string, value any) {
	*r = append(*r, fmt.Sprintf("%s %s=%v", kind, name, value))
}

func (r *recorder) Text(name, value string)            { r.note("text", name, value) }
func (r *recorder) Int(name string, value int64)       { r.note("int", name, value) }
func (r *recorder) Float(name string, value float64)   { r.note("float", name, value) }
func (r *recorder) Texts(name string, values []string) { r.note("texts", name, values) }
func (r *recorder) Ints(name string, values []int64, separator string) {
	r.note("ints", name, fmt.Sprint(values, " with ", separator))
}
func (r *recorder) JSON(document any) { r.note("json", "", document) }
func (r *recorder) Picture(name string, p *wire.Picture, limit int64) {
	r.note("picture", name, fmt.Sprint(p.Name(), " up to ", limit))
}

func TestEncoderWrites(t *testing.T) {
	cat := wire.NewPicture("cat.jpg", true, nil)
	for _, test := range []struct {
		name  string
		write func(e *wire.Encoder) wire.Param
		want  string // what the sink got, if anything
		set   bool   // whether the parameter counts as given
	}{
		{"Text", func(e *wire.Encoder) wire.Param { return e.Text("x", "a b&c") }, "text x=a b&c", true},
		{"Text with a space", func(e *wire.Encoder) wire.Param { return e.Text("x", " ") }, "text x= ", true},
		{"Text empty", func(e *wire.Encoder) wire.Param { return e.Text("x", "") }, "", false},

		{"Int", func(e *wire.Encoder) wire.Param { return e.Int("x", 5101694137532416) }, "int x=5101694137532416", true},
		{"Int beyond a float", func(e *wire.Encoder) wire.Param { return e.Int("x", math.MaxInt64) }, "int x=9223372036854775807", true},
		{"Int negative", func(e *wire.Encoder) wire.Param { return e.Int("x", -1) }, "int x=-1", true},
		{"Int zero", func(e *wire.Encoder) wire.Param { return e.Int("x", 0) }, "", false},
		{"IntZero", func(e *wire.Encoder) wire.Param { return e.IntZero("x", 7) }, "int x=7", true},
		{"IntZero zero", func(e *wire.Encoder) wire.Param { return e.IntZero("x", 0) }, "int x=0", true},
		{"IntPtr", func(e *wire.Encoder) wire.Param { return e.IntPtr("x", new(7)) }, "int x=7", true},
		{"IntPtr zero", func(e *wire.Encoder) wire.Param { return e.IntPtr("x", new(0)) }, "int x=0", true},
		{"IntPtr nil", func(e *wire.Encoder) wire.Param { return e.IntPtr("x", nil) }, "", false},

		{"Float", func(e *wire.Encoder) wire.Param { return e.Float("x", -116.4) }, "float x=-116.4", true},
		{"Float zero", func(e *wire.Encoder) wire.Param { return e.Float("x", 0) }, "", false},
		{"FloatZero", func(e *wire.Encoder) wire.Param { return e.FloatZero("x", 0.5) }, "float x=0.5", true},
		{"FloatZero zero", func(e *wire.Encoder) wire.Param { return e.FloatZero("x", 0) }, "float x=0", true},
		{"FloatPtr", func(e *wire.Encoder) wire.Param { return e.FloatPtr("x", new(0.5)) }, "float x=0.5", true},
		{"FloatPtr zero", func(e *wire.Encoder) wire.Param { return e.FloatPtr("x", new(0.0)) }, "float x=0", true},
		{"FloatPtr nil", func(e *wire.Encoder) wire.Param { return e.FloatPtr("x", nil) }, "", false},

		{"Flag", func(e *wire.Encoder) wire.Param { return e.Flag("x", true) }, "int x=1", true},
		{"Flag false", func(e *wire.Encoder) wire.Param { return e.Flag("x", false) }, "", false},
		{"FlagZero", func(e *wire.Encoder) wire.Param { return e.FlagZero("x", true) }, "int x=1", true},
		{"FlagZero false", func(e *wire.Encoder) wire.Param { return e.FlagZero("x", false) }, "int x=0", true},
		{"FlagPtr", func(e *wire.Encoder) wire.Param { return e.FlagPtr("x", new(true)) }, "int x=1", true},
		{"FlagPtr false", func(e *wire.Encoder) wire.Param { return e.FlagPtr("x", new(false)) }, "int x=0", true},
		{"FlagPtr nil", func(e *wire.Encoder) wire.Param { return e.FlagPtr("x", nil) }, "", false},
		{"Word", func(e *wire.Encoder) wire.Param { return e.Word("x", true) }, "text x=true", true},
		{"Word false", func(e *wire.Encoder) wire.Param { return e.Word("x", false) }, "", false},

		{"WordZero", func(e *wire.Encoder) wire.Param { return e.WordZero("x", true) }, "text x=true", true},
		{"WordZero false", func(e *wire.Encoder) wire.Param { return e.WordZero("x", false) }, "text x=false", true},
		{"WordPtr", func(e *wire.Encoder) wire.Param { return e.WordPtr("x", new(true)) }, "text x=true", true},
		{"WordPtr false", func(e *wire.Encoder) wire.Param { return e.WordPtr("x", new(false)) }, "text x=false", true},
		{"WordPtr nil", func(e *wire.Encoder) wire.Param { return e.WordPtr("x", nil) }, "", false},

		{"Texts", func(e *wire.Encoder) wire.Param { return e.Texts("x", []string{"a", "", "猫"}) }, "texts x=[a  猫]", true},
		{"Texts empty", func(e *wire.Encoder) wire.Param { return e.Texts("x", []string{}) }, "", false},
		{"Texts nil", func(e *wire.Encoder) wire.Param { return e.Texts("x", nil) }, "", false},
		{"Ints", func(e *wire.Encoder) wire.Param { return e.Ints("x", []int64{3, 0}) }, "ints x=[3 0] with ,", true},
		{"Tildes", func(e *wire.Encoder) wire.Param { return e.Tildes("x", []int64{3, 0}) }, "ints x=[3 0] with ~", true},
		{"Tildes empty", func(e *wire.Encoder) wire.Param { return e.Tildes("x", nil) }, "", false},
		{"Each", func(e *wire.Encoder) wire.Param { return e.Each("x", []string{"a"}) }, "text x=a", true},
		{"Each empty", func(e *wire.Encoder) wire.Param { return e.Each("x", nil) }, "", false},
		{"JSON", func(e *wire.Encoder) wire.Param { return e.JSON(7, true) }, "json =7", true},
		{"JSON nil", func(e *wire.Encoder) wire.Param { return e.JSON(nil, false) }, "", false},
		{"Ints empty", func(e *wire.Encoder) wire.Param { return e.Ints("x", []int64{}) }, "", false},
		{"Ints nil", func(e *wire.Encoder) wire.Param { return e.Ints("x", nil) }, "", false},

		{"Picture", func(e *wire.Encoder) wire.Param { return e.Picture("x", cat, 500) }, "picture x=cat.jpg up to 500", true},
		{"Picture nil", func(e *wire.Encoder) wire.Param { return e.Picture("x", nil, 500) }, "", false},

		{"RemoteIP of the call", func(e *wire.Encoder) wire.Param { return e.RemoteIP("x", "192.0.2.9") }, "text x=192.0.2.9", true},
		{"RemoteIP of the carrier", func(e *wire.Encoder) wire.Param { return e.RemoteIP("x", "") }, "text x=192.0.2.1", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got recorder
			e := wire.NewEncoder(&got, "192.0.2.1")
			param := test.write(&e)
			if s := strings.Join(got, ", "); s != test.want {
				t.Errorf("the sink got %q, want %q", s, test.want)
			}
			if e.Problems() != nil {
				t.Errorf("writing alone found problems: %v", e.Problems())
			}
			param.Required()
			if set := len(e.Problems()) == 0; set != test.set {
				t.Errorf("given: %t, want %t", set, test.set)
			}
		})
	}
}

func TestNoRemoteIP(t *testing.T) {
	var got recorder
	e := wire.NewEncoder(&got, "")
	e.RemoteIP("rip", "").Required()
	if len(got) > 0 {
		t.Errorf("the sink got %q, want nothing", got)
	}
	wantProblems(t, &e, "rip: is required")
}

func TestEncoderChecks(t *testing.T) {
	for _, test := range []struct {
		name  string
		write func(e *wire.Encoder)
		want  []string
	}{
		{"required", func(e *wire.Encoder) { e.Text("x", "").Required() }, []string{"x: is required"}},
		{"required and given", func(e *wire.Encoder) { e.Text("x", "a").Required() }, nil},
		{"required beats the range", func(e *wire.Encoder) { e.Int("x", 0).Required().AtLeast(1) }, []string{"x: is required"}},

		{"at the lower end", func(e *wire.Encoder) { e.Int("x", 1).Between(1, 100) }, nil},
		{"at the upper end", func(e *wire.Encoder) { e.Int("x", 100).Between(1, 100) }, nil},
		{"below", func(e *wire.Encoder) { e.Int("x", -1).Between(1, 100) }, []string{"x: -1 is out of range: 1 to 100"}},
		{"above", func(e *wire.Encoder) { e.Int("x", 101).Between(1, 100) }, []string{"x: 101 is out of range: 1 to 100"}},
		{"far above", func(e *wire.Encoder) { e.Int("x", 3000000).Between(1, 2000000) }, []string{"x: 3000000 is out of range: 1 to 2000000"}},
		{"zero is not given", func(e *wire.Encoder) { e.Int("x", 0).Between(1, 100) }, nil},
		{"zero is given", func(e *wire.Encoder) { e.IntZero("x", 0).Between(1, 100) }, []string{"x: 0 is out of range: 1 to 100"}},
		{"pointer to zero", func(e *wire.Encoder) { e.IntPtr("x", new(0)).Between(1, 100) }, []string{"x: 0 is out of range: 1 to 100"}},
		{"no pointer", func(e *wire.Encoder) { e.IntPtr("x", nil).Between(1, 100) }, nil},
		{"decimal above", func(e *wire.Encoder) { e.Float("x", 90.5).Between(-90, 90) }, []string{"x: 90.5 is out of range: -90 to 90"}},
		{"decimal below", func(e *wire.Encoder) { e.FloatPtr("x", new(-90.5)).Between(-90, 90) }, []string{"x: -90.5 is out of range: -90 to 90"}},
		{"decimal zero out of range", func(e *wire.Encoder) { e.FloatZero("x", 0).AtLeast(0.5) }, []string{"x: 0 is out of range: at least 0.5"}},
		{"decimal within", func(e *wire.Encoder) { e.FloatPtr("x", new(0.0)).Between(-90, 90) }, nil},
		{"no number", func(e *wire.Encoder) { e.Float("x", math.NaN()).Between(-90, 90) }, []string{"x: is not a number"}},

		{"at least", func(e *wire.Encoder) { e.Int("x", 1).AtLeast(1) }, nil},
		{"less", func(e *wire.Encoder) { e.Int("x", -5).AtLeast(1) }, []string{"x: -5 is out of range: at least 1"}},
		{"less, but not given", func(e *wire.Encoder) { e.Int("x", 0).AtLeast(1) }, nil},

		{"short text", func(e *wire.Encoder) { e.Text("x", "abc").AtMost(3) }, nil},
		{"long text", func(e *wire.Encoder) { e.Text("x", "abcd").AtMost(3) }, []string{"x: has a length of 4: at most 3"}},
		{"short Han text", func(e *wire.Encoder) { e.Text("x", "一只猫").AtMost(3) }, nil},
		{"long Han text", func(e *wire.Encoder) { e.Text("x", "一只小猫").AtMost(3) }, []string{"x: has a length of 4: at most 3"}},
		{"few texts", func(e *wire.Encoder) { e.Texts("x", []string{"long one", "猫"}).AtMost(2) }, nil},
		{"many texts", func(e *wire.Encoder) { e.Texts("x", []string{"", "", ""}).AtMost(2) }, []string{"x: has a length of 3: at most 2"}},
		{"few numbers", func(e *wire.Encoder) { e.Ints("x", []int64{99, 100}).AtMost(2) }, nil},
		{"many numbers", func(e *wire.Encoder) { e.Ints("x", []int64{1, 2, 3}).AtMost(2) }, []string{"x: has a length of 3: at most 2"}},

		{"several problems, in order", func(e *wire.Encoder) {
			e.Text("a", "").Required().AtMost(3)
			e.Int("b", 9).Required().Between(1, 5)
			e.Text("c", "abcd").Required().AtMost(3)
		}, []string{"a: is required", "b: 9 is out of range: 1 to 5", "c: has a length of 4: at most 3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := wire.NewEncoder(new(recorder), "")
			test.write(&e)
			wantProblems(t, &e, test.want...)
		})
	}
}

// Each rule is asked about three parameters, of which those in given are set.
func TestEncoderRules(t *testing.T) {
	rules := map[string]func(e *wire.Encoder, params ...wire.Param){
		"Together":   (*wire.Encoder).Together,
		"ExactlyOne": (*wire.Encoder).ExactlyOne,
		"AtMostOne":  (*wire.Encoder).AtMostOne,
		"AtLeastOne": (*wire.Encoder).AtLeastOne,
	}
	for _, test := range []struct {
		rule, given string
		want        []string
	}{
		{"Together", "", nil},
		{"Together", "abc", nil},
		{"Together", "ab", []string{"c: is required with a, b"}},
		{"Together", "b", []string{"a: is required with b", "c: is required with b"}},
		{"ExactlyOne", "", []string{"a, b, c: exactly one of them is needed"}},
		{"ExactlyOne", "b", nil},
		{"ExactlyOne", "bc", []string{"a, b, c: exactly one of them is needed"}},
		{"ExactlyOne", "abc", []string{"a, b, c: exactly one of them is needed"}},
		{"AtMostOne", "", nil},
		{"AtMostOne", "c", nil},
		{"AtMostOne", "ac", []string{"a, b, c: at most one of them may be given"}},
		{"AtLeastOne", "", []string{"a, b, c: at least one of them is needed"}},
		{"AtLeastOne", "a", nil},
		{"AtLeastOne", "abc", nil},
	} {
		t.Run(test.rule+" "+test.given, func(t *testing.T) {
			e := wire.NewEncoder(new(recorder), "")
			var params []wire.Param
			for _, name := range []string{"a", "b", "c"} {
				params = append(params, e.Flag(name, strings.Contains(test.given, name)))
			}
			rules[test.rule](&e, params...)
			wantProblems(t, &e, test.want...)
		})
	}
}

// Two parameters are what Together is mostly about.
func TestTogetherOfTwo(t *testing.T) {
	e := wire.NewEncoder(new(recorder), "")
	e.Together(e.FloatPtr("lat", new(0.0)), e.FloatPtr("long", nil))
	wantProblems(t, &e, "long: is required with lat")
}

func wantProblems(t *testing.T, e *wire.Encoder, want ...string) {
	t.Helper()
	var got []string
	for _, err := range e.Problems() {
		got = append(got, err.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n got %q\nwant %q", got, want)
	}
}

func TestParamError(t *testing.T) {
	e := wire.NewEncoder(new(recorder), "")
	e.Int("count", 500).Between(1, 100)
	err := fmt.Errorf("statuses/user_timeline: %w", errors.Join(e.Problems()...))
	var problem *wire.ParamError
	if !errors.As(err, &problem) {
		t.Fatalf("%v holds no *ParamError", err)
	}
	if problem.Param != "count" || problem.Problem != "500 is out of range: 1 to 100" || problem.Err != nil {
		t.Errorf("got %+v", problem)
	}

	err = &wire.ParamError{Param: "pic", Problem: "cannot be read", Err: io.ErrUnexpectedEOF}
	if err.Error() != "pic: cannot be read" {
		t.Errorf("got %q", err)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
}

// A text that must have one of some words, in whatever case; a file of any kind, which a sink gets as it gets pictures.
func TestKeywordsAndFiles(t *testing.T) {
	for value, ok := range map[string]bool{"": true, "Kimi-K2": true, "deepseek": true, "parrot": false, "kim": false} {
		e := wire.NewEncoder(new(fileSink), "")
		e.Keyword("model", value, "kimi", "deepseek")
		if got := len(e.Problems()) == 0; got != ok {
			t.Errorf("%q: %v", value, e.Problems())
		}
	}
	open := func() (io.ReadCloser, int64, error) { return io.NopCloser(strings.NewReader("x")), 1, nil }
	s := new(fileSink)
	e := wire.NewEncoder(s, "")
	e.File("none", nil, 0)
	if e.File("none", nil, 0).Required(); len(e.Problems()) != 1 || s.file != nil {
		t.Errorf("without a file: %v and %v", s.file, e.Problems())
	}
	e.File("body", wire.NewFile("a.pdf", true, open), 7)
	if s.file == nil || !s.file.AnyKind() || s.file.Name() != "a.pdf" || !s.file.Reopens() || s.limit != 7 {
		t.Errorf("the sink has %+v of at most %d", s.file, s.limit)
	}
	pic := wire.NewPicture("a.jpg", false, open)
	e.File("body", wire.FileOf(pic), 0)
	if !s.file.AnyKind() || s.file.Reopens() || pic.AnyKind() || pic.Named("b.jpg").AnyKind() || !s.file.Named("b").AnyKind() {
		t.Error("a picture that goes as a file is a file, and stays a picture")
	}
}

// A fileSink keeps the last picture.
type fileSink struct {
	wire.Sink
	file  *wire.Picture
	limit int64
}

func (s *fileSink) Text(string, string) {}

func (s *fileSink) Picture(_ string, file *wire.Picture, limit int64) { s.file, s.limit = file, limit }
