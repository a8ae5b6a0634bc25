package wire_test

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error {
	c.closed = true
	return nil
}

func stream(r io.Reader) (*wire.Stream[int], *closer) {
	c, s := &closer{Reader: r}, new(wire.Stream[int])
	s.Attach(c, func(b []byte, v any) error { return json.Unmarshal(b, v) })
	return s, c
}

func TestStream(t *testing.T) {
	broken := errors.New("the line is cut")
	tests := map[string]struct {
		from io.Reader
		want []int
		err  bool
	}{
		"lines, signs of life":   {strings.NewReader("1\r\n\r\n2\r\n \r\n3\r\n"), []int{1, 2, 3}, false},
		"no end of line":         {strings.NewReader("1\r\n2"), []int{1, 2}, false},
		"nothing":                {strings.NewReader(""), nil, false},
		"no JSON":                {strings.NewReader("1\r\nx\r\n2\r\n"), []int{1}, true},
		"a connection that ends": {io.MultiReader(strings.NewReader("1\r\n"), iotest.ErrReader(broken)), []int{1}, true},
	}
	for name, tt := range tests {
		s, c := stream(tt.from)
		var got []int
		var errs []error
		for v, err := range s.All() {
			if err != nil {
				errs = append(errs, err)
				continue
			}
			got = append(got, *v)
		}
		if !reflect.DeepEqual(got, tt.want) || (len(errs) == 1) != tt.err || len(errs) > 1 {
			t.Errorf("%s: got %v and %v", name, got, errs)
		}
		if s.Close(); !c.closed {
			t.Errorf("%s: not closed", name)
		}
	}
}

func TestStreamCanBeLeft(t *testing.T) {
	s, _ := stream(strings.NewReader("1\n2\n3\n"))
	for v := range s.All() {
		if *v == 2 {
			return
		}
	}
	t.Error("the loop did not end at 2")
}
