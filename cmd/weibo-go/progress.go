package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A progress shows on a terminal how far an upload is. Elsewhere it shows nothing.
type progress struct {
	out  io.Writer
	show bool

	mu    sync.Mutex
	drawn time.Time // the last time
}

func newProgress(out io.Writer) *progress {
	return &progress{out: out, show: terminalWidth(out) > 0}
}

// options are those that a call takes to be shown.
func (p *progress) options() []wire.Option {
	if !p.show {
		return nil
	}
	return []wire.Option{weibo.WithProgress(p.draw)}
}

const barWidth = 30

// draw draws the bar anew, at most ten times a second.
func (p *progress) draw(sent, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if total <= 0 || time.Since(p.drawn) < 100*time.Millisecond && sent < total {
		return
	}
	p.drawn = time.Now()
	full := int(min(sent, total) * barWidth / total)
	fmt.Fprintf(p.out, "\r[%s%s] %3d%%", strings.Repeat("#", full), strings.Repeat("-", barWidth-full), min(sent, total)*100/total)
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.show {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
