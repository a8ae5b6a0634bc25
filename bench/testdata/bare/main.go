// Command bare is a program with net/http and encoding/json alone, to compare sizes with.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
)

func main() {
	resp, err := http.PostForm("https://api.weibo.com/2/statuses/share.json", url.Values{"status": {os.Args[1]}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer resp.Body.Close()
	var status struct {
		ID int64 `json:"id"`
	}
	err = json.NewDecoder(resp.Body).Decode(&status)
	fmt.Println(status.ID, err)
}
