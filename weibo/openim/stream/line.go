package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/seed4635ade2/weibo-go/weibo/openim"
)

// A line is one connection.
type line struct {
	number int // 0 if it did not come about
	token  openim.Token
	ws     *websocket.Conn
	ctx    context.Context // done when the line has ended
	cancel context.CancelCauseFunc
	out    context.Context // done when nothing can be sent any more, which may be before
	mute   context.CancelCauseFunc
	turn   chan struct{} // taken by who writes
	heard  bool          // a message or a pong came: the service has taken the account

	pongWait time.Duration
	silence  *time.Timer // ends the line unless a pong comes
}

// How long writing a frame may take, and how long the service has to answer that the stream ends.
const (
	writeWait = 30 * time.Second
	closeWait = time.Second
)

// serve uses a line until it breaks or ctx is done. What it reads is delivered before it returns.
func (s *Stream) serve(ctx context.Context, l *line) error {
	l.ctx, l.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	l.out, l.mute = context.WithCancelCause(l.ctx)
	l.turn = make(chan struct{}, 1)
	l.pongWait = s.config.PongWait
	l.silence = time.AfterFunc(l.pongWait, func() { l.cancel(ErrNoPong) })
	var others sync.WaitGroup
	others.Go(func() { l.beat(s.config.Ping) })
	others.Go(func() { l.closeAfter(ctx) })
	s.use(l)

	err := s.read(ctx, l)
	if cause := context.Cause(l.ctx); cause != nil {
		err = cause
	}
	s.use(nil)
	l.cancel(err)
	l.silence.Stop()
	others.Wait()
	l.ws.CloseNow()
	return lineError(err, l.token.Text)
}

// closeAfter says goodbye when ctx is done.
func (l *line) closeAfter(ctx context.Context) {
	select {
	case <-l.ctx.Done():
	case <-ctx.Done():
		late := time.AfterFunc(closeWait, func() { l.cancel(context.Cause(ctx)) })
		defer late.Stop()
		l.ws.Close(websocket.StatusNormalClosure, "") // whatever comes of it, the line ends
	}
}

// beat sends pings until the line ends.
func (l *line) beat(every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			l.write(l.ctx, pingFrame) // which ends the line if it cannot
		case <-l.out.Done():
			return
		}
	}
}

// alive says that the service is there. It is called by who reads.
func (l *line) alive() { l.silence.Reset(l.pongWait) }

// pong is called for each pong.
func (l *line) pong() {
	l.heard = true
	l.alive()
}

// write sends a frame; began tells whether any of it may have been sent. Once it has begun ctx does not end it: half a frame
// would end the line, as all does that cannot be written.
func (l *line) write(ctx context.Context, frame []byte) (began bool, err error) {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return false, context.Cause(ctx)
	case <-l.out.Done():
	}
	if l.out.Err() != nil {
		return false, lineError(context.Cause(l.out), l.token.Text)
	}
	wait, cancel := context.WithTimeout(l.ctx, writeWait)
	defer cancel()
	if err := l.ws.Write(wait, websocket.MessageText, frame); err != nil {
		l.mute(err)
		time.AfterFunc(closeWait, func() { l.cancel(err) }) // what came before, such as the reason, can still be read
		return true, lineError(err, l.token.Text)
	}
	return true, nil
}

// read takes what comes until the line breaks.
func (s *Stream) read(ctx context.Context, l *line) error {
	for {
		kind, r, err := l.ws.Reader(l.ctx)
		if err != nil {
			return err
		}
		frame, size, err := l.frame(r, s.config.MaxFrame)
		switch {
		case err != nil:
			return err
		case size > s.config.MaxFrame:
			err = ErrTooLarge
		case kind != websocket.MessageText:
			err = fmt.Errorf("%w: %w", ErrMalformed, errNotText)
		default:
			err = s.take(ctx, l, frame)
		}
		if err != nil {
			s.problem(ctx, &FrameError{Connection: l.number, Size: size, Err: err})
		}
	}
}

// frame reads a frame to its end, and returns it if it is not longer than most. All that comes shows that the service is there;
// while a long frame is on its way no pong can.
func (l *line) frame(r io.Reader, most int64) (frame []byte, size int64, err error) {
	r = &progress{r, l.alive}
	frame, err = io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || int64(len(frame)) <= most {
		return frame, int64(len(frame)), err
	}
	rest, err := io.Copy(io.Discard, r)
	return nil, int64(len(frame)) + rest, err
}

// progress is a reader that tells when something came, at least every few kilobytes.
type progress struct {
	r   io.Reader
	did func()
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.r.Read(b[:min(len(b), 16<<10)])
	if n > 0 {
		p.did()
	}
	return n, err
}

// take does what a frame asks for. An error means that the frame was passed over.
func (s *Stream) take(ctx context.Context, l *line, frame []byte) error {
	kind, err := kindOf(frame)
	if err != nil {
		return err
	}
	switch kind {
	case kindPong:
		l.pong()
	case kindPing:
		l.write(l.ctx, pongFrame)
	case kindMessage:
		m, err := parseMessage(frame, s.config.MaxAttachment)
		if err != nil {
			return err
		}
		l.heard = true
		m.Connection = l.number
		if key, ok := m.key(); !ok || s.seen.add(key) {
			s.deliver(ctx, l, m)
		}
	default:
		s.config.Other(Frame{Type: kind, Connection: l.number, Raw: frame})
	}
	return nil
}

// deliver puts a message into the queue. While that is full nothing is read, so that no pong can be missed.
func (s *Stream) deliver(ctx context.Context, l *line, m *Message) {
	if s.config.SendOnly {
		return
	}
	select {
	case s.queue <- m:
		return
	default:
	}
	l.silence.Stop()
	defer l.alive()
	select {
	case s.queue <- m:
	case <-ctx.Done():
	}
}

// lineError says why a line broke, in terms of this package and without the token.
func lineError(err error, token string) error {
	var closed websocket.CloseError
	switch {
	case errors.As(err, &closed):
		return &CloseError{Code: int(closed.Code), Reason: scrub(closed.Reason, token)}
	case errors.Is(err, websocket.ErrMessageTooBig):
		return fmt.Errorf("a frame without end: %w", ErrTooLarge)
	}
	return scrubError(err, token)
}
