package weibotest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/oauth2"
)

// TestPlainOAuth2 shows why package weibo does more than configure x/oauth2, which cannot sign in to Weibo: it takes the token,
// JSON that calls itself plain text, for a query. Left to find out how to send the secret, it sends the code twice as well.
func TestPlainOAuth2(t *testing.T) {
	for _, tt := range []struct {
		name  string
		style oauth2.AuthStyle
		says  string
		codes []int // what the sandbox answered
	}{
		{"in the form", oauth2.AuthStyleInParams, "server response missing access_token", []int{0}},
		{"found out", oauth2.AuthStyleAutoDetect, "server response missing access_token", []int{21323, 0}},
		{"in the header", oauth2.AuthStyleInHeader, "21323", []int{21323}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			config := oauth2.Config{
				ClientID:     weibotest.DefaultAppKey,
				ClientSecret: weibotest.DefaultAppSecret,
				RedirectURL:  callback,
				Endpoint: oauth2.Endpoint{
					AuthURL:   srv.URL + "/oauth2/authorize",
					TokenURL:  srv.URL + "/oauth2/access_token",
					AuthStyle: tt.style,
				},
			}
			code := decide(t, srv, "approve", "client_id", weibotest.DefaultAppKey).Get("code")
			tok, err := config.Exchange(t.Context(), code)
			if err == nil {
				t.Fatalf("it signed in: %v; Weibo would not let it", tok.Extra("uid"))
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("it failed otherwise: %v", err)
			}
			var codes []int
			for _, r := range srv.Requests() {
				if r.Operation == "oauth2/access_token" {
					codes = append(codes, r.Code)
				}
			}
			if !slices.Equal(codes, tt.codes) {
				t.Errorf("the sandbox answered %v, want %v", codes, tt.codes)
			}
		})
	}
}
