package gateway_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

var opUsersShowBiz = &wire.Operation{Name: "users/show/biz", Method: "GET", Host: "c.api.weibo.com", Path: "/2/users/show/biz.json"}

// showUsers makes a call that reads.
func showUsers(ctx context.Context, c *weibo.Client, opts ...wire.Option) error {
	_, err := c.Commercial.UsersShowBatchOther(ctx, weiboapi.CommercialUsersShowBatchOtherParams{UIDs: []int64{1404376560, 1404376561}}, opts...)
	return err
}

func TestWhatIsSent(t *testing.T) {
	srv := record(t, result(`{"users":[{"id":1404376560,"screen_name":"a"}],"total_number":1}`))
	c := srv.client(t, weibo.WithRemoteIP("203.0.113.7"), weibo.WithAppKey("1234567890"), weibo.WithHeader("X-Weibo-Agent-Source", "tests"), weibo.WithUserAgent("tests"))
	users, err := c.Commercial.UsersShowBatchOther(t.Context(), weiboapi.CommercialUsersShowBatchOtherParams{UIDs: []int64{1404376560, 1404376561}})
	if err != nil {
		t.Fatal(err)
	}
	if len(users.Users) != 1 || users.Users[0].ID != 1404376560 || users.TotalNumber != 1 {
		t.Errorf("got %+v", users)
	}
	got := srv.one(t)
	if got.method != "POST" || got.path != "/cli/api/cli/invoke" || got.query != "" {
		t.Errorf("sent %s %s?%s", got.method, got.path, got.query)
	}
	sameJSON(t, got.body, `{"group":"users","action":"show_batch/other","args":{"uids":"1404376560,1404376561"}}`)
	for name, want := range map[string]string{
		"Authorization": "Bearer " + secret, "Content-Type": "application/json", "X-Weibo-Agent-Source": "tests",
		"User-Agent": "tests weibo-go/" + weibo.Version, "Api-Remoteip": "",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
}

func TestArguments(t *testing.T) {
	srv := record(t, result(`{}`))
	c := srv.client(t)
	for _, test := range []struct {
		call func(context.Context) error
		want string // the arguments
	}{
		{func(ctx context.Context) error { // rip, which the API requires, is left out
			_, err := c.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "一只\"猫\"\n<&>"})
			return err
		}, `{"status":"一只\"猫\"\n<&>"}`},
		{func(ctx context.Context) error { // type is required, and has a default
			_, err := c.Commercial.SearchStatusesLimited(ctx, weiboapi.CommercialSearchStatusesLimitedParams{Q: "猫", IDs: []int64{1, 2}})
			return err
		}, `{"q":"猫","ids":"1~2","type":1}`},
		{func(ctx context.Context) error { // beyond what every reader of JSON keeps
			_, err := c.Comments.Destroy(ctx, weiboapi.CommentsDestroyParams{CID: 1<<53 + 1})
			return err
		}, `{"cid":"9007199254740993"}`},
		{func(ctx context.Context) error { // in camel case
			_, err := c.Commercial.StatusesShowBatchBiz(ctx, weiboapi.CommercialStatusesShowBatchBizParams{IDs: []int64{5}, IsGetLongText: true})
			return err
		}, `{"ids":"5","isGetLongText":1}`},
		{func(ctx context.Context) error { // one of those that several can be sent of
			_, err := c.ShortURL.Expand(ctx, weiboapi.ShortURLExpandParams{URLShorts: []string{"http://t.cn/a"}})
			return err
		}, `{"url_short":"http://t.cn/a"}`},
		{func(ctx context.Context) error { // no method
			return c.Call(ctx, weibo.Request{Path: "attitudes/create", Method: "POST", Params: url.Values{"id": {"5"}, "attitude": {"heart"}}}, nil)
		}, `{"attitude":"heart","id":5}`},
		{func(ctx context.Context) error {
			return c.Invoke(ctx, "wbindex", "ranking/tvHot", struct {
				Date string `json:"date"`
			}{"20261121"}, nil)
		}, `{"date":"20261121"}`},
		{func(ctx context.Context) error { return c.Invoke(ctx, "new_group", "new-action", nil, nil) }, `{}`},
	} {
		srv.mu.Lock()
		srv.requests = nil
		srv.mu.Unlock()
		if err := test.call(t.Context()); err != nil {
			t.Errorf("%s: %v", test.want, err)
			continue
		}
		_, args, _ := strings.Cut(srv.one(t).body, `"args":`)
		sameJSON(t, strings.TrimSuffix(args, "}"), test.want)
	}
}

