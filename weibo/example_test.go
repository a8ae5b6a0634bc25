package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// The examples run against a local Weibo. Without WithBaseURL they would call the real one.
func local() (url, token string) {
	sandbox := weibotest.New()
	return httptest.NewServer(sandbox).URL, sandbox.Token(sandbox.Users()[0].UID)
}

func Example() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	status, err := client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{
		Status: "一只猫 https://example.com/cat",
		Pic:    weibo.PictureBytes(jpeg(1000)), // or weibo.PictureFile("cat.jpg")
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Text, len(status.PicURLs))
	// Output: 一只猫 https://example.com/cat 1
}

func ExampleError() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1})
	var refused *weibo.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code, refused.Request)
	}
	// Output: 20101 /2/statuses/show.json
}

func ExampleParamsError() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Pic: weibo.PictureBytes([]byte("no picture"))})
	var wrong *weibo.ParamsError
	fmt.Println(errors.As(err, &wrong), err) // nothing was sent
	// Output: true weibo: statuses/share: status: is required
}

func ExampleOAuth2() {
	login := &weibo.OAuth2{AppKey: "1234567890", AppSecret: "…", RedirectURL: "https://example.com/callback"}
	fmt.Println(login.AuthCodeURL("a-random-state")) // where to send the user
	// Then, in the handler of the callback: token, err := login.Exchange(ctx, r.FormValue("code"))

	// Output: https://api.weibo.com/oauth2/authorize?client_id=1234567890&redirect_uri=https%3A%2F%2Fexample.com%2Fcallback&response_type=code&state=a-random-state
}

func ExampleClient_PublishPictures() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	params := weiboapi.StatusesUploadURLTextParams{Status: "两只猫"}
	pics := []*weibo.Picture{
		weibo.PictureBytes(jpeg(1000)), // or weibo.PictureFile("cat.jpg")
		weibo.PictureBytes([]byte("not a cat")).Named("notes.txt"),
	}
	_, err = client.PublishPictures(context.Background(), params, pics)
	var failed *weibo.PicturesError
	if errors.As(err, &failed) {
		fmt.Println(err)
		params.PicIDs = failed.PicIDs // what was uploaded is not uploaded again
		pics[failed.Index] = weibo.PictureBytes(jpeg(2000))
	}
	status, err := client.PublishPictures(context.Background(), params, pics)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Text, len(status.PicURLs))
	// Output:
	// weibo: picture 2 of 2 ("notes.txt"): the file is no JPEG, GIF or PNG picture
	// 两只猫 2
}

func ExampleWithProgress() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	var percent int64
	_, err = client.Statuses.Share(context.Background(),
		weiboapi.StatusesShareParams{Status: "一只猫 https://example.com/cat", Pic: weibo.PictureBytes(jpeg(100_000))},
		weibo.WithProgress(func(sent, total int64) { percent = 100 * sent / total }))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d%%\n", percent)
	// Output: 100%
}

func ExamplePictureFile() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	cat := filepath.Join(dir, "cat.jpg")
	if err := os.WriteFile(cat, jpeg(1000), 0o600); err != nil {
		log.Fatal(err)
	}
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	status, err := client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{
		Status: "一只猫 https://example.com/cat",
		Pic:    weibo.PictureFile(cat), // opened when the call is made
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(status.Pictures()))
	// Output: 1
}

// A picture that comes from elsewhere. What is no picture is refused before anything is sent.
func ExamplePictureReader() {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	for _, content := range []string{string(jpeg(1000)), "<html>not found</html>"} {
		_, err = client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{
			Status: "一只猫 https://example.com/cat",
			Pic:    weibo.PictureReader(strings.NewReader(content)).Named("cat.jpg"),
		})
		fmt.Println(err == nil, errors.Is(err, weibo.ErrNotPicture))
	}
	// Output:
	// true false
	// false true
}
