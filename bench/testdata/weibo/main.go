// Command weibo is a program that imports package weibo and nothing else of this module's, to measure what that links.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func main() {
	client, err := weibo.NewClient(weibo.WithToken(os.Args[1]))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status, err := client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: os.Args[2], Pic: weibo.PictureFile(os.Args[3])})
	fmt.Println(status, err)
}
