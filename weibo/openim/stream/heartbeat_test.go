package stream_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

func TestHeartbeat(t *testing.T) {
	for name, tt := range map[string]struct {
		pong  streamtest.Pong
		lives bool
	}{
		"bare text":     {streamtest.PongText, true},
		"JSON":          {streamtest.PongJSON, true},
		"control frame": {streamtest.PongControl, true},
		"never":         {streamtest.PongNone, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := newVirtual(t)
				peer := v.Account(uid)
				peer.SetRules(streamtest.Rules{Pong: tt.pong})
				var broke problems
				var at []time.Duration
				start := time.Now()
				s := v.open(t, stream.Config{Problem: func(err error) {
					broke.add(err)
					at = append(at, time.Since(start))
				}})
				if err := s.Ready(t.Context()); err != nil {
					t.Fatal(err)
				}
				if tt.lives {
					time.Sleep(10*time.Minute + time.Second)
					synctest.Wait()
					if all := broke.all(); len(all) != 0 {
						t.Errorf("the connection broke: %v", all)
					}
					if frames, n := peer.Frames(); n != 20 || frames[19].Type != "ping" || frames[19].Problem != "" {
						t.Errorf("%d frames in 10 minutes, want 20 pings", n)
					}
					return
				}
				time.Sleep(40*time.Second + time.Millisecond)
				synctest.Wait()
				all := broke.all()
				var broken *stream.BreakError
				if len(all) != 1 || !errors.Is(all[0], stream.ErrNoPong) || !errors.As(all[0], &broken) || broken.Connection != 1 {
					t.Fatalf("got %v, want one break of connection 1 without a pong", all)
				}
				if at[0] != 40*time.Second {
					t.Errorf("the connection broke after %v, want 40 s", at[0])
				}
				peer.SetRules(streamtest.Rules{})
				time.Sleep(10 * time.Minute)
				peer.Send(streamtest.Message{From: owner, Text: "还在吗"})
				if m := receive(t, s); m.Text != "还在吗" || m.Connection != 2 {
					t.Errorf("got %q by connection %d", m.Text, m.Connection)
				}
			})
		})
	}
}

// TestBackoff wants waits that are random below a bound, which doubles up to a limit, and no end of attempts.
func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t)
		v.down.Store(true)
		var broke problems
		s := v.open(t, stream.Config{Problem: broke.add})
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		v.down.Store(false)
		if err := s.Ready(within(t)); err != nil {
			t.Fatal(err)
		}
		all := broke.all()
		if len(all) < 180 || len(all) != int(v.tries.Load())-1 {
			t.Errorf("%d breaks and %d attempts in three hours", len(all), v.tries.Load())
		}
		bound, above := time.Second, 0
		for i, err := range all {
			var broken *stream.BreakError
			if !errors.As(err, &broken) || !errors.Is(err, errDown) || broken.Connection != 0 {
				t.Fatalf("attempt %d: got %v", i, err)
			}
			if broken.Wait < 0 || broken.Wait > bound {
				t.Errorf("attempt %d: waits %v, more than %v", i, broken.Wait, bound)
			}
			if broken.Wait > bound/2 {
				above++
			}
			bound = min(2*bound, time.Minute)
		}
		if above < len(all)/4 || above > len(all)*3/4 {
			t.Errorf("%d of %d waits are in the upper half: not random over all of it", above, len(all))
		}
	})
}

// TestBackoffStartsAgain wants the first bound again after a connection that was good, and not after one that was not.
func TestBackoffStartsAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		good bool
		want func(time.Duration) bool
	}{
		"good": {true, func(longest time.Duration) bool { return longest <= time.Second }},
		"bad":  {false, func(longest time.Duration) bool { return longest > 10*time.Second }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := newVirtual(t)
				peer := v.Account(uid)
				var longest time.Duration
				s := v.open(t, stream.Config{SendOnly: true, Problem: func(err error) {
					var broken *stream.BreakError
					if errors.As(err, &broken) {
						longest = max(longest, broken.Wait)
					}
				}})
				for n := 1; n <= 40; n++ {
					if err := peer.AwaitConnection(t.Context(), n); err != nil {
						t.Fatal(err)
					}
					if tt.good {
						peer.Send(streamtest.Message{From: owner, Text: "你好"})
						synctest.Wait()
					}
					peer.Kill(streamtest.Kill{})
				}
				s.Close()
				if !tt.want(longest) {
					t.Errorf("the longest wait was %v", longest)
				}
			})
		})
	}
}

// TestSlowProgram lets a program take no messages for a long time: nothing is read any more, nothing is lost, and the
// connection lives.
func TestSlowProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t)
		peer := v.Account(uid)
		var broke problems
		s := v.open(t, stream.Config{Queue: 3, Problem: broke.add})
		want := texts(0, 100)
		for _, text := range want {
			peer.Send(streamtest.Message{From: owner, Text: text})
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		for i, text := range want {
			if m := receive(t, s); m.Text != text || m.Connection != 1 {
				t.Fatalf("message %d is %q by connection %d", i, m.Text, m.Connection)
			}
		}
		if all := broke.all(); len(all) != 0 {
			t.Errorf("problems: %v", all)
		}
		if _, pings := peer.Frames(); pings < 100 {
			t.Errorf("%d pings in an hour", pings)
		}
	})
}
