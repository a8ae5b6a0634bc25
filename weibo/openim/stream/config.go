package stream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/openim"
)

// DefaultBaseURL is where Weibo has the interface. Documented (2026-03) for the host; that it takes wss is secondary (2026-04), as the
// official programs connect without encryption. Experimental.
const DefaultBaseURL = "https://open-im.api.weibo.com"

// An Account is what a stream signs in with. An [openim.Client] is one, whose calls share the token then. Experimental.
type Account interface {
	// AppID returns the AppId of the account.
	AppID() string
	// Token returns a token of the account. It is asked for before every connection, so it should be kept. An error of the
	// categories unauthorized, permission, parameter and account of package weibo ends the stream; after others it asks again.
	Token(ctx context.Context) (openim.Token, error)
	// DropToken is called for a token that the service does not take.
	DropToken(openim.Token)
}

// A Config says what a stream is for and how it behaves. Only Account must be there; fields that are zero have their defaults.
// Experimental; the times, lengths and limits are those of the official programs (documented, 2026-03 to 2026-06), not of the
// service, which publishes none.
type Config struct {
	Account Account
	// BaseURL is where the service is, with https or wss. On the loopback interface it may be http or ws, for a sandbox. The
	// default is [DefaultBaseURL].
	BaseURL string
	// HTTPClient makes the connections; its transport decides on proxies and TLS, and sees the token, which is in the address.
	// Redirects are never followed. The default is http.DefaultClient.
	HTTPClient *http.Client
	// Version of the program, for the service. Official programs send theirs, others do without. The default is none.
	Version string

	// Ping is the time between two pings, 30 s by default, and PongWait, 40 s, what may pass until a pong or anything else comes,
	// before the connection is given up: the times are those documented for official programs. PongWait must be longer than Ping.
	Ping, PongWait time.Duration
	// Backoff is the bound of the first wait for another connection, 1 s by default, which doubles up to MaxBackoff, 1 min: as
	// documented for official programs. Waits are random between 0 and the bound. It is the first one again after a connection
	// by which a message or a pong came.
	Backoff, MaxBackoff time.Duration
	// Refusals is how often in a row the service may refuse the account before the stream ends, 10 by default. Anything else is
	// tried again forever.
	Refusals int

	// Queue is how many messages wait for the program, 16 by default. It bounds the memory, too: a message can be as large as
	// MaxFrame. SendOnly throws all messages away, for a program that never takes any.
	Queue    int
	SendOnly bool
	// Window is of how many messages the ids are remembered, so that none comes twice: 1000 by default, as in official programs.
	Window int
	// MaxFrame bounds what comes at once, in bytes, 16 MiB by default: a picture of 10 MB is known to be about 14 MB. What is
	// larger is passed over, and reported as [ErrTooLarge]; the connection stays, but not beyond four times as much.
	MaxFrame int64
	// MaxAttachment bounds an attachment when it is decoded, 10 MB by default. What is larger has no Data.
	MaxAttachment int
	// Chunk is the length of the pieces in which a text is sent, in UTF-16 units, 2000 by default: what official programs use;
	// no limit of the service is documented.
	Chunk int

	// Problem is called with what went wrong and did not end the stream: a *[BreakError] or a *[FrameError]. Other is called
	// with each frame of a kind that this package does not know. Both are called by the stream itself, which waits for them;
	// they must not call Close.
	Problem func(error)
	Other   func(Frame)
	// Logger gets a line for each connection and each problem, without tokens and texts.
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	c.BaseURL = cmp.Or(c.BaseURL, DefaultBaseURL)
	c.HTTPClient = cmp.Or(c.HTTPClient, http.DefaultClient)
	c.Ping = cmp.Or(c.Ping, 30*time.Second)
	c.PongWait = cmp.Or(c.PongWait, c.Ping+10*time.Second)
	c.Backoff = cmp.Or(c.Backoff, time.Second)
	c.MaxBackoff = cmp.Or(c.MaxBackoff, time.Minute)
	c.Refusals = cmp.Or(c.Refusals, 10)
	c.Queue = cmp.Or(c.Queue, 16)
	c.Window = cmp.Or(c.Window, 1000)
	c.MaxFrame = cmp.Or(c.MaxFrame, 16<<20)
	c.MaxAttachment = cmp.Or(c.MaxAttachment, 10<<20)
	c.Chunk = cmp.Or(c.Chunk, 2000)
	if c.Problem == nil {
		c.Problem = func(error) {}
	}
	if c.Other == nil {
		c.Other = func(Frame) {}
	}
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	return c
}

func (c *Config) check() error {
	switch {
	case c.Account == nil:
		return errors.New("no account")
	case c.Ping < 0 || c.Backoff < 0 || c.MaxBackoff < c.Backoff || c.PongWait <= c.Ping:
		return errors.New("a time that makes no sense")
	case c.Refusals < 0 || c.Queue < 0 || c.Window < 0 || c.MaxFrame < 0 || c.MaxAttachment < 0:
		return errors.New("a bound below 0")
	case c.MaxFrame > math.MaxInt64/readFactor:
		return errors.New("a bound for frames that is none")
	case c.Chunk < 2:
		return errors.New("chunks without room for a character")
	}
	return nil
}

// streamPath is where the service has the stream.
const streamPath = "/ws/stream"

// address returns where to connect to, without what names the account.
func (c *Config) address() (*url.URL, error) {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the base URL is not a scheme, a host and perhaps a path")
	}
	switch u.Scheme {
	case "https", "wss":
		u.Scheme = "wss"
	case "http", "ws":
		if !isLoopback(u.Hostname()) {
			return nil, fmt.Errorf("the base URL of %s is not encrypted, and the token is in the address", u.Host)
		}
		u.Scheme = "ws"
	default:
		return nil, fmt.Errorf("the base URL has scheme %q", u.Scheme)
	}
	return u.JoinPath(streamPath), nil
}

func isLoopback(host string) bool {
	host = strings.ToLower(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host).IsLoopback()
}
