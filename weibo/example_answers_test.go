package weibo_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// An answer that was stored on another day, with numbers in strings, a flag as a number and no place.
func ExampleUnmarshal() {
	var status weiboapi.Status
	err := weibo.Unmarshal([]byte(`{"id":"5101694137532416","text":"一只猫","favorited":1,"reposts_count":"3","geo":""}`), &status)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.ID, status.Text, status.Favorited, status.RepostsCount, status.Geo == nil)
	// Output: 5101694137532416 一只猫 true 3 true
}

func ExampleDecodeError() {
	var page weiboapi.StatusList
	err := weibo.Unmarshal([]byte(`{"statuses":[{"id":5101694137532416},{"id":["?"]}]}`), &page)
	var problem *weibo.DecodeError
	if errors.As(err, &problem) {
		fmt.Printf("%s: expected %s, found %s\n", problem.Path, problem.Expected, problem.Found)
	}
	// Output: /statuses/1/id: expected integer, found array
}
