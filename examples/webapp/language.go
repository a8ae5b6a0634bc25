package main

import (
	"net/http"
	"strings"
)

// The languages of the site.
const (
	english = "en"
	chinese = "zh-CN"
)

// words are the same in both.
type words struct{ en, zh string }

func (w words) in(lang string) string {
	if lang == chinese {
		return w.zh
	}
	return w.en
}

// languageName names both the parameter by which a user chooses a language and the cookie that remembers it.
const languageName = "lang"

// language returns the language that a page is wanted in: what the user chose, or what the browser names first.
func language(r *http.Request) string {
	if lang := known(r.URL.Query().Get(languageName)); lang != "" {
		return lang
	}
	if c, err := r.Cookie(languageName); err == nil && known(c.Value) != "" {
		return known(c.Value)
	}
	for tag := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		if lang := known(tag); lang != "" {
			return lang
		}
	}
	return english
}

// known returns the language of a tag such as zh-TW;q=0.8, or nothing if it is none of ours.
func known(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	primary, _, _ = strings.Cut(primary, ";")
	switch primary {
	case "en":
		return english
	case "zh":
		return chinese
	}
	return ""
}

// rememberLanguage keeps what a user chose, for a year.
func (s *site) rememberLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lang := known(r.URL.Query().Get(languageName)); lang != "" {
			http.SetCookie(w, &http.Cookie{
				Name:     languageName,
				Value:    lang,
				Path:     "/",
				MaxAge:   365 * 24 * 60 * 60,
				Secure:   s.sessions.secure,
				HttpOnly: true,
				SameSite: http.SameSiteLaxMode,
			})
		}
		next.ServeHTTP(w, r)
	})
}
