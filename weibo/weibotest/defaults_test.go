package weibotest_test

import (
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestDefaultCredentials are of the first account of every sandbox.
func TestDefaultCredentials(t *testing.T) {
	srv := weibotest.NewServer(t)
	first := srv.Users()[0].UID
	if pair := srv.OpenIMCredentials(first); pair != (weibotest.OpenIMCredentials{AppID: weibotest.DefaultOpenIMAppID, AppSecret: weibotest.DefaultOpenIMAppSecret}) {
		t.Errorf("the pair is %v", pair)
	}
	client, err := gateway.NewClient(weibotest.DefaultGatewayToken, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	call := func() (*weiboapi.User, error) {
		return client.Commercial.UsersShowBiz(t.Context(), weiboapi.CommercialUsersShowBizParams{})
	}
	if me, err := call(); err != nil || me.ID != first {
		t.Errorf("the gateway answers with %v, %v", me, err)
	}
	srv.GatewayToken(weibotest.GatewayAccount{UID: 1404376561}) // changes nothing
	srv.Reset()
	if me, err := call(); err != nil || me.ID != first {
		t.Errorf("after a reset the gateway answers with %v, %v", me, err)
	}
	srv.RevokeGatewayToken(weibotest.DefaultGatewayToken)
	if _, err := call(); err == nil {
		t.Error("it is revoked, and good")
	}
}
