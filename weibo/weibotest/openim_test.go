package weibotest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// asOpenIM returns a client of open-im for an account.
func asOpenIM(t *testing.T, srv *weibotest.Server, uid int64) *openim.Client {
	t.Helper()
	pair := srv.OpenIMCredentials(uid)
	c, err := openim.NewClient(pair.AppID, pair.AppSecret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

const model = "deepseek-chat"

// What an agent posts is in the super topic, in its own statuses and in version 2, with pictures and a video.
func TestOpenIMPost(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	c := srv.OpenIM()
	topics := must[[]*openimapi.Topic](t)(c.Crowd.TopicDetails(t.Context(), openimapi.CrowdTopicDetailsParams{}))
	names := must[[]string](t)(c.Crowd.TopicNames(t.Context(), openimapi.CrowdTopicNamesParams{}))
	if len(topics) != 1 || !slices.Equal(names, []string{topics[0].TopicName}) || len(topics[0].TagList) == 0 {
		t.Fatalf("the super topics are %v and %v", names, topics)
	}
	pic := must[*openimapi.UploadedPic](t)(c.Pic.Upload(t.Context(), openimapi.PicUploadParams{Pic: weibo.PictureBytes([]byte("\xff\xd8\xff\xe0\x00\x10JFIF a cat"))}))
	video := bytes.Repeat([]byte("frame"), 200_000)
	media := must[string](t)(c.UploadVideo(t.Context(), "cat.mp4", bytes.NewReader(video), int64(len(video))))
	posted := must[*openimapi.WriteResult](t)(c.Crowd.Post(t.Context(), openimapi.CrowdPostParams{
		TopicName: names[0], Status: "一只猫\n两行", AIModelName: model, TagID: topics[0].TagList[0].TagID, PicIDs: []string{pic.PicID}, MediaID: media,
	}))

	page := must[*openimapi.CrowdStatuses](t)(c.Crowd.Timeline(t.Context(), openimapi.CrowdTimelineParams{TopicName: names[0]}))
	if len(page.Statuses) != 1 || page.Statuses[0].MID != posted.MID || page.Statuses[0].Text != "一只猫\n两行" || !slices.Equal(page.Statuses[0].Images, []string{pic.PicID}) {
		t.Errorf("the super topic has %+v", page.Statuses)
	}
	own := must[*openimapi.StatusList](t)(c.Weibo.UserStatus(t.Context(), openimapi.WeiboUserStatusParams{}))
	shown := must[*openimapi.Status](t)(c.Weibo.StatusShow(t.Context(), openimapi.WeiboStatusShowParams{URL: "https://m.weibo.cn/detail/" + posted.MID}))
	if len(own.Statuses) != 1 || own.Statuses[0].ID != shown.ID || shown.MID != posted.MID {
		t.Errorf("the account has %+v, and by its address it is %+v", own.Statuses, shown)
	}
	if v2 := must[*weiboapi.Status](t)(srv.Client().Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: shown.ID})); v2.Text != shown.Text {
		t.Errorf("version 2 has %q", v2.Text)
	}
	_, err := c.Crowd.Post(t.Context(), openimapi.CrowdPostParams{TopicName: names[0], Status: "一只猫\n两行", AIModelName: model})
	if !errors.Is(err, weibo.ErrDuplicate) {
		t.Errorf("the same text again: %v", err)
	}
}

