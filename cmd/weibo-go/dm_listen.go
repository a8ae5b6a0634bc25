package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/urfave/cli/v3"
)

func dmListenCommand() *cli.Command {
	return &cli.Command{
		Name:  "listen",
		Usage: "write private messages as they come",
		Description: "Experimental, see weibo-go dm --help. It goes on until Ctrl-C, through breaks of the\n" +
			"connection; what was sent while there was none may be lost, and it says so. What a\n" +
			"second connection with the same AppId does to the first is not known. With --json the\n" +
			"members are id, from (a uid), to, text, time (RFC 3339), attachments (kind, name,\n" +
			"media_type, bytes, path) and connection, its number: where that changes messages may\n" +
			"be missing.",
		Flags: append(append([]cli.Flag{
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Usage: "end after `N` messages, 0 for never"},
			&cli.StringFlag{Name: "save", Usage: "keep pictures and files in `DIR`"},
		}, outputFlags()...), profileFlags()...),
		ArgValidator: noArguments,
		Action:       dmListenAction,
	}
}

// A privateMessage is one that came. The members of the JSON are what scripts rely on.
type privateMessage struct {
	ID          string           `json:"id"`
	From        string           `json:"from"`
	To          string           `json:"to"`
	Text        string           `json:"text"`
	Time        *time.Time       `json:"time"`
	Attachments []attachmentInfo `json:"attachments"`
	Connection  int              `json:"connection"`
}

type attachmentInfo struct {
	Kind      string `json:"kind"` // picture or file
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Bytes     int    `json:"bytes"`
	Path      string `json:"path,omitempty"` // where it was kept
	Problem   string `json:"problem,omitempty"`
}

// newPrivateMessage returns a message whose attachments are kept as the user wants it.
func newPrivateMessage(m *stream.Message, k *keeper) *privateMessage {
	p := &privateMessage{ID: m.ID, From: m.From, To: m.To, Text: m.Text, Attachments: []attachmentInfo{}, Connection: m.Connection}
	if !m.Time.IsZero() {
		p.Time = &m.Time
	}
	for _, at := range m.Attachments {
		info := attachmentInfo{Kind: "file", Name: at.Name, MediaType: at.MediaType, Bytes: len(at.Data)}
		if at.Image {
			info.Kind = "picture"
		}
		path, err := k.keep(at)
		info.Path = path
		if err != nil {
			info.Problem = err.Error()
		}
		p.Attachments = append(p.Attachments, info)
	}
	return p
}

func dmListenAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(privateMessage))
	if err != nil {
		return err
	}
	most := cmd.Int("limit")
	if most < 0 {
		return usageErrorf(cmd, "%s", tr(ctx, "--limit must not be negative"))
	}
	k, err := newKeeper(ctx, cmd.String("save"))
	if err != nil {
		return err
	}
	defer k.close()
	a, client, err := openOpenIM(ctx, cmd)
	if err != nil {
		return err
	}
	l := &listener{account: a, notices: cmd.Root().ErrWriter, opened: make(chan struct{})}
	s, err := a.openStream(ctx, client, stream.Config{Problem: func(err error) { l.problem(ctx, err) }})
	if err != nil {
		return a.explain(ctx, err)
	}
	l.stream = s
	close(l.opened)
	l.await(ctx, tr(ctx, "listening for private messages; Ctrl-C ends it"))
	n, err := writeMessages(ctx, p, k, s, most)
	s.Close()
	l.running.Wait()
	switch {
	case ctx.Err() != nil:
		return &problem{what: tr(ctx, "interrupted after %d", n), err: context.Cause(ctx)}
	case err != nil:
		return a.explainStream(ctx, err)
	}
	return nil
}

// writeMessages writes messages as they come, at most so many unless that is 0.
func writeMessages(ctx context.Context, p *printer, k *keeper, s *stream.Stream, most int) (n int, err error) {
	for m, err := range s.Messages() {
		if err == nil {
			came := newPrivateMessage(m, k)
			err = p.write(ctx, came, func(out io.Writer) error { return came.write(ctx, out) })
		}
		if err != nil {
			return n, err
		}
		if n++; n == most {
			break
		}
	}
	return n, nil
}

// write writes a message on one line. Unlike in a table nothing is cut.
func (m *privateMessage) write(ctx context.Context, out io.Writer) error {
	when := ""
	if m.Time != nil {
		when = m.Time.Local().Format(time.DateTime)
	}
	words := []string{m.Text}
	for _, at := range m.Attachments {
		words = append(words, at.note(ctx))
	}
	between := "\t"
	if terminalWidth(out) > 0 {
		between = "  "
	}
	cells := []string{when, printable(m.From), printable(strings.TrimSpace(strings.Join(words, " ")))}
	_, err := fmt.Fprintln(out, strings.Join(cells, between))
	return err
}

// note is what is shown of a picture or a file.
func (at *attachmentInfo) note(ctx context.Context) string {
	kind := tr(ctx, "file")
	if at.Kind == "picture" {
		kind = tr(ctx, "picture")
	}
	if at.Problem != "" {
		return fmt.Sprintf("[%s %s: %s]", kind, at.Name, at.Problem)
	}
	return tr(ctx, "[%s %s, %s, %d bytes]", kind, cmp.Or(at.Path, at.Name), at.MediaType, at.Bytes)
}

// A listener tells the user how the connection is.
type listener struct {
	*account
	notices io.Writer
	stream  *stream.Stream // once opened is closed
	opened  chan struct{}

	waiting atomic.Bool
	running sync.WaitGroup // of what waits
	mu      sync.Mutex     // of the notices
}

// problem is called with what the stream overcomes by itself.
func (l *listener) problem(ctx context.Context, err error) {
	var broke *stream.BreakError
	switch {
	case !errors.As(err, &broke):
		l.notice(tr(ctx, "a message was passed over: %v", err))
		return
	case broke.Connection == 0:
		l.notice(tr(ctx, "there is no connection: %v; the next try is at %s", l.explain(ctx, broke.Err), clock(broke.Wait)))
	default:
		l.notice(tr(ctx, "the connection broke: %v; the next try is at %s", broke.Err, clock(broke.Wait)))
	}
	l.await(ctx, tr(ctx, "connected; what was sent in between may be lost"))
}

// await tells the user when there is a connection. What is waited for already is not told twice.
func (l *listener) await(ctx context.Context, text string) {
	if !l.waiting.CompareAndSwap(false, true) {
		return
	}
	l.running.Go(func() {
		<-l.opened
		err := l.stream.Ready(ctx)
		l.waiting.Store(false)
		if err == nil {
			l.notice(text)
		}
	})
}

func (l *listener) notice(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.notices, "weibo-go: "+printable(text))
}
