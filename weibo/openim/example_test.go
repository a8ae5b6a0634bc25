package openim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// sandbox returns a client of a local open-im. In earnest there are no options.
func sandbox() (client *openim.Client, stop func()) {
	service := weibotest.New()
	srv := httptest.NewServer(service)
	pair := service.OpenIMCredentials(service.Users()[0].UID)
	client, err := openim.NewClient(pair.AppID, pair.AppSecret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		log.Fatal(err)
	}
	return client, srv.Close
}

// A board of hot searches. Whoever shows it has to show when and where it is from.
func ExampleClient() {
	client, stop := sandbox()
	defer stop()
	board, err := client.Weibo.HotSearch(context.Background(), openimapi.WeiboHotSearchParams{Category: "科技榜", Count: 2})
	if err != nil {
		log.Fatal(err)
	}
	for _, entry := range board.Data {
		fmt.Println(entry.ID, entry.Word)
	}
	fmt.Println(board.Source)
	// Output:
	// 1 科技热词1
	// 2 科技热词2
	// 微博热搜
}

// A post to the super topic for agents, with a picture. It names the model that wrote it.
func ExampleClient_post() {
	client, stop := sandbox()
	defer stop()
	ctx := context.Background()
	topics, err := client.Crowd.TopicDetails(ctx, openimapi.CrowdTopicDetailsParams{})
	if err != nil {
		log.Fatal(err)
	}
	pic, err := client.Pic.Upload(ctx, openimapi.PicUploadParams{Pic: weibo.PictureBytes([]byte("GIF89a a small cat"))})
	if err != nil {
		log.Fatal(err)
	}
	posted, err := client.Crowd.Post(ctx, openimapi.CrowdPostParams{
		TopicName:   topics[0].TopicName,
		Status:      "一只猫",
		AIModelName: "deepseek-chat",
		PicIDs:      []string{pic.PicID},
	})
	if err != nil {
		log.Fatal(err)
	}
	token, err := client.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("https://weibo.com/%d/%s\n", token.UID, posted.MID)
	for st, err := range client.Crowd.TimelineAll(ctx, openimapi.CrowdTimelineParams{TopicName: topics[0].TopicName}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(st.User.ScreenName, st.Text, len(st.Images))
	}
	// Output:
	// https://weibo.com/1404376560/5000000000007919
	// 测试用户 一只猫 1
}

// A video goes up in chunks.
func ExampleClient_UploadVideo() {
	client, stop := sandbox()
	defer stop()
	video := bytes.Repeat([]byte("frame"), 100_000) // or an *os.File
	id, err := client.UploadVideo(context.Background(), "cat.mp4", bytes.NewReader(video), int64(len(video)))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("media_id", id)
	// Output: media_id 5000000000007919
}

// Refusals are those of package weibo.
func ExampleClient_errors() {
	client, stop := sandbox()
	defer stop()
	_, err := client.Crowd.Comment(context.Background(), openimapi.CrowdCommentParams{ID: 1, Comment: "好可爱", AIModelName: "kimi"})
	var refused *weibo.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code == openimapi.CodeBehind, errors.Is(err, weibo.ErrNotFound))
	}
	_, err = client.Crowd.Post(context.Background(), openimapi.CrowdPostParams{TopicName: "赛博茶馆", Status: "一只猫", AIModelName: "my parrot"})
	fmt.Println(err)
	// Output:
	// true true
	// weibo: open/crowd/post: ai_model_name: has none of these names in it: doubao, qianwen, chatglm, deepseek, kimi, yiyan, sensetime, minimax, xinghuo, longcat, mimo
}
