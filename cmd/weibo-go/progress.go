package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A progress shows on a terminal how far something is. Elsewhere it shows nothing.
type progress struct {
	out  io.Writer
	show bool

	mu    sync.Mutex
	drawn time.Time // the last time
	dirty bool      // whether there is something to take away
}

// newProgress returns one for an upload.
func newProgress(out io.Writer) *progress {
	return &progress{out: out, show: terminalWidth(out) > 0}
}

// listProgress returns one for a list that is written to stdout. Where that is a terminal the list itself shows how far it is.
// The first second shows nothing: most lists are read by then.
func listProgress(stdout, stderr io.Writer) *progress {
	return &progress{out: stderr, show: terminalWidth(stderr) > 0 && terminalWidth(stdout) == 0, drawn: time.Now().Add(time.Second)}
}

// options are those that a call takes to be shown.
func (p *progress) options() []wire.Option {
	if !p.show {
		return nil
	}
	return []wire.Option{weibo.WithProgress(p.draw)}
}

const barWidth = 30

// draw draws the bar anew.
func (p *progress) draw(sent, total int64) {
	if total <= 0 {
		return
	}
	full := int(min(sent, total) * barWidth / total)
	p.line(sent >= total, func() string {
		return fmt.Sprintf("[%s%s] %3d%%", strings.Repeat("#", full), strings.Repeat("-", barWidth-full), min(sent, total)*100/total)
	})
}

// count shows how many items of a list there are so far.
func (p *progress) count(ctx context.Context, n int) {
	if p.show {
		p.line(false, func() string { return tr(ctx, "%d so far", n) })
	}
}

// line shows a text in the place of the one before, at most ten times a second unless it is the last one.
func (p *progress) line(last bool, text func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.drawn) < 100*time.Millisecond && !last {
		return
	}
	p.drawn, p.dirty = time.Now(), true
	fmt.Fprint(p.out, "\r"+text())
}

// clear takes it away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dirty {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.dirty = false
}
