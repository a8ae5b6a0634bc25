package check_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/check"
)

func ExampleShare() {
	params := weiboapi.StatusesShareParams{
		Status: "#猫# 一只猫 https://example.net/cat",
		Pic:    weibo.PictureBytes([]byte("no picture")),
	}
	err := check.Share(context.Background(), params, "example.com")
	var bad *check.Error
	if errors.As(err, &bad) {
		for _, p := range bad.Problems {
			fmt.Println(p.Param, p.Code, p)
			fmt.Println(p.Message("zh"))
		}
	}
	// Output:
	// status 0 the text has a topic, #猫#; a share must not have any
	// 正文含有话题 #猫#，分享接口不允许话题
	// status 10017 the link to example.net is not under a safe domain of the application (example.com)
	// 链接 example.net 不在应用的安全域名（example.com）下
	// pic 20005 the picture is none of JPEG, GIF, PNG
	// 图片不是 JPEG, GIF, PNG 格式
}

func ExampleUpdate() {
	err := check.Update(weiboapi.StatusesUpdateParams{Status: "一只猫", Lat: new(140.0)})
	fmt.Println(err)
	fmt.Println(errors.Is(err, weibo.ErrParam))
	// Output:
	// lat is 140, the range is -90…90; long is missing: lat and long go together
	// true
}
