package weibo

import (
	"context"
	"log/slog"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// WithLogger logs a line for each attempt of a call: the operation, method, host, HTTP status, code of Weibo, duration in
// seconds, the number of the attempt, why it failed, and what is waited for the next one. Attempts that succeed have the level Info,
// others Warn. The access token is in no line, nor is the address, and bodies are only after [WithBodyLogging].
func WithLogger(l *slog.Logger) Option {
	return func(s *settings) error {
		s.logger = l
		return nil
	}
}

// WithBodyLogging adds the body of the answer to the lines of [WithLogger]. Bodies hold personal data: names, texts, for some
// users telephone numbers. The bodies of calls that are about tokens, such as oauth2/access_token, are not logged even so.
func WithBodyLogging() Option {
	return func(s *settings) error {
		s.logBodies = true
		return nil
	}
}

// log writes the line of an attempt.
func (c *call) log(ctx context.Context, a *attempt, wait time.Duration, again bool) {
	level := slog.LevelInfo
	if a.err != nil {
		level = slog.LevelWarn
	}
	if c.logger == nil || !a.sent || !c.logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 12)
	attrs = append(attrs,
		slog.String("operation", c.op.Name),
		slog.String("method", c.op.Method),
		slog.String("host", a.host),
		slog.Int("attempt", len(c.failed)+1),
		slog.Duration("duration", a.took),
	)
	if a.status != 0 {
		attrs = append(attrs, slog.Int("status", a.status))
	}
	if a.code != 0 {
		attrs = append(attrs, slog.Int("code", a.code))
	}
	if a.err != nil {
		attrs = append(attrs, slog.String("failure", a.reason))
		if a.status == 0 { // what answers say may repeat what was sent
			attrs = append(attrs, slog.String("error", a.err.Error()))
		}
	}
	if again {
		attrs = append(attrs, slog.Duration("retry_in", wait))
	}
	if c.logBodies && c.op.Auth != wire.AuthCredentials {
		attrs = append(attrs, slog.String("body", string(a.body)))
	}
	c.logger.LogAttrs(ctx, level, "weibo", attrs...)
}
