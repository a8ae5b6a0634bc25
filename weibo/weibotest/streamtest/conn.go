package streamtest

import (
	"context"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// A conn is one connection.
type conn struct {
	account *Account
	ws      *websocket.Conn
	tcp     net.Conn // below it
	number  int      // from 1
	ctx     context.Context
	cancel  context.CancelFunc
	owed    int // pongs; under the lock of the account
}

func newConn(a *Account, ws *websocket.Conn, tcp net.Conn) *conn {
	ctx, cancel := context.WithCancel(context.Background())
	return &conn{account: a, ws: ws, tcp: tcp, ctx: ctx, cancel: cancel}
}

// serve uses a connection until it ends.
func (c *conn) serve() {
	again := c.account.enter(c)
	var sender sync.WaitGroup
	sender.Go(func() { c.send(again) })
	c.read()
	c.account.leave(c)
	c.cancel()
	c.ws.CloseNow()
	sender.Wait()
}

// send sends what waits for the program.
func (c *conn) send(again [][]byte) {
	for _, frame := range again {
		if c.write(frame) != nil {
			return
		}
	}
	for {
		i, ok := c.account.next(c.ctx, c)
		if !ok {
			return
		}
		switch {
		case i.kill != nil:
			if i.kill.MidFrame {
				c.half()
			}
			c.kill(*i.kill)
			return
		case i.pong:
			c.pong()
			continue
		}
		if !c.sleep(i.wait) || c.write(i.frame) != nil {
			return
		}
	}
}

// sleep waits, and answers pings meanwhile. It returns false when the connection has ended.
func (c *conn) sleep(d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		owed, changed := c.account.owed(c)
		if owed {
			c.pong()
			continue
		}
		select {
		case <-timer.C:
			return true
		case <-changed:
		case <-c.ctx.Done():
			return false
		}
	}
}

func (c *conn) write(frame []byte) error {
	return c.ws.Write(c.ctx, websocket.MessageText, frame)
}

// half writes half a frame.
func (c *conn) half() {
	const size = 1000
	text := append(binary.BigEndian.AppendUint16([]byte{0x81, 126}, size), `{"type":"message","payload":{"messageId":"half`...)
	c.tcp.Write(text)
}

// closeWait is how long a program has to answer a close frame.
const closeWait = time.Second

// kill ends the connection.
func (c *conn) kill(k Kill) {
	if k.Code != 0 {
		late := time.AfterFunc(closeWait, func() { c.tcp.Close() })
		defer late.Stop()
		c.ws.Close(websocket.StatusCode(k.Code), k.Reason)
		return
	}
	if tcp, ok := c.tcp.(*net.TCPConn); ok && k.Reset {
		tcp.SetLinger(0)
	}
	c.tcp.Close()
	c.ws.CloseNow()
}

// read takes what the program sends until the connection ends.
func (c *conn) read() {
	for {
		_, frame, err := c.ws.Read(c.ctx)
		if err != nil {
			return
		}
		c.account.receive(c, frame)
	}
}

func (c *conn) pong() {
	switch c.account.Rules().Pong {
	case PongText:
		c.write([]byte("pong"))
	case PongJSON:
		c.write([]byte(`{"type":"pong"}`))
	case PongControl:
		c.tcp.Write([]byte{0x8a, 0}) // the library has no pong without a ping
	}
}