func TestOpenIMComments(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	me, other := srv.OpenIM(), asOpenIM(t, srv, second)
	st := say(t, srv, srv.Token(first), "一只猫")
	comment := must[*openimapi.WriteResult](t)(other.Crowd.Comment(t.Context(), openimapi.CrowdCommentParams{ID: st.ID, Comment: "好可爱", AIModelName: model}))
	reply := must[*openimapi.WriteResult](t)(me.Crowd.CommentReply(t.Context(), openimapi.CrowdCommentReplyParams{
		ID: st.ID, CID: comment.CommentID, Comment: "谢谢", AIModelName: model,
	}))
	if !strings.HasPrefix(reply.Text, "回复@") || reply.CommentID <= comment.CommentID {
		t.Errorf("the reply is %+v to %+v", reply, comment)
	}
	must[*openimapi.WriteResult](t)(me.Crowd.LikeComment(t.Context(), openimapi.CrowdLikeCommentParams{CID: comment.CommentID}))
	must[*openimapi.WriteResult](t)(other.Crowd.LikePost(t.Context(), openimapi.CrowdLikePostParams{ID: st.ID}))

	tree := must[*openimapi.CommentTree](t)(me.Crowd.CommentTreeRootChild(t.Context(), openimapi.CrowdCommentTreeRootChildParams{ID: st.ID}))
	if len(tree.Comments) != 1 || len(tree.Comments[0].Comments) != 1 || tree.Comments[0].Comments[0].ID != reply.CommentID {
		t.Errorf("the tree is %+v", tree)
	}
	replies := must[*openimapi.CommentTree](t)(me.Crowd.CommentTreeChild(t.Context(), openimapi.CrowdCommentTreeChildParams{ID: comment.CommentID}))
	if len(replies.Comments) != 1 || replies.RootComment == nil || replies.RootComment.ID != comment.CommentID {
		t.Errorf("the replies are %+v", replies)
	}
	received := must[*openimapi.CommentList](t)(me.Crowd.CommentsToMe(t.Context(), openimapi.CrowdCommentsToMeParams{}))
	if len(received.Comments) != 1 || received.Comments[0].LikeCount != 1 || received.Comments[0].ReplyCount != 1 || received.Comments[0].Status.ID != st.ID {
		t.Errorf("received: %+v", received.Comments)
	}
	wrote := must[*openimapi.CommentList](t)(me.Crowd.CommentsByMe(t.Context(), openimapi.CrowdCommentsByMeParams{}))
	if len(wrote.Comments) != 1 || wrote.Comments[0].StatusID != st.ID || wrote.Comments[0].ReplyComment.ID != comment.CommentID {
		t.Errorf("written: %+v", wrote.Comments)
	}
	people := must[*openimapi.InteractiveComments](t)(me.Interactive.CommentsShow(t.Context(), openimapi.InteractiveCommentsShowParams{ID: str(st.ID)}))
	if people.Count != 2 || !people.Comments[1].User.FollowMe || !people.Comments[1].User.Following {
		t.Errorf("with relationship: %+v", people)
	}
	if all := must[*openimapi.InteractiveComments](t)(me.Interactive.CommentsToMe(t.Context(), openimapi.InteractiveCommentsToMeParams{})); all.Count != 1 {
		t.Errorf("to me with relationship: %+v", all)
	}
	if shown := must[*openimapi.Status](t)(me.Weibo.StatusShow(t.Context(), openimapi.WeiboStatusShowParams{ID: str(st.ID)})); shown.AttitudesCount != 1 {
		t.Errorf("the post has %d likes", shown.AttitudesCount)
	}
	_, err := me.Crowd.Comment(t.Context(), openimapi.CrowdCommentParams{ID: 1, Comment: "好可爱", AIModelName: model})
	var refused *weibo.Error
	if !errors.Is(err, weibo.ErrNotFound) || !errors.As(err, &refused) || refused.Code != openimapi.CodeBehind {
		t.Errorf("a comment on nothing: %v", err)
	}
}

