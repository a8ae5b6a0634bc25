package ids_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

func TestPictureURL(t *testing.T) {
	for _, c := range []struct {
		id   string
		size ids.Size
		want string
	}{
		{"53b515f0jw1example001j", ids.Large, "https://ww1.sinaimg.cn/large/53b515f0jw1example001j.jpg"},
		{"53b515f0gw1example0002j20go0m8abc", ids.Thumbnail, "https://ww3.sinaimg.cn/thumbnail/53b515f0gw1example0002j20go0m8abc.jpg"},
		{"004tgBYSgy1example004j20go0m8abc", ids.MW2000, "https://wx3.sinaimg.cn/mw2000/004tgBYSgy1example004j20go0m8abc.jpg"},
		{"53b515f0ly1exampl0003g20go0m8abc", ids.ORJ360, "https://wx2.sinaimg.cn/orj360/53b515f0ly1exampl0003g20go0m8abc.gif"},
		{"53b515f0jw1example001j", "crop.0.0.640.640.180", "https://ww1.sinaimg.cn/crop.0.0.640.640.180/53b515f0jw1example001j.jpg"},
	} {
		got, err := ids.PictureURL(c.id, c.size)
		if got != c.want || err != nil {
			t.Errorf("PictureURL(%q, %s) = %q, %v, want %q", c.id, c.size, got, err, c.want)
		}
		if back, err := ids.PictureID(got); back != c.id || err != nil {
			t.Errorf("PictureID(%q) = %q, %v, want %q", got, back, err, c.id)
		}
	}
}

func TestPictureURLErrors(t *testing.T) {
	const good = "53b515f0jw1example001j"
	for _, c := range []struct {
		id   string
		size ids.Size
	}{
		{"", ids.Large},
		{good[:21], ids.Large},
		{good + strings.Repeat("0", 19), ids.Large},
		{"53b515f0jt1example001j", ids.Large}, // of before 2011
		{"53b515f0jw1example/../", ids.Large},
		{"53b515f0jw1example猫001j", ids.Large},
		{good + ".jpg", ids.Large},
		{good, ""},
		{good, "large/.."},
		{good, "large?"},
	} {
		if got, err := ids.PictureURL(c.id, c.size); got != "" || !errors.Is(err, ids.ErrInvalid) {
			t.Errorf("PictureURL(%q, %q) = %q, %v, want an error", c.id, c.size, got, err)
		}
	}
}

func TestPictureID(t *testing.T) {
	const id = "53b515f0ly8example001j20ro0ro0u7"
	for _, address := range []string{
		"https://wx1.sinaimg.cn/large/" + id + ".jpg",
		"http://ww4.sinaimg.cn/thumbnail/" + id + ".jpg",
		"//tva2.sinaimg.cn/crop.0.0.996.996.180/" + id + ".jpg?KID=imgbed,tva&Expires=1600000000&ssig=example",
		"https://wxt.sinaimg.cn/thumb300/" + id,
		"https://tvax1.sinaimg.cn/orj480/" + id + ".webp",
	} {
		if got, err := ids.PictureID(address); got != id || err != nil {
			t.Errorf("PictureID(%q) = %q, %v, want %q", address, got, err, id)
		}
	}
	for _, address := range []string{
		"", id, "https://example.com/large/" + id + ".jpg", "https://sinaimg.cn.example.com/large/" + id + ".jpg",
		"https://wx1.sinaimg.cn/", "https://tp1.sinaimg.cn/1404376560/180/0/1", "https://wx1.sinaimg.cn/large/%zz.jpg",
		"http://ss7.sinaimg.cn/orignal/53b515f0t8example0001&690",
	} {
		if got, err := ids.PictureID(address); got != "" || !errors.Is(err, ids.ErrInvalid) {
			t.Errorf("PictureID(%q) = %q, %v, want an error", address, got, err)
		}
	}
}

func TestPictureUID(t *testing.T) {
	for id, want := range map[string]int64{
		"53b515f0jw1example001j":           1404376560,
		"53b515f0ly1exampl0003g20go0m8abc": 1404376560,
		"005snupigy1example004j20go0m8abc": 5000000000,
		"007M5iwlgy1example004j20go0m8abc": 7123456789,
		"00a1MNLVgy1example004j20go0m8abc": 9187735727, // hexadecimal in its first six characters, and yet base 62 in all
		"ffffffffgw1example004j20go0m8abc": 1<<32 - 1,
		"0fffffffgw1example004j20go0m8abc": 1<<28 - 1,
	} {
		if got, err := ids.PictureUID(id); got != want || err != nil {
			t.Errorf("PictureUID(%q) = %d, %v, want %d", id, got, err, want)
		}
	}
	for _, id := range []string{"", "53b515f0", "zzzzzzzzgw1example004j20go0m8abc", "00000000gw1example004j20go0m8abc"} {
		if got, err := ids.PictureUID(id); got != 0 || !errors.Is(err, ids.ErrInvalid) {
			t.Errorf("PictureUID(%q) = %d, %v, want an error", id, got, err)
		}
	}
}

// FuzzPicture checks that whatever is taken for a picture gives an address of sinaimg.cn that holds it.
func FuzzPicture(f *testing.F) {
	f.Add("53b515f0jw1example001j", "large")
	f.Add("https://wx1.sinaimg.cn/large/53b515f0ly8example001j20ro0ro0u7.jpg", "mw690")
	f.Add("00000000gw1example004j20go0m8abc", "../")
	f.Fuzz(func(t *testing.T, s, size string) {
		id := s
		if found, err := ids.PictureID(s); err == nil {
			id = found
		}
		if uid, err := ids.PictureUID(id); (err == nil) != (uid > 0) {
			t.Errorf("PictureUID(%q) = %d, %v", id, uid, err)
		}
		address, err := ids.PictureURL(id, ids.Size(size))
		if err != nil {
			return
		}
		if got, err := ids.PictureID(address); got != id || err != nil {
			t.Errorf("%q of %q gave %q, and that %q, %v", size, id, address, got, err)
		}
	})
}