// TestNothingSent is about calls that are refused before they are sent.
func TestNothingSent(t *testing.T) {
	srv := record(t, result(`{}`))
	c := srv.client(t)
	v2, err := weibo.NewClient(weibo.WithToken("2.00EXAMPLEEXAMPLEEXAMPLE00"), weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		call func(context.Context) error
		want string
	}{
		"not fronted": {func(ctx context.Context) error {
			_, err := c.Statuses.HomeTimeline(ctx, weiboapi.StatusesHomeTimelineParams{})
			return err
		}, "weibo: statuses/home_timeline: the gateway does not have GET statuses/home_timeline; near it are statuses friends_timeline/biz (Commercial.StatusesFriendsTimelineBiz); version 2"},
		"not fronted, nothing near": {func(ctx context.Context) error {
			_, err := c.Favorites.List(ctx, weiboapi.FavoritesListParams{})
			return err
		}, "does not have GET favorites; version 2"},
		"signing in": {func(ctx context.Context) error {
			return c.Call(ctx, weibo.Request{Path: "/oauth2/get_token_info", Method: "POST"}, nil)
		}, "does not have POST oauth2/get_token_info"},
		"with another method": {func(ctx context.Context) error {
			return c.Call(ctx, weibo.Request{Path: "attitudes/create"}, nil)
		}, "does not have GET attitudes/create; near it are attitudes create"},
		"an unknown parameter": {func(ctx context.Context) error {
			_, err := c.Commercial.StatusesUserTimelineOther(ctx, weiboapi.CommercialStatusesUserTimelineOtherParams{UID: 5, TrimUser: true})
			return err
		}, "trim_user: the gateway does not have it for statuses/user_timeline/other, which takes uid, "},
		"an address": {func(ctx context.Context) error {
			_, err := c.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "a", RIP: "203.0.113.7"})
			return err
		}, "rip: the gateway does not have it"},
		"too many records": {func(ctx context.Context) error {
			_, err := c.Commercial.StatusesUserTimelineBiz(ctx, weiboapi.CommercialStatusesUserTimelineBizParams{Count: 26})
			return err
		}, "count: 26 is out of range: at most 25 through the gateway"},
		"several where one is known": {func(ctx context.Context) error {
			_, err := c.ShortURL.Expand(ctx, weiboapi.ShortURLExpandParams{URLShorts: []string{"a", "b"}})
			return err
		}, "url_short: the gateway takes one value"},
		"what only the gateway requires": {func(ctx context.Context) error {
			_, err := c.Statuses.Repost(ctx, weiboapi.StatusesRepostParams{ID: 5})
			return err
		}, "status: is required by the gateway"},
		"a document": {func(ctx context.Context) error {
			return c.Call(ctx, weibo.Request{Path: "statuses/update", Body: map[string]any{}}, nil)
		}, "body: the gateway takes no document"},
		"a picture": {func(ctx context.Context) error {
			_, err := c.Statuses.UploadPic(ctx, weiboapi.StatusesUploadPicParams{Pic: weibo.PictureBytes([]byte("\x89PNG\r\n\x1a\n"))})
			return err
		}, "how the gateway takes the picture of statuses/upload_pic is not known"},
		"a picture of another": {func(ctx context.Context) error {
			return c.Call(ctx, weibo.Request{Path: "statuses/update", Picture: weibo.PictureBytes(nil)}, nil)
		}, "pic: how the gateway takes pictures is not known"},
		"pictures": {func(ctx context.Context) error {
			_, err := c.PublishPictures(ctx, weiboapi.StatusesUploadURLTextParams{Status: "a"}, []*weibo.Picture{weibo.PictureFile("testdata/none.png")})
			return err
		}, "none.png"},
		"arguments that are no object": {func(ctx context.Context) error {
			return c.Invoke(ctx, "users", "show/biz", []int{1}, nil)
		}, "gateway: users/show/biz: args: is not an object"},
		"arguments that cannot be written": {func(ctx context.Context) error {
			return c.Invoke(ctx, "users", "show/biz", map[string]any{"a": func() {}}, nil)
		}, "unsupported type"},
		"a name that is none": {func(ctx context.Context) error {
			return c.Invoke(ctx, "users", "show?biz", nil, nil)
		}, `action: "show?biz" is no name`},
		"no name": {func(ctx context.Context) error {
			_, err := c.Command(ctx, "", "show")
			return err
		}, `action: "" is no name`},
		"a token of the API in a call": {func(ctx context.Context) error {
			return showUsers(ctx, c.Client, weibo.WithToken("2.00EXAMPLEEXAMPLEEXAMPLE00"))
		}, "a token of version 2 does not go through the gateway"},
		"a token of the API as one of the gateway": {func(ctx context.Context) error {
			return showUsers(ctx, v2, gateway.With(gateway.Token("2.00EXAMPLEEXAMPLEEXAMPLE00")))
		}, "the token seems to be an access token of version 2 of the API, not one of the gateway"},
		"a refresh token": {func(ctx context.Context) error {
			return showUsers(ctx, v2, gateway.With(gateway.Token("rt_EXAMPLE")))
		}, "the token seems to be a refresh token"},
		"no token": {func(ctx context.Context) error {
			return showUsers(ctx, v2, gateway.With(gateway.Token(" ")))
		}, "there is no access token"},
		"a token with control characters": {func(ctx context.Context) error {
			return showUsers(ctx, v2, gateway.With(gateway.Token("wb_a\nb")))
		}, "the access token has control characters"},
		"a source that fails": {func(ctx context.Context) error {
			return showUsers(ctx, v2, gateway.With(gateway.TokenFunc(func(context.Context) (gateway.Token, error) { return "", errors.New("no keychain") })))
		}, "no keychain"},
		"no source": {func(ctx context.Context) error { return showUsers(ctx, v2, gateway.With(nil)) }, "WithGateway: no gateway"},
		"by a client without the gateway": {func(ctx context.Context) error {
			other := gateway.Client{Client: v2}
			return errors.Join(other.Invoke(ctx, "users", "show/biz", nil, nil), second(other.Whoami(ctx)))
		}, "weibo: cli/whoami: gateway.With: is required"},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.call(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	if n := len(srv.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func second[T any](_ T, err error) error { return err }

func TestTypedErrors(t *testing.T) {
	srv := record(t, result(`{}`))
	c := srv.client(t)
	_, err := c.Users.Show(t.Context(), weiboapi.UsersShowParams{UID: 5})
	var missing *gateway.NotFrontedError
	if !errors.As(err, &missing) || missing.Operation != "users/show" || len(missing.Near) != 1 || missing.Near[0].Call != "Commercial.UsersShowBatchOther" {
		t.Errorf("got %#v", missing)
	}
	for lang, want := range map[string]string{"en": "Near it are: users show_batch/other (Commercial.UsersShowBatchOther). Call it through version 2", "zh-CN": "相近的能力：users show_batch/other"} {
		if hint := gateway.Hint(err, lang); !strings.Contains(hint, want) {
			t.Errorf("%s: %q", lang, hint)
		}
	}
	_, err = c.Statuses.UploadPic(t.Context(), weiboapi.StatusesUploadPicParams{Pic: weibo.PictureBytes(nil)})
	var picture *gateway.PictureError
	if !errors.As(err, &picture) || picture.Action.Path() != "statuses/upload_pic" || !strings.Contains(gateway.Hint(err, "en"), "official tool") || !strings.Contains(gateway.Hint(err, "zh"), "官方工具") {
		t.Errorf("got %v", err)
	}
	_, err = gateway.NewClient(gateway.Token("2.00EXAMPLEEXAMPLEEXAMPLE00"))
	var token *gateway.TokenError
	if !errors.As(err, &token) || !errors.Is(err, weibo.ErrUnauthorized) || !strings.Contains(gateway.Hint(err, "en"), "wb_") || !strings.Contains(gateway.Hint(err, "zh"), "wb_") {
		t.Errorf("got %v", err)
	}
	if gateway.Hint(errors.New("x"), "en") != "" {
		t.Error("any error has a hint")
	}
}

// TestTwoTokens is about clients that are given both kinds of tokens, in either order.
func TestTwoTokens(t *testing.T) {
	v2, through := weibo.WithToken("2.00EXAMPLEEXAMPLEEXAMPLE00"), gateway.With(gateway.Token(secret))
	for name, opts := range map[string][]weibo.Option{
		"first":  {v2, through},
		"second": {through, v2},
		"source": {through, weibo.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "2.00EXAMPLE"}))},
	} {
		if _, err := weibo.NewClient(opts...); err == nil || !strings.Contains(err.Error(), "a token of version 2 does not go through the gateway") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := gateway.NewClient(nil); err == nil {
		t.Error("a client without a source was made")
	}
	if _, err := weibo.NewClient(weibo.WithToken(secret)); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("a token of the gateway for the API: %v", err)
	}
}

