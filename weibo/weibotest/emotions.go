package weibotest

import (
	"image"
	"image/color"
	"net/http"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// An emotion is an emoticon. Codes, categories and pictures are made up, but for the form of the codes.
type emotion struct {
	code, traditional string
	category          string
	file              string
	skin              color.RGBA
}

// emotions are by the parameter type. The faces occur in the texts of a world.
var emotions = map[string][]emotion{
	"face": {
		{"[哈哈]", "[哈哈]", "", "haha", color.RGBA{0xff, 0xd0, 0x30, 0xff}},
		{"[心]", "[心]", "", "heart", color.RGBA{0xe0, 0x40, 0x50, 0xff}},
		{"[太阳]", "[太陽]", "天气", "sun", color.RGBA{0xff, 0x90, 0x20, 0xff}},
		{"[doge]", "[doge]", "动物", "doge", color.RGBA{0xd0, 0xa0, 0x60, 0xff}},
		{"[猫]", "[貓]", "动物", "cat", color.RGBA{0xa0, 0xa0, 0xa0, 0xff}},
	},
	"ani":     {{"[会跳的猫]", "[會跳的貓]", "动物", "jumping-cat", color.RGBA{0x60, 0xb0, 0xe0, 0xff}}},
	"cartoon": {{"[画的猫]", "[畫的貓]", "动物", "drawn-cat", color.RGBA{0x80, 0xc0, 0x80, 0xff}}},
}

// emotionTypes are the words of the answers for those of the parameter. Which is which of the last two is inferred.
var emotionTypes = map[string]string{"face": "face", "ani": "magic", "cartoon": "image"}

func (c *call) emotions() (any, error) {
	family := c.text("type")
	answer := []weiboapi.Emotion{}
	for _, e := range emotions[family] {
		code := e.code
		if c.text("language") == "twname" {
			code = e.traditional
		}
		address := c.base + "/sinaimg/emotion/" + e.file + ".png"
		answer = append(answer, weiboapi.Emotion{
			Phrase: code, Value: code, Type: emotionTypes[family], Category: e.category,
			URL: address, Icon: address, Common: true,
		})
	}
	return answer, nil
}

// serveEmotion answers with the picture of an emoticon.
func (s *Sandbox) serveEmotion(w http.ResponseWriter, r *http.Request) {
	name, isPNG := strings.CutSuffix(r.PathValue("file"), ".png")
	for _, family := range emotions {
		for _, e := range family {
			if isPNG && e.file == name {
				picture{kinds[2], e.draw()}.serve(w, r)
				return
			}
		}
	}
	http.NotFound(w, r)
}

// draw draws a face that smiles, 22 pixels wide.
func (e emotion) draw() []byte {
	const size, middle, radius = 22, 11, 10
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.Transparent, e.skin, color.Black})
	for y := range size {
		for x := range size {
			dx, dy := x-middle, y-middle
			switch far := dx*dx + dy*dy; {
			case far > radius*radius:
			case dy == -3 && (dx == -4 || dx == 4), dy > 2 && far >= 5*5 && far <= 6*6:
				img.SetColorIndex(x, y, 2)
			default:
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	return encodePNG(img)
}
