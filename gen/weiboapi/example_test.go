package weiboapi_test

import (
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func ExampleStatus_IsDeleted() {
	var repost weiboapi.Status
	err := weibo.Unmarshal([]byte(`{"id":5101694137532417,"text":"Look!","created_at":"Tue May 31 17:46:55 +0800 2011",
		"retweeted_status":{"id":5101694137532416,"text":"此微博已被原作者删除。","deleted":"1"}}`), &repost)
	if err != nil {
		log.Fatal(err)
	}
	if original := repost.Original(); original.IsDeleted() {
		fmt.Printf("The original is gone: %q by %q\n", original.Text, original.Author().ScreenName)
	}
	// Output: The original is gone: "此微博已被原作者删除。" by ""
}

func ExampleStatus_Pictures() {
	var found weiboapi.Status // of search/topics, which has ids
	err := weibo.Unmarshal([]byte(`{"id":5101694137532416,"pic_ids":["53b515f0jw1example001j","53b515f0jw1example002j"],
		"thumbnail_pic":"http://ww1.sinaimg.cn/thumbnail/53b515f0jw1example001j.jpg"}`), &found)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range found.Pictures() {
		fmt.Println(p.Original)
	}
	// Output:
	// http://ww1.sinaimg.cn/large/53b515f0jw1example001j.jpg
	// https://ww4.sinaimg.cn/large/53b515f0jw1example002j.jpg
}

func ExampleStatus_Audience() {
	st := weiboapi.Status{Visible: &weiboapi.Visible{Type: 4}}
	fmt.Println(st.Audience() == weiboapi.AudienceFriends, int(st.Audience())) // what statuses/update takes
	// Output: true 2
}

func ExampleGeo_Point() {
	st := weiboapi.Status{Geo: &weiboapi.Geo{Coordinates: []float64{40.413467, 116.646439}}}
	if latitude, longitude, ok := st.Point(); ok {
		fmt.Println(latitude, "north,", longitude, "east")
	}
	// Output: 40.413467 north, 116.646439 east
}

func ExampleUser_Verification() {
	u := weiboapi.User{Verified: true, VerifiedType: 3}
	fmt.Println(u.Verification(), u.Verification() == weiboapi.VerifiedMedia, u.Sex() == weiboapi.SexUnknown)
	// Output: media true true
}