func TestOpenIMReads(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	c := srv.OpenIM()
	st := say(t, srv, srv.Token(first), "一只晒太阳的猫")
	board := must[*openimapi.HotSearch](t)(c.Weibo.HotSearch(t.Context(), openimapi.WeiboHotSearchParams{Category: "科技榜", Count: 3}))
	if len(board.Data) != 3 || board.Data[2].ID != 3 || board.Data[0].Cat != "科技榜" || board.Source == "" || board.CallTime == "" {
		t.Errorf("the board is %+v", board)
	}
	_, err := weibotest.NewServer(t).OpenIM().Weibo.HotSearch(t.Context(), openimapi.WeiboHotSearchParams{Category: "v_openclaw"})
	if !errors.Is(err, weibo.ErrParam) || !strings.Contains(err.Error(), "acg榜") {
		t.Errorf("a board that is none: %v", err)
	}
	found := must[*openimapi.SearchAnswer](t)(c.WIS.SearchQuery(t.Context(), openimapi.WISSearchQueryParams{Query: "晒太阳"}))
	if !found.Completed || !strings.Contains(found.Msg, "mblogid="+str(st.ID)) || found.ReferenceNum != 1 {
		t.Errorf("the search found %+v", found)
	}
	if none := must[*openimapi.SearchAnswer](t)(c.WIS.SearchQuery(t.Context(), openimapi.WISSearchQueryParams{Query: "狗"})); !none.NoContent {
		t.Errorf("the search found %+v", none)
	}
	if figures := must[*openimapi.CreatorSummary](t)(c.Creator.Summary(t.Context(), openimapi.CreatorSummaryParams{})); len(figures.TopBlogs) == 0 {
		t.Errorf("the figures are %+v", figures)
	}
	if plans := must[*openimapi.IncentiveSummary](t)(c.AdIncentive.Summary(t.Context(), openimapi.AdIncentiveSummaryParams{})); len(plans.PlanRanks) == 0 {
		t.Errorf("the programmes are %+v", plans)
	}
	must[*openimapi.TopList](t)(c.Crowd.TopList(t.Context(), openimapi.CrowdTopListParams{TopicName: "赛博茶馆"}))
}

func TestOpenIMSendFile(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	sent := must[*openimapi.SentFile](t)(srv.OpenIM().DM.SendFile(t.Context(), openimapi.DMSendFileParams{FileName: "猫.pdf", File: openim.FileBytes([]byte("%PDF cat"))}))
	files := srv.OpenIMFiles()
	if sent.FID == 0 || sent.MessageID == "" || len(files) != 1 || files[0].Name != "猫.pdf" || string(files[0].Data) != "%PDF cat" || files[0].UID != first {
		t.Errorf("%+v came in as %+v", sent, files)
	}
}

// Pages of a super topic, however they are cut.
func TestOpenIMTimelinePages(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	c := srv.OpenIM()
	var want []string
	for i := range 25 {
		posted := must[*openimapi.WriteResult](t)(c.Crowd.Post(t.Context(), openimapi.CrowdPostParams{TopicName: "赛博茶馆", Status: "第" + str(int64(i)), AIModelName: model}))
		want = append(want, posted.MID)
	}
	slices.Reverse(want)
	for _, count := range []int{1, 7, 25, 200} {
		var got []string
		for st, err := range c.Crowd.TimelineAll(t.Context(), openimapi.CrowdTimelineParams{TopicName: "赛博茶馆", Count: count}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, st.MID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %d: %v, want %v", count, got, want)
		}
	}
}

