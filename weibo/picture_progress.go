package weibo

import (
	"io"
	"sync"
)

// WithProgress calls f while a picture is sent, with the bytes of it that went out so far and all that it has; give it to a
// single call. The last report of an upload that arrived has sent equal to total. When a request is repeated the bytes count
// from the start again. In [Client.PublishPictures] they are those of all pictures together.
//
// Bytes go out when they are handed to the connection, so that a report is ahead of what Weibo has received by what the
// system keeps in its buffers. Reports come one after the other and none comes after the call has returned. The upload waits
// while f runs.
func WithProgress(f func(sent, total int64)) Option {
	return func(s *settings) error {
		s.progress = f
		return nil
	}
}

// reporting returns settings for one attempt, and what ends its reports: where Weibo answers before it has read the whole
// picture, net/http goes on reading for a moment.
func (s *settings) reporting() (own *settings, end func()) {
	if s.progress == nil {
		return s, func() {}
	}
	var mu sync.Mutex
	ended := false
	own = new(*s)
	own.progress = func(sent, total int64) {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			s.progress(sent, total)
		}
	}
	return own, func() {
		mu.Lock()
		defer mu.Unlock()
		ended = true
	}
}

// measured returns the content of a picture that reports what is read of it, if somebody wants to know.
func (u *upload) measured(content *content) io.Reader {
	if u.progress == nil {
		return content
	}
	return &meter{Reader: content, total: content.size, report: u.progress}
}

// A meter reports what is read of a picture.
type meter struct {
	io.Reader
	sent, total int64
	report      func(sent, total int64)
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if n > 0 {
		m.sent += int64(n)
		m.report(m.sent, m.total)
	}
	return n, err
}
