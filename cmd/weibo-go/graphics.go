package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the kinds that Weibo has
	_ "image/jpeg"
	"image/png"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/iterm2"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/ansi/sixel"
	"golang.org/x/image/draw"
)

// What is shown of a picture: small enough for several on a screen, and for a slow line.
const (
	shownWidth  = 480 // pixels, which take 40 cells
	shownHeight = 360
	cellWidth   = 12

	largestPicture = 50e6 // pixels of one that is read
)

// ways are how terminals show pictures, by protocol.
var ways = []string{"kitty", "iterm2", "sixel"}

// terminalGraphics tells how a terminal shows pictures, from what it says of itself, or nothing where it says nothing. It is not
// asked: an answer that comes late would be taken for what the user types. A multiplexer shows none of its own accord.
func terminalGraphics(env func(string) string) string {
	term, program := env("TERM"), env("TERM_PROGRAM")
	switch {
	case term == "dumb", env("TMUX") != "", strings.HasPrefix(term, "tmux"), strings.HasPrefix(term, "screen"):
		return ""
	case env("KITTY_WINDOW_ID") != "", term == "xterm-kitty", term == "xterm-ghostty", program == "ghostty":
		return "kitty"
	case program == "iTerm.app", env("LC_TERMINAL") == "iTerm2", program == "WezTerm", program == "mintty", term == "rio":
		return "iterm2"
	case strings.HasPrefix(term, "foot"), strings.HasPrefix(term, "mlterm"):
		return "sixel"
	}
	return ""
}

// decodePicture returns a picture, scaled down to what is shown of it.
func decodePicture(data []byte) (image.Image, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if size.Width < 1 || size.Height < 1 || size.Width*size.Height > largestPicture {
		return nil, fmt.Errorf("%d x %d pixels", size.Width, size.Height)
	}
	full, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	shrink := max(float64(size.Width)/shownWidth, float64(size.Height)/shownHeight, 1)
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(size.Width)/shrink)), max(1, int(float64(size.Height)/shrink))))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	return small, nil
}

// encodePicture writes a picture by a protocol, for a terminal of so many cells.
func encodePicture(pic image.Image, way string, width int) (string, error) {
	var b bytes.Buffer
	cells := min((pic.Bounds().Dx()+cellWidth-1)/cellWidth, width)
	switch way {
	case "kitty":
		err := kitty.EncodeGraphics(&b, pic, &kitty.Options{
			Action: kitty.TransmitAndPut, Transmission: kitty.Direct, Format: kitty.PNG, Columns: cells, Chunk: true, Quiet: 2,
		})
		return b.String(), err
	case "iterm2":
		if err := png.Encode(&b, pic); err != nil {
			return "", err
		}
		content := base64.StdEncoding.AppendEncode(nil, b.Bytes())
		return ansi.ITerm2(iterm2.File{Inline: true, Size: int64(b.Len()), Width: iterm2.Cells(cells), Content: content}), nil
	case "sixel":
		err := new(sixel.Encoder).Encode(&b, pic)
		return ansi.SixelGraphics(0, 1, 0, b.Bytes()), err
	}
	return "", errors.New(way + " is no way to show pictures")
}