// TestEachTokenItsWay makes calls both ways with one client.
func TestEachTokenItsWay(t *testing.T) {
	const token = "2.00EXAMPLEEXAMPLEEXAMPLE00"
	srv := record(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/cli/") {
			result(`{"users":[]}`)(w, r)
		} else {
			says(200, jsonType, `{"users":[]}`)(w, r)
		}
	})
	c, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	through := gateway.With(gateway.TokenFunc(func(context.Context) (gateway.Token, error) { return secret, nil }))
	if err := errors.Join(showUsers(t.Context(), c), showUsers(t.Context(), c, through), showUsers(t.Context(), c)); err != nil {
		t.Fatal(err)
	}
	for i, r := range srv.all() {
		want := "OAuth2 " + token
		if strings.HasPrefix(r.path, "/cli/") {
			want = "Bearer " + secret
		}
		if r.header.Get("Authorization") != want || (i == 1) != strings.HasPrefix(r.path, "/cli/") {
			t.Errorf("call %d to %s with %s", i, r.path, r.header.Get("Authorization"))
		}
	}
}

// TestRedirectsAreNotFollowed keeps the token from where an answer points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := record(t, result(`{}`))
	srv := record(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	c := srv.client(t)
	err := showUsers(t.Context(), c.Client)
	var e *weibo.Error
	if !errors.As(err, &e) || e.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("got %v", err)
	}
	if _, err := c.Whoami(t.Context()); err == nil {
		t.Error("a redirect was an answer")
	}
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("%d requests followed", n)
	}
}

