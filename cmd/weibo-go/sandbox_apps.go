package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A sandboxApp is an application in the file of --apps.
type sandboxApp struct {
	Key          string   `json:"app_key"`
	Secret       string   `json:"app_secret"`
	Name         string   `json:"name"`
	RedirectURL  string   `json:"redirect_url"`
	SafeDomains  []string `json:"safe_domains"`
	TokenSeconds int      `json:"token_seconds"`
	MobileSDK    bool     `json:"mobile_sdk"`
	Granted      []string `json:"granted"`
}

// readApps returns an option for each application in a file, a JSON array.
func readApps(path string) ([]weibotest.Option, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var apps []sandboxApp
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&apps); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%s: there is more than one JSON array", path)
	}
	var opts []weibotest.Option
	for i, a := range apps {
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("%s: application %d: %w", path, i+1, err)
		}
		opts = append(opts, weibotest.WithApp(a.app()))
	}
	return opts, nil
}

func (a sandboxApp) check() error {
	switch {
	case a.Key == "" || a.Secret == "":
		return errors.New("it needs app_key and app_secret")
	case a.TokenSeconds < 0:
		return errors.New("token_seconds is below 0")
	}
	return nil
}

func (a sandboxApp) app() weibotest.App {
	return weibotest.App{
		Key: a.Key, Secret: a.Secret, Name: a.Name, RedirectURL: a.RedirectURL, SafeDomains: a.SafeDomains,
		TokenLifetime: time.Duration(a.TokenSeconds) * time.Second, MobileSDK: a.MobileSDK, Granted: a.Granted,
	}
}
