package tokens

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"golang.org/x/oauth2"
)

// Memory keeps tokens as long as the program runs. The zero value is empty and ready. It must not be copied once in use.
type Memory struct {
	mu     sync.Mutex
	tokens map[string]oauth2.Token
	locks  map[string]chan struct{} // held by whoever changes a name
}

var _ Store = (*Memory)(nil)

// Load returns the token under a name.
func (m *Memory) Load(_ context.Context, name string) (*oauth2.Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	tok, ok := m.tokens[name]
	if !ok {
		return nil, ErrNotFound
	}
	return &tok, nil
}

// Save keeps a token under a name.
func (m *Memory) Save(ctx context.Context, name string, tok *oauth2.Token) error {
	if err := check(name, tok); err != nil {
		return err
	}
	unlock, err := m.lock(ctx, name)
	if err != nil {
		return err
	}
	defer unlock()
	m.set(name, tok)
	return nil
}

// Delete forgets the token under a name.
func (m *Memory) Delete(ctx context.Context, name string) error {
	unlock, err := m.lock(ctx, name)
	if err != nil {
		return err
	}
	defer unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.tokens, name)
	return nil
}

// Update changes the token under a name.
func (m *Memory) Update(ctx context.Context, name string, change func(*oauth2.Token) (*oauth2.Token, error)) (*oauth2.Token, error) {
	unlock, err := m.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return update(ctx, m.Load, name, change, func(tok *oauth2.Token) error {
		m.set(name, tok)
		return nil
	})
}

// Names returns the names under which there are tokens, sorted.
func (m *Memory) Names(context.Context) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.tokens)), nil
}

func (m *Memory) set(name string, tok *oauth2.Token) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tokens == nil {
		m.tokens = map[string]oauth2.Token{}
	}
	m.tokens[name] = *tok
}

// lock waits until nobody else changes a name.
func (m *Memory) lock(ctx context.Context, name string) (unlock func(), err error) {
	m.mu.Lock()
	if m.locks == nil {
		m.locks = map[string]chan struct{}{}
	}
	if m.locks[name] == nil {
		m.locks[name] = make(chan struct{}, 1)
	}
	l := m.locks[name]
	m.mu.Unlock()
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Format keeps the tokens out of whatever prints a Memory.
func (m *Memory) Format(f fmt.State, _ rune) { io.WriteString(f, "tokens.Memory") }
