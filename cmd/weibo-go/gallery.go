package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/urfave/cli/v3"
)

// A gallery shows pictures in a terminal. Where there is none that can, or nobody wants it, it shows nothing.
type gallery struct {
	out     io.Writer
	notices io.Writer // for why a picture is not shown
	way     string    // protocol of the terminal, "off" for none
	width   int       // of the terminal
	client  http.Client
}

// longestPicture is how many bytes of one are read.
const longestPicture = 10 << 20

func newGallery(ctx context.Context, cmd *cli.Command, wanted bool) (*gallery, error) {
	out := cmd.Root().Writer
	g := &gallery{out: out, notices: cmd.Root().ErrWriter, way: "off", width: terminalWidth(out)}
	if !wanted || g.width == 0 {
		return g, nil
	}
	g.client.Timeout = 10 * time.Second
	chosen := os.Getenv("WEIBO_PICTURES")
	if err := checkChoice(ctx, cmd, "WEIBO_PICTURES", chosen, append(slices.Clone(ways), "off")); err != nil {
		return nil, err
	}
	g.way = cmp.Or(chosen, terminalGraphics(os.Getenv), "off")
	return g, nil
}

// show shows the pictures of a status. One that cannot be had is no reason to end.
func (g *gallery) show(ctx context.Context, s *weiboapi.Status) error {
	if g.way == "off" {
		return nil
	}
	for _, pic := range picturesOf(s) {
		text, err := g.picture(ctx, cmp.Or(pic.Middle, pic.Original, pic.Thumbnail))
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			fmt.Fprintln(g.notices, "weibo-go: "+tr(ctx, "a picture is not shown: %s", printable(err.Error())))
			continue
		}
		if _, err := io.WriteString(g.out, text+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// picturesOf are those of a status, and of the one that it reposts.
func picturesOf(s *weiboapi.Status) []weiboapi.StatusPicture {
	return append(s.Pictures(), s.Original().Pictures()...)
}

// picture is a picture as the terminal wants it.
func (g *gallery) picture(ctx context.Context, address string) (string, error) {
	data, err := g.fetch(ctx, address)
	if err != nil {
		return "", err
	}
	pic, err := decodePicture(data)
	if err != nil {
		return "", err
	}
	return encodePicture(pic, g.way, g.width)
}

// fetch gets a picture. Neither the access token nor anything else of the user goes with it.
func (g *gallery) fetch(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := g.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP %d", address, answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, longestPicture+1))
	if err == nil && len(data) > longestPicture {
		err = fmt.Errorf("%s: more than %d bytes", address, longestPicture)
	}
	return data, err
}
