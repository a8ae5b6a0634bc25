// Package sample draws pictures for examples that were given none.
package sample

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Picture returns a PNG. Different numbers give different colours.
func Picture(n int) []byte {
	const width, height = 640, 480
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), uint8(n*83 + 120), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err) // of an image that is empty or too large
	}
	return out.Bytes()
}
