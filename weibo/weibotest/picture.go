package weibotest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// A picture is one that was uploaded, as it came.
type picture struct {
	*kind
	data []byte
}

// A kind is a type of picture that Weibo takes.
type kind struct {
	mediaType string
	ext       string
	letter    string // at the end of the id
}

var kinds = []*kind{
	{"image/jpeg", ".jpg", "j"},
	{"image/gif", ".gif", "g"},
	{"image/png", ".png", "p"},
}

// kindOf finds the type of a picture from its content, or returns nil if it is none.
func kindOf(data []byte) *kind {
	mediaType := http.DetectContentType(data)
	for _, k := range kinds {
		if k.mediaType == mediaType {
			return k
		}
	}
	return nil
}

// addPicture keeps a picture and returns its id: 22 characters, of which the first eight are the user and the last one is the
// type.
func (s *store) addPicture(uid int64, data []byte) string {
	k := kindOf(data)
	number := strconv.FormatInt(int64(len(s.pictures)+1), 36)
	pid := fmt.Sprintf("%08xjw1%s%s%s", uid, strings.Repeat("0", 10-len(number)), number, k.letter)
	s.pictures[pid] = picture{k, data}
	s.keep(pictureRecord{pid, data})
	return pid
}

// pictureURL is the address of a picture on the host that the client used.
func (c *call) pictureURL(size, pid string) string {
	return c.base + "/sinaimg/" + size + "/" + pid + c.store.pictures[pid].ext
}

// sizes are those that addresses of pictures may have.
var sizes = map[string]bool{
	"thumbnail": true, "bmiddle": true, "large": true,
	"orj360": true, "mw690": true, "mw1024": true, "mw2000": true,
}

// servePicture answers with a picture. The original stands for all sizes.
func (s *Sandbox) servePicture(w http.ResponseWriter, r *http.Request) {
	ext := path.Ext(r.PathValue("file"))
	s.store.mu.Lock()
	p, ok := s.store.pictures[strings.TrimSuffix(r.PathValue("file"), ext)]
	s.store.mu.Unlock()
	if !ok || p.ext != ext || !sizes[r.PathValue("size")] {
		http.NotFound(w, r)
		return
	}
	p.serve(w, r)
}

// serveAvatar answers with the picture of an account.
func (s *Sandbox) serveAvatar(w http.ResponseWriter, r *http.Request) {
	name, isPNG := strings.CutSuffix(r.PathValue("file"), ".png")
	uid, err := strconv.ParseInt(name, 10, 64)
	s.store.mu.Lock()
	known := s.store.users[uid] != nil
	s.store.mu.Unlock()
	if !isPNG || err != nil || !known {
		http.NotFound(w, r)
		return
	}
	picture{kinds[2], avatar(uid)}.serve(w, r)
}

func (p picture) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", p.mediaType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.data))
}

// avatar draws a pattern that differs from user to user.
func avatar(uid int64) []byte {
	sum := sha256.Sum256([]byte(strconv.FormatInt(uid, 10)))
	bits := binary.BigEndian.Uint32(sum[:])
	front := color.RGBA{sum[4] / 2, sum[5] / 2, sum[6] / 2, 0xff}
	const cells, cell = 5, 36
	img := image.NewPaletted(image.Rect(0, 0, cells*cell, cells*cell), color.Palette{color.White, front})
	for y := range cells * cell {
		for x := range cells * cell {
			column := min(x/cell, cells-1-x/cell) // the right half mirrors the left one
			img.Pix[y*img.Stride+x] = uint8(bits >> (y/cell*3 + column) & 1)
		}
	}
	return encodePNG(img)
}

// placeholder is what stands for a picture that was given by its address: grey, 120 by 120 pixels.
func placeholder() []byte {
	return encodePNG(image.NewPaletted(image.Rect(0, 0, 120, 120), color.Palette{color.Gray{0xcc}}))
}

func encodePNG(img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // it writes to memory
	}
	return b.Bytes()
}
