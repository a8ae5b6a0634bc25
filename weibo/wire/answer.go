package wire

import (
	"bufio"
	"bytes"
	"io"
	"iter"
)

// A Redirect is the answer of the calls that point elsewhere instead of telling something. It is not followed.
type Redirect struct {
	Location string
}

// Content is the answer of the calls that give a picture or the like.
type Content struct {
	ContentType string
	Body        []byte
}

// A Stream is the answer of the calls that go on telling: one JSON object after the other, until the server has enough. It
// must be closed.
type Stream[T any] struct {
	body   io.ReadCloser
	decode func([]byte, any) error
}

// Attach sets where the stream comes from and what reads its objects. A [Carrier] calls it.
func (s *Stream[T]) Attach(body io.ReadCloser, decode func([]byte, any) error) {
	s.body, s.decode = body, decode
}

// maxObject is the size in bytes of the largest object that a stream may hold.
const maxObject = 16 << 20

// All yields the objects as they come, until the stream ends. The error that ends it otherwise is the last thing that comes.
func (s *Stream[T]) All() iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		lines := bufio.NewScanner(s.body)
		lines.Buffer(nil, maxObject)
		for lines.Scan() {
			line := bytes.TrimSpace(lines.Bytes())
			if len(line) == 0 { // a sign of life
				continue
			}
			object := new(T)
			if err := s.decode(line, object); err != nil {
				yield(nil, err)
				return
			}
			if !yield(object, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Close ends the connection.
func (s *Stream[T]) Close() error { return s.body.Close() }
