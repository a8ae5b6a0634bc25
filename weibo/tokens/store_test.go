package tokens_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"golang.org/x/oauth2"
)

func TestStoreKeeps(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		ctx := t.Context()
		if tok, err := s.Load(ctx, "1"); tok != nil || !errors.Is(err, tokens.ErrNotFound) {
			t.Fatalf("at first: %v, %v", tok, err)
		}
		if err := s.Delete(ctx, "1"); err != nil {
			t.Fatalf("nothing to delete: %v", err)
		}
		one, two, next := token("2.00one", time.Hour), webToken("2.00two", -time.Hour), token("2.00next", 2*time.Hour)
		for name, tok := range map[string]*oauth2.Token{"1": one, "2": two} {
			if err := s.Save(ctx, name, tok); err != nil {
				t.Fatal(err)
			}
		}
		want := *one
		one.AccessToken = "changed after it was saved"
		if got, err := s.Load(ctx, "1"); err != nil || !same(got, &want) {
			t.Errorf("got %+v, %v", got, err)
		} else {
			got.AccessToken = "changed after it was loaded"
		}
		if got, err := s.Load(ctx, "1"); err != nil || !same(got, &want) {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := s.Save(ctx, "1", next); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Load(ctx, "1"); err != nil || !same(got, next) {
			t.Errorf("got %+v, %v", got, err)
		}
		if names, err := s.(interface {
			Names(context.Context) ([]string, error)
		}).Names(ctx); err != nil || !slices.Equal(names, []string{"1", "2"}) {
			t.Errorf("names %q, %v", names, err)
		}
		if err := s.Delete(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(ctx, "1"); !errors.Is(err, tokens.ErrNotFound) {
			t.Errorf("deleted: %v", err)
		}
		if got, err := s.Load(ctx, "2"); err != nil || !same(got, two) {
			t.Errorf("the other: %+v, %v", got, err)
		}
	})
}

func TestStoreUpdates(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		ctx, old, next := t.Context(), token("2.00old", time.Hour), token("2.00next", time.Hour)
		if _, err := s.Update(ctx, "1", nil); !errors.Is(err, tokens.ErrNotFound) {
			t.Errorf("without a token: %v", err)
		}
		if err := s.Save(ctx, "1", old); err != nil {
			t.Fatal(err)
		}
		failed := errors.New("failed")
		if _, err := s.Update(ctx, "1", func(*oauth2.Token) (*oauth2.Token, error) { return next, failed }); !errors.Is(err, failed) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Update(ctx, "1", func(*oauth2.Token) (*oauth2.Token, error) { return nil, nil }); err == nil {
			t.Error("no token was kept")
		}
		if got, err := s.Update(ctx, "1", func(tok *oauth2.Token) (*oauth2.Token, error) { return tok, nil }); err != nil || !same(got, old) {
			t.Errorf("got %v, %v", got, err)
		}
		got, err := s.Update(ctx, "1", func(tok *oauth2.Token) (*oauth2.Token, error) {
			if during, err := s.Load(ctx, "1"); err != nil || !same(during, old) || !same(tok, old) {
				t.Errorf("meanwhile %v, %v", during, err)
			}
			return next, nil
		})
		if err != nil || !same(got, next) {
			t.Errorf("got %v, %v", got, err)
		}
		if got, err := s.Load(ctx, "1"); err != nil || !same(got, next) {
			t.Errorf("kept %v, %v", got, err)
		}
	})
}

func TestStoreRefuses(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		for _, name := range []string{"", "\xe7", strings.Repeat("x", 1000), strings.Repeat("X", 100)} {
			if err := s.Save(t.Context(), name, token("2.00x", time.Hour)); err == nil {
				t.Errorf("saved as %q", name)
			}
		}
		for name, tok := range map[string]*oauth2.Token{"nil": nil, "empty": {}} {
			if err := s.Save(t.Context(), "1", tok); err == nil {
				t.Errorf("%s: saved", name)
			}
		}
	})
}

// TestUpdatesOfOneName adds letters to a token from many sides: none may be lost.
func TestUpdatesOfOneName(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		if err := s.Save(t.Context(), "1", token("2.00", time.Hour)); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				_, err := s.Update(t.Context(), "1", func(tok *oauth2.Token) (*oauth2.Token, error) {
					next := *tok
					next.AccessToken += "x"
					return &next, nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got, err := s.Load(t.Context(), "1"); err != nil || got.AccessToken != "2.00"+strings.Repeat("x", 10) {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

// TestUpdateHoldsUp keeps one name, which others wait for as long as they want to, and another name does not.
func TestUpdateHoldsUp(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		for _, name := range []string{"1", "2"} {
			if err := s.Save(t.Context(), name, token("2.00x", time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.Update(t.Context(), "1", func(tok *oauth2.Token) (*oauth2.Token, error) {
			soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			if err := s.Save(soon, "1", tok); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the same name: %v", err)
			}
			if err := s.Delete(soon, "1"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the same name: %v", err)
			}
			if err := s.Save(t.Context(), "2", tok); err != nil {
				t.Errorf("another name: %v", err)
			}
			return tok, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// No token is in what prints a store.
func TestPrintedStores(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		if err := s.Save(t.Context(), "1", token("PLANTED", time.Hour)); err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf("%v %+v %#v %s", s, s, s, s); strings.Contains(text, "PLANTED") {
			t.Error(text)
		}
	})
}
