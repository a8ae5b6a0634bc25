package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// drawnPicture is the sun over a hill, as a JPEG. It is the same at every run.
func drawnPicture() *weibo.Picture {
	canvas := image.NewRGBA(image.Rect(0, 0, 640, 480))
	paintSky(canvas, color.RGBA{0x42, 0xa5, 0xf5, 0xff}, color.RGBA{0xe3, 0xf2, 0xfd, 0xff})
	paintDisc(canvas, image.Pt(470, 130), 60, color.RGBA{0xff, 0xca, 0x28, 0xff})
	paintDisc(canvas, image.Pt(240, 1020), 700, color.RGBA{0x7c, 0xb3, 0x42, 0xff})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, canvas, &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // it writes to memory
	}
	return weibo.PictureBytes(b.Bytes()).Named("hill.jpg")
}

// paintSky fills a picture with a gradient from top to bottom.
func paintSky(dst draw.Image, top, bottom color.RGBA) {
	area := dst.Bounds()
	for y := range area.Dy() {
		blend := func(a, b uint8) uint8 { return uint8((int(a)*(area.Dy()-y) + int(b)*y) / area.Dy()) }
		c := color.RGBA{blend(top.R, bottom.R), blend(top.G, bottom.G), blend(top.B, bottom.B), 0xff}
		draw.Draw(dst, image.Rect(0, y, area.Dx(), y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
}

func paintDisc(dst draw.Image, center image.Point, radius int, c color.RGBA) {
	shape := disc{center, radius}
	draw.DrawMask(dst, dst.Bounds(), image.NewUniform(c), image.Point{}, shape, dst.Bounds().Min, draw.Over)
}

// A disc is a mask.
type disc struct {
	center image.Point
	radius int
}

func (d disc) ColorModel() color.Model { return color.AlphaModel }

func (d disc) Bounds() image.Rectangle {
	r := image.Pt(d.radius, d.radius)
	return image.Rectangle{d.center.Sub(r), d.center.Add(r)}
}

func (d disc) At(x, y int) color.Color {
	p := image.Pt(x, y).Sub(d.center)
	if p.X*p.X+p.Y*p.Y < d.radius*d.radius {
		return color.Opaque
	}
	return color.Transparent
}
