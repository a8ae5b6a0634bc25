//go:build unix

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi/sixel"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// halves is a picture that is red on the left and blue on the right.
func halves(width, height int) image.Image {
	pic := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{0xff, 0, 0, 0xff}, color.RGBA{0, 0, 0xff, 0xff}})
	for y := range height {
		for x := width / 2; x < width; x++ {
			pic.SetColorIndex(x, y, 1)
		}
	}
	return pic
}

// isHalves tells whether a picture is what became of halves.
func isHalves(pic image.Image) bool {
	size := pic.Bounds().Size()
	red, _, _, _ := pic.At(size.X/4, size.Y/2).RGBA()
	_, _, blue, _ := pic.At(size.X*3/4, size.Y/2).RGBA()
	return red > 0xe000 && blue > 0xe000
}

func writePicture(t *testing.T, name string, encode func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pictureShown finds the picture in what a terminal got, with what is said about it, and the rest.
func pictureShown(t *testing.T, way, shown string) (pic image.Image, about, rest string) {
	t.Helper()
	pattern := map[string]*regexp.Regexp{
		"kitty":  regexp.MustCompile(`\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\`),
		"iterm2": regexp.MustCompile(`\x1b\]1337;File=([^:\x07]*):([^\x07]*)\x07`),
		"sixel":  regexp.MustCompile(`\x1bP([0-9;]*)q([^\x1b]*)\x1b\\`),
	}[way]
	var payload string
	for _, part := range pattern.FindAllStringSubmatch(shown, -1) {
		about += part[1] + "|"
		payload += part[2]
	}
	var err error
	if way == "sixel" {
		pic, err = new(sixel.Decoder).Decode(strings.NewReader(payload))
	} else {
		pic, err = png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(payload)))
	}
	if err != nil {
		t.Fatalf("%v in %q", err, shown)
	}
	return pic, about, pattern.ReplaceAllString(shown, "<picture>")
}

// TestPicturesInATerminal has terminals that show pictures, each in its way.
func TestPicturesInATerminal(t *testing.T) {
	m, srv, _ := signedIn(t)
	large := writePicture(t, "large.jpg", func(w io.Writer) error { return jpeg.Encode(w, halves(1200, 600), nil) })
	small := writePicture(t, "small.gif", func(w io.Writer) error { return gif.Encode(w, halves(60, 48), nil) })
	want(t, "share https://example.com/1 --pic "+large, exitOK, "https://weibo.com/", "")
	_, id, _ := command(t.Context(), "share", "https://example.com/2", "--pic", small, "--jq", ".id")
	id = strings.TrimSpace(id)
	_, repost, _ := command(t.Context(), "repost", id, "--jq", ".id")
	_, first, _ := command(t.Context(), "timeline", "user", "--jq", ".id")
	first = strings.Fields(first)[2]
	for _, tt := range []struct {
		env, way, args string
		size           image.Point
		about          string
	}{
		{"TERM=xterm-kitty", "kitty", "show " + first, image.Pt(480, 240), "f=100,q=2,c=40,"},
		{"KITTY_WINDOW_ID=1", "kitty", "show " + id, image.Pt(60, 48), "f=100,q=2,c=5,"},
		{"TERM_PROGRAM=iTerm.app", "iterm2", "show " + first, image.Pt(480, 240), "width=40;inline=1"},
		{"LC_TERMINAL=iTerm2", "iterm2", "show " + strings.TrimSpace(repost), image.Pt(60, 48), "width=5;inline=1"},
		{"TERM=foot", "sixel", "show " + first, image.Pt(480, 240), "0;1"},
		{"WEIBO_PICTURES=sixel", "sixel", "timeline user --pictures -n 1 --since " + first, image.Pt(60, 48), "0;1"},
	} {
		cmd := m.command(strings.Fields(tt.args)...)
		cmd.Env = append(cmd.Env, tt.env)
		shown, status := typeInto(t, cmd, nil)
		pic, about, rest := pictureShown(t, tt.way, shown)
		if status != exitOK || pic.Bounds().Size() != tt.size || !isHalves(pic) || !strings.Contains(about, tt.about) {
			t.Errorf("%s: status %d, %v, %s", tt.env, status, pic.Bounds(), about)
		}
		if !strings.Contains(rest, "<picture>\r\n") || strings.HasPrefix(tt.args, "show ") && !strings.Contains(rest, "\r\n"+srv.URL+"/sinaimg/large/") {
			t.Errorf("%s: %q", tt.env, rest)
		}
	}
}

// A museum has pictures, and statuses with them are what a sandbox shows.
type museum struct {
	*httptest.Server
	mu       sync.Mutex
	requests []http.Header
}

func newMuseum(t *testing.T, srv *weibotest.Server, pictures map[string][]byte) *museum {
	t.Helper()
	m := new(museum)
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.requests = append(m.requests, r.Header)
		if data, ok := pictures[r.URL.Path]; ok {
			w.Write(data)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(m.Close)
	for path := range pictures {
		m.exhibit(srv, path)
	}
	return m
}

// exhibit makes a status with a picture, whose id is the length of its path.
func (m *museum) exhibit(srv *weibotest.Server, path string) {
	reply := fmt.Sprintf(`{"id": %d, "text": "look", "pic_urls": [{"thumbnail_pic": %q}]}`, len(path), m.URL+path)
	srv.Inject(weibotest.Fault{
		Operation: "statuses/show", Params: map[string]string{"id": strconv.Itoa(len(path))}, Reply: []byte(reply), Times: -1,
	})
}

func encoded(t *testing.T, pic image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, pic); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestNoPictures has those who cannot see any, or want none. Then none is fetched.
func TestNoPictures(t *testing.T) {
	m, srv, _ := signedIn(t)
	museum := newMuseum(t, srv, map[string][]byte{"/a": encoded(t, halves(9, 9))})
	seed(t, srv, "https://example.com/")
	for _, tt := range []struct{ args, env string }{
		{"show 2", "TERM=xterm-256color KITTY_WINDOW_ID="},
		{"show 2", "TERM=dumb"},
		{"show 2", "TMUX=/tmp/tmux-0/default,1,0"},
		{"show 2", "TERM=screen.xterm-kitty"},
		{"show 2", "WEIBO_PICTURES=off"},
		{"show 2 --no-pictures", ""},
		{"show 2 --json", ""},
		{"timeline", ""},
		{"timeline --pictures --jq .id", ""},
	} {
		cmd := m.command(strings.Fields(tt.args)...)
		cmd.Env = append(append(cmd.Env, "TERM=xterm-kitty", "KITTY_WINDOW_ID=1", "NO_COLOR=1"), strings.Fields(tt.env)...)
		if shown, status := typeInto(t, cmd, nil); status != exitOK || shown == "" || strings.Contains(shown, "\x1b") {
			t.Errorf("%v: status %d, %q", tt, status, shown)
		}
	}
	t.Setenv("TERM", "xterm-kitty")
	want(t, "show 2", exitOK, "look\n\n"+museum.URL+"/a\n", "")
	if n := len(museum.requests); n != 0 {
		t.Errorf("%d pictures were fetched", n)
	}
	cmd := m.command("show", "2")
	cmd.Env = append(cmd.Env, "WEIBO_PICTURES=kity")
	if shown, status := typeInto(t, cmd, nil); status != exitUsage || !strings.Contains(shown, `WEIBO_PICTURES is one of kitty, iterm2, sixel, off, not "kity"; did you mean kitty?`) {
		t.Errorf("status %d, %s", status, shown)
	}
}

// TestPicturesThatCannotBeShown has pictures that are missing, none, broken, too long and too large. The status is shown all
// the same.
func TestPicturesThatCannotBeShown(t *testing.T) {
	m, srv, _ := signedIn(t)
	good := encoded(t, halves(9, 9))
	huge := slices.Clone(good)
	copy(huge[16:], "\x00\x00\xff\xff\x00\x00\xff\xff") // what the header says of its size
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	museum := newMuseum(t, srv, map[string][]byte{
		"/1":       good,
		"/12":      []byte("<html>"),
		"/123":     good[:40],
		"/1234":    make([]byte, longestPicture+1),
		"/12345":   huge,
		"/1234567": nil,
	})
	museum.exhibit(srv, "/123456")
	for id, problem := range map[string]string{
		"3": "unknown format", "4": "unexpected EOF", "5": "more than 10485760 bytes", "6": "65535 x 65535 pixels", "7": "HTTP 404", "8": "unknown format",
	} {
		cmd := m.command("show", id)
		cmd.Env = append(cmd.Env, "TERM=xterm-kitty")
		shown, status := typeInto(t, cmd, nil)
		if status != exitOK || !strings.Contains(shown, "weibo-go: a picture is not shown: ") || !strings.Contains(shown, problem+"\r\n"+museum.URL+"/1") ||
			!strings.HasSuffix(shown, "/status/"+ids.Base62(int64(id[0]-'0'))+"\r\n") || strings.Contains(shown, "\x1b") {
			t.Errorf("%s: status %d, %q", id, status, shown)
		}
	}
	for _, header := range museum.requests {
		if header.Get("Authorization") != "" || header.Get("Cookie") != "" {
			t.Errorf("received %v", header)
		}
	}
	if len(museum.requests) != 6 {
		t.Errorf("%d requests", len(museum.requests))
	}
}
