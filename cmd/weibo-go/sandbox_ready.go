package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A readyFile tells a program that started the sandbox that it answers, and all that is needed to call it.
type readyFile struct {
	URL       string      `json:"url"`
	PID       int         `json:"pid"`
	AppKey    string      `json:"app_key"`
	AppSecret string      `json:"app_secret"`
	Users     []readyUser `json:"users"`

	GatewayToken string `json:"gateway_token"` // of the first user
}

type readyUser struct {
	UID         int64  `json:"uid"`
	ScreenName  string `json:"screen_name"`
	AccessToken string `json:"access_token"`

	OpenIMAppID     string `json:"openim_app_id"`
	OpenIMAppSecret string `json:"openim_app_secret"`
}

func newReadyFile(sandbox *weibotest.Sandbox, base string) readyFile {
	r := readyFile{
		URL: base, PID: os.Getpid(), AppKey: weibotest.DefaultAppKey, AppSecret: weibotest.DefaultAppSecret,
		GatewayToken: string(weibotest.DefaultGatewayToken),
	}
	for _, u := range someUsers(sandbox) {
		pair := sandbox.OpenIMCredentials(u.UID)
		r.Users = append(r.Users, readyUser{u.UID, u.ScreenName, sandbox.Token(u.UID), pair.AppID, pair.AppSecret})
	}
	return r
}

// write puts the file in place in one step, so that nobody finds half of it.
func (r readyFile) write(path string) error {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(append(content, '\n'))
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
