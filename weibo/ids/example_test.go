package ids_test

import (
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

func ExampleBase62() {
	fmt.Println(ids.Base62(3436240135184587))
	// Output: yfcLPlKKn
}

func ExampleParseBase62() {
	id, err := ids.ParseBase62("yfcLPlKKn")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(id)
	// Output: 3436240135184587
}

func ExampleStatusURL() {
	fmt.Println(ids.StatusURL(1404376560, 3436240135184587))
	// Output: https://weibo.com/1404376560/yfcLPlKKn
}

func ExampleParseStatusURL() {
	uid, id, err := ids.ParseStatusURL("https://m.weibo.cn/1404376560/3436240135184587?from=timeline 一只猫")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(uid, id)
	// Output: 1404376560 3436240135184587
}

func ExamplePictureURL() {
	address, err := ids.PictureURL("53b515f0jw1example001j", ids.MW690)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(address)
	// Output: https://ww1.sinaimg.cn/mw690/53b515f0jw1example001j.jpg
}

func ExamplePictureID() {
	id, err := ids.PictureID("http://ww1.sinaimg.cn/thumbnail/53b515f0jw1example001j.jpg")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(id)
	// Output: 53b515f0jw1example001j
}

func ExamplePictureUID() {
	uid, err := ids.PictureUID("53b515f0jw1example001j")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(uid)
	// Output: 1404376560
}