// Tokens are those of open-im, in the query, and end.
func TestOpenIMTokens(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.OpenIMToken(first)
	names := func(token string) (code int) {
		var a struct {
			Code int             `json:"code"`
			Data json.RawMessage `json:"data"`
		}
		get(t, srv, "/open/crowd/topic_names", "token", token).into(&a)
		return a.Code
	}
	if code := names(token); code != 0 {
		t.Errorf("a fresh token gives %d", code)
	}
	if code := names(srv.Token(first)); code != openimapi.CodeTokenInvalid {
		t.Errorf("a token of version 2 gives %d", code)
	}
	if code := names(""); code != openimapi.CodeMissingParameter {
		t.Errorf("no token gives %d", code)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refused(21332)
	srv.Advance(7200 * time.Second)
	if code := names(token); code != openimapi.CodeTokenInvalid {
		t.Errorf("an old token gives %d", code)
	}
	fresh := must[*openimapi.Token](t)(srv.OpenIM().Auth.RefreshToken(t.Context(), openimapi.AuthRefreshTokenParams{Token: srv.OpenIMToken(second)}))
	if code := names(fresh.Token); code != 0 || fresh.UID != second || fresh.ExpireIn != 7200 {
		t.Errorf("a refreshed token %+v gives %d", fresh, code)
	}
	for _, r := range srv.Requests() {
		if _, ok := r.Params["token"]; ok {
			t.Errorf("the log has the token of %s", r.Path)
		}
	}
}

// What is wrong with a request has the codes of open-im.
func TestOpenIMRefusals(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	token := srv.OpenIMToken(first)
	long := strings.Repeat("猫", 141)
	for _, test := range []struct {
		name, path, body string
		code             int
	}{
		{"no such pair", "/open/auth/ws_token", `{"app_id":"1","app_secret":"x"}`, 40003},
		{"no app_id", "/open/auth/ws_token", `{"app_secret":"x"}`, 40001},
		{"no app_secret", "/open/auth/ws_token", `{"app_id":"1"}`, 40002},
		{"no JSON", "/open/auth/ws_token", `app_id=1`, 40005},
		{"no topic", "/open/crowd/post", `{"status":"x","ai_model_name":"kimi"}`, 40001},
		{"no text", "/open/crowd/post", `{"topic_name":"赛博茶馆","ai_model_name":"kimi"}`, 40002},
		{"no such topic", "/open/crowd/post", `{"topic_name":"猫","status":"x","ai_model_name":"kimi"}`, -1},
		{"no such board", "/open/crowd/post", `{"topic_name":"赛博茶馆","tag_id":"77","status":"x","ai_model_name":"kimi"}`, -1},
		{"a model that is none", "/open/crowd/post", `{"topic_name":"赛博茶馆","status":"x","ai_model_name":"me"}`, 40003},
		{"a model too long", "/open/crowd/post", `{"topic_name":"赛博茶馆","status":"x","ai_model_name":"kimi` + strings.Repeat("x", 64) + `"}`, 40003},
		{"no such picture", "/open/crowd/post", `{"topic_name":"赛博茶馆","status":"x","ai_model_name":"kimi","pic_ids":"a"}`, 40005},
		{"no such video", "/open/crowd/post", `{"topic_name":"赛博茶馆","status":"x","ai_model_name":"kimi","media_id":"7"}`, 40005},
		{"a comment too long", "/open/crowd/comment", `{"id":1,"comment":"` + long + `","ai_model_name":"kimi"}`, 40002},
		{"a flag that is none", "/open/crowd/comment", `{"id":1,"comment":"x","ai_model_name":"kimi","comment_ori":7}`, 40004},
		{"the same in a reply", "/open/crowd/comment/reply", `{"id":1,"cid":2,"comment":"x","ai_model_name":"kimi","comment_ori":7}`, 40006},
		{"another one", "/open/crowd/comment/reply", `{"id":1,"cid":2,"comment":"x","ai_model_name":"kimi","is_repost":7}`, 40007},
		{"a status that is not there", "/open/crowd/comment", `{"id":"1","comment":"x","ai_model_name":"kimi"}`, -1},
		{"no picture", "/open/pic/upload", ``, 40002},
		{"a picture that is none", "/open/pic/upload", `a text`, 40002},
		{"a chunk of nothing", "/open/video/upload", `x`, 40001},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := do(t, request(t, "POST", srv.URL+test.path+"?token="+token, "application/json", strings.NewReader(test.body)))
			var got struct {
				Code    int              `json:"code"`
				Message string           `json:"message"`
				Data    *json.RawMessage `json:"data"`
			}
			if err := json.Unmarshal(a.body, &got); err != nil || a.status != http.StatusOK || got.Code != test.code || got.Message == "" || got.Data != nil {
				t.Errorf("HTTP %d %s, want code %d", a.status, a.body, test.code)
			}
		})
	}
}

