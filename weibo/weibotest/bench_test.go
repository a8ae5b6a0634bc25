package weibotest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// The benchmarks hold the costs of the client and of the connection too, on the same core.

func BenchmarkUsersShow(b *testing.B) {
	srv := weibotest.NewServer(b)
	benchmark(b, srv.URL+"/2/users/show.json?uid=1404376560&access_token="+srv.Token(first))
}

func BenchmarkUserTimeline(b *testing.B) {
	srv := weibotest.NewServer(b)
	token := srv.Token(first)
	for i := range 20 {
		form := params("access_token", token, "status", fmt.Sprint("一只猫 ", i)).Encode()
		resp, err := http.Post(srv.URL+"/2/statuses/update.json", formType, strings.NewReader(form))
		if err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
	}
	benchmark(b, srv.URL+"/2/statuses/user_timeline.json?access_token="+token)
}

func benchmark(b *testing.B, address string) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	b.ReportAllocs()
	for b.Loop() {
		resp, err := client.Get(address)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp, err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}
