package wire_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A carrier fills the result, and fails after that if it has an error.
type carrier struct {
	fill func(result any)
	err  error

	ctx    context.Context
	op     *wire.Operation
	params wire.Params
	opts   []wire.Option
}

func (c *carrier) Carry(ctx context.Context, op *wire.Operation, params wire.Params, result any, opts ...wire.Option) error {
	c.ctx, c.op, c.params, c.opts = ctx, op, params, opts
	c.fill(result)
	return c.err
}

type (
	answer struct{ Name string }
	option int
	noted  struct{ name string }
)

func (option) CallOption()              {}
func (p *noted) Encode(e *wire.Encoder) { e.Text("name", p.name) }

func fillAnswer(result any) { result.(*answer).Name = "cat" }
func fillList(result any)   { *result.(*[]*answer) = []*answer{{"cat"}} }

func TestCall(t *testing.T) {
	c := &carrier{fill: fillAnswer}
	got, err := wire.Call[answer](context.Background(), c, &wire.Operation{}, &noted{}, nil)
	if err != nil || got == nil || got.Name != "cat" {
		t.Errorf("got %v, %v", got, err)
	}

	c.err = io.ErrUnexpectedEOF
	if got, err = wire.Call[answer](context.Background(), c, &wire.Operation{}, &noted{}, nil); got != nil || !errors.Is(err, c.err) {
		t.Errorf("a failed call gives %v, %v", got, err)
	}
}

func TestCallValue(t *testing.T) {
	c := &carrier{fill: fillList}
	got, err := wire.CallValue[[]*answer](context.Background(), c, &wire.Operation{}, &noted{}, nil)
	if err != nil || len(got) != 1 || got[0].Name != "cat" {
		t.Errorf("got %v, %v", got, err)
	}

	c.err = io.ErrUnexpectedEOF
	if got, err = wire.CallValue[[]*answer](context.Background(), c, &wire.Operation{}, &noted{}, nil); got != nil || !errors.Is(err, c.err) {
		t.Errorf("a failed call gives %v, %v", got, err)
	}
}

// The carrier gets all that the call was given, as it was given.
func TestCallPassesOn(t *testing.T) {
	type key struct{}
	ctx := context.WithValue(context.Background(), key{}, "mine")
	op, params, opts := &wire.Operation{Name: "cats/show"}, &noted{"cat"}, []wire.Option{option(1), option(2)}
	for name, call := range map[string]func(c *carrier) error{
		"Call": func(c *carrier) error {
			c.fill = fillAnswer
			_, err := wire.Call[answer](ctx, c, op, params, opts)
			return err
		},
		"CallValue": func(c *carrier) error {
			c.fill = fillList
			_, err := wire.CallValue[[]*answer](ctx, c, op, params, opts)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := new(carrier)
			if err := call(c); err != nil {
				t.Fatal(err)
			}
			if c.ctx != ctx || c.op != op || c.params != wire.Params(params) {
				t.Errorf("the carrier got %v, %v, %v", c.ctx, c.op, c.params)
			}
			if len(c.opts) != 2 || c.opts[0] != opts[0] || c.opts[1] != opts[1] {
				t.Errorf("the carrier got the options %v", c.opts)
			}
		})
	}
}

func TestPicture(t *testing.T) {
	pic := wire.NewPicture("cat.jpg", true, func() (io.ReadCloser, int64, error) {
		return io.NopCloser(strings.NewReader("meow")), 4, nil
	})
	other := pic.Named("dog.png")
	if pic.Name() != "cat.jpg" || other.Name() != "dog.png" {
		t.Errorf("the names are %s and %s", pic.Name(), other.Name())
	}
	for _, p := range []*wire.Picture{pic, other} {
		if !p.Reopens() {
			t.Errorf("%s does not reopen", p.Name())
		}
		r, size, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(r); string(content) != "meow" || size != 4 || err != nil {
			t.Errorf("%s holds %q, %d bytes, %v", p.Name(), content, size, err)
		}
	}
	if wire.NewPicture("cat.jpg", false, nil).Reopens() {
		t.Error("a picture that cannot be opened twice says it can")
	}
}

// A caller may write wire.Picture{}, though nothing asks for it.
func TestPictureOfNothing(t *testing.T) {
	for _, p := range []*wire.Picture{{}, new(wire.Picture).Named("cat.jpg")} {
		if r, _, err := p.Open(); err == nil || r != nil {
			t.Errorf("got %v, %v", r, err)
		}
	}
}