// Faults come in the form of open-im.
func TestOpenIMFaults(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.OpenIM(weibo.WithRetry(weibo.Retry{Attempts: 1}))
	for code, want := range map[int]error{
		42900: weibo.ErrRateLimited, 50001: weibo.ErrServer, 20019: weibo.ErrDuplicate, 40001: weibo.ErrParam, -1: nil,
	} {
		srv.Inject(weibotest.Fault{Operation: "open/crowd/topic_names", Code: code})
		_, err := c.Crowd.TopicNames(t.Context(), openimapi.CrowdTopicNamesParams{})
		var refused *weibo.Error
		if !errors.As(err, &refused) || refused.Code != code || want != nil && !errors.Is(err, want) {
			t.Errorf("code %d is the error %v", code, err)
		}
	}
}

// What agents did is there again after a restart.
func TestOpenIMData(t *testing.T) {
	dir := t.TempDir()
	var posted *openimapi.WriteResult
	t.Run("before", func(t *testing.T) {
		srv := weibotest.NewServer(t, weibotest.WithData(dir))
		posted = must[*openimapi.WriteResult](t)(srv.OpenIM().Crowd.Post(t.Context(), openimapi.CrowdPostParams{TopicName: "赛博茶馆", Status: "猫", AIModelName: model}))
		id := must[*openimapi.StatusList](t)(srv.OpenIM().Weibo.UserStatus(t.Context(), openimapi.WeiboUserStatusParams{})).Statuses[0].ID
		must[*openimapi.WriteResult](t)(srv.OpenIM().Crowd.LikePost(t.Context(), openimapi.CrowdLikePostParams{ID: id}))
	})
	t.Run("after", func(t *testing.T) {
		srv := weibotest.NewServer(t, weibotest.WithData(dir))
		page := must[*openimapi.CrowdStatuses](t)(srv.OpenIM().Crowd.Timeline(t.Context(), openimapi.CrowdTimelineParams{TopicName: "赛博茶馆"}))
		if len(page.Statuses) != 1 || page.Statuses[0].MID != posted.MID || page.Statuses[0].AttitudesCount != 1 {
			t.Errorf("the super topic has %+v", page.Statuses)
		}
	})
}

// The calls of a day are counted, comments and replies together, and there are as many the next day.
func TestOpenIMDailyLimits(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithBudgets(weibotest.Budgets{OpenIM: map[string]int{"open/crowd/comment": 2}}))
	c := srv.OpenIM()
	st := say(t, srv, srv.Token(first), "一只猫")
	comment := func(text string) error {
		_, err := c.Crowd.Comment(t.Context(), openimapi.CrowdCommentParams{ID: st.ID, Comment: text, AIModelName: model})
		return err
	}
	if err := comment("一"); err != nil {
		t.Fatal(err)
	}
	list := must[*openimapi.CommentList](t)(c.Crowd.CommentsByMe(t.Context(), openimapi.CrowdCommentsByMeParams{}))
	must[*openimapi.WriteResult](t)(c.Crowd.CommentReply(t.Context(), openimapi.CrowdCommentReplyParams{
		ID: st.ID, CID: list.Comments[0].ID, Comment: "二", AIModelName: model,
	}))
	var refused *weibo.Error
	if err := comment("三"); !errors.Is(err, weibo.ErrRateLimited) || !errors.As(err, &refused) || refused.Code != openimapi.CodeDailyLimit {
		t.Errorf("the third of two: %v", err)
	}
	srv.Advance(24 * time.Hour)
	if err := comment("三"); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// The pages show calls of open-im, without tokens.
func TestOpenIMOnPages(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.OpenIMToken(first)
	get(t, srv, "/open/crowd/topic_names", "token", token)
	for _, path := range []string{"/requests", "/faults", "/app", "/"} {
		a := get(t, srv, path)
		if a.status != http.StatusOK || bytes.Contains(a.body, []byte(token)) {
			t.Errorf("%s: HTTP %d, the token is in it: %t", path, a.status, bytes.Contains(a.body, []byte(token)))
		}
		if path == "/requests" && !bytes.Contains(a.body, []byte("open/crowd/topic_names")) {
			t.Error("the call is not in the log")
		}
	}
}
