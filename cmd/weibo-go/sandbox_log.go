package main

import (
	"io"
	"log/slog"
	"time"
)

// newLog returns a log for people to follow: a line each, with the time of day alone, and no level where all is well.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		switch {
		case len(groups) > 0:
		case a.Key == slog.TimeKey:
			return slog.String(a.Key, a.Value.Time().Format(time.TimeOnly))
		case a.Key == slog.LevelKey && a.Value.Any() == slog.LevelInfo:
			return slog.Attr{}
		}
		return a
	}}))
}