// TestHost looks where requests go when nobody says otherwise.
func TestHost(t *testing.T) {
	c, err := gateway.NewClient(gateway.Token(secret))
	if err != nil {
		t.Fatal(err)
	}
	params := &weiboapi.CommercialUsersShowBizParams{}
	req, err := c.NewRequest(t.Context(), opUsersShowBiz, params)
	if err != nil {
		t.Fatal(err)
	}
	if req.URL.String() != gateway.BaseURL+"/cli/invoke" || req.Method != "POST" || req.Header.Get("Authorization") != "Bearer "+secret {
		t.Errorf("%s %s %v", req.Method, req.URL, req.Header)
	}
}

// TestTexts has texts for what the action wants to be numbers, as raw calls have them.
func TestTexts(t *testing.T) {
	for text, want := range map[string]string{"30.5": "30.5", "-7": "-7", "1e2": "1e2", "07": `"07"`, "": `""`, "a": `"a"`, "[]": `"[]"`, "0x1": `"0x1"`, "NaN": `"NaN"`} {
		srv := record(t, result(`{}`))
		c := srv.client(t)
		err := c.Call(t.Context(), weibo.Request{Path: "statuses/update", Method: "POST", Params: url.Values{"status": {"a"}, "lat": {text}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, srv.one(t).body, `{"group":"statuses","action":"update","args":{"status":"a","lat":`+want+`}}`)
	}
}
