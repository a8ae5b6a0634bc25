package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// A profile is what is kept about an account beside its token: the application that it is signed in to, where Weibo is and by what
// way, and the credentials of the other ways.
type profile struct {
	AppKey      string `json:"app_key,omitzero"`
	AppSecret   string `json:"app_secret,omitzero"`
	RedirectURL string `json:"redirect_url,omitzero"`
	BaseURL     string `json:"base_url,omitzero"`

	Via             string `json:"via,omitzero"` // empty is viaAPI
	GatewayToken    string `json:"gateway_token,omitzero"`
	OpenIMAppID     string `json:"openim_app_id,omitzero"`
	OpenIMAppSecret string `json:"openim_app_secret,omitzero"`
}

// Format keeps the app secret out of whatever prints a profile.
func (p profile) Format(f fmt.State, _ rune) { io.WriteString(f, "profile of app "+p.AppKey) }

// profileName matches the names of profiles. They are names of files, also where those do not tell capitals apart.
var profileName = regexp.MustCompile(`^[a-z0-9_-]{1,64}$`)

// configDir is where the command keeps its files.
func configDir(ctx context.Context) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &problem{
			what:   tr(ctx, "there is no place to keep profiles and tokens: %v", err),
			advice: tr(ctx, "Set HOME, or on Windows AppData, to a directory of yours."),
			err:    err,
		}
	}
	return filepath.Join(dir, "weibo-go"), nil
}

// loadProfile reads a profile, which is empty if there is no file. A file that cannot be understood stays as it is.
func loadProfile(ctx context.Context, path string) (profile, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return profile{}, nil
	}
	if err != nil {
		return profile{}, err
	}
	p, err := parseProfile(ctx, text)
	if err != nil {
		return profile{}, &problem{
			what:   tr(ctx, "the profile cannot be read: %s: %v", path, err),
			advice: tr(ctx, "Mend the file or move it away. Nothing was changed in it."),
			err:    err,
		}
	}
	return p, nil
}

// parseProfile reads JSON, strictly: a member that is misspelt would be lost when the profile is written anew. Its errors
// hold no value of the file.
func parseProfile(ctx context.Context, text []byte) (profile, error) {
	var p profile
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which editors on Windows put there
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(&p)
	if _, more := d.Token(); err == nil && !errors.Is(more, io.EOF) {
		err = errors.New(tr(ctx, "there is something behind the object"))
	}
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return profile{}, errors.New(tr(ctx, "it must be an object"))
	case errors.As(err, &kind):
		return profile{}, errors.New(tr(ctx, "line %d: %s must be a text in quotes", lineAt(text, kind.Offset), kind.Field))
	case errors.As(err, &syntax):
		return profile{}, errors.New(tr(ctx, "line %d: %v", lineAt(text, syntax.Offset), err))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return profile{}, errors.New(tr(ctx, "it breaks off"))
	case err != nil:
		return profile{}, err
	case p.Via != "" && p.Via != viaAPI && p.Via != viaGateway:
		return profile{}, errors.New(tr(ctx, "via must be api or gateway"))
	}
	return p, nil
}

func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
}

// save replaces the file of a profile as a whole, for the user alone.
func (p profile) save(path string) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".profile-*") // which nobody else may read
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = cmp.Or(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
