package weibotest

import (
	"log/slog"
	"time"
)

// What the application of every sandbox is called, and its credentials. Unless [Strict] is given, any others do as well.
const (
	DefaultAppName   = "微博沙箱"
	DefaultAppKey    = "1234567890"
	DefaultAppSecret = "EXAMPLESECRETEXAMPLESECRETEXAMPL"
)

// An App is an application as the console of Weibo knows it.
type App struct {
	Key    string
	Secret string
	Name   string // stands in the source of what it publishes
	// RedirectURL is the only one that [Strict] lets the application use. If it is empty, any will do.
	RedirectURL string
	// SafeDomains are those that links of statuses/share may lead to, with all that is below them.
	SafeDomains []string
	// TokenLifetime is how long its tokens work. On record are a day for an application that is not reviewed, 30 days for a
	// reviewed one, and five years for a token of its own developer. The default is five years, and a day with [Strict].
	TokenLifetime time.Duration
	// MobileSDK tells that the application uses the official mobile SDKs. Such an application gets a refresh token, which
	// works for 30 days; no other one does.
	MobileSDK bool
	// Granted are the calls that [Strict] lets it make beyond those that are open to every application, such as
	// "statuses/update". "*" grants all.
	Granted []string
}

var defaultApp = App{
	Key:         DefaultAppKey,
	Secret:      DefaultAppSecret,
	Name:        DefaultAppName,
	SafeDomains: []string{"example.com", "localhost", "127.0.0.1"},
}

// An Option changes how a sandbox behaves.
type Option func(*settings)

type settings struct {
	strict bool
	clock  func() time.Time
	log    *slog.Logger
	apps   []App
	limits Budgets

	gateway GatewayRules

	checked bool
	observe func(Request) // nil, or called for every call
	world   *world        // nil for one without a life of its own
	dir     string        // for the data, empty if it is not kept

	operations func() table
}

// Strict makes the sandbox as narrow as Weibo is to a new application:
//
//   - parameters that the description does not have are refused, with 10008;
//   - the address of the user (rip) is required where Weibo requires it;
//   - a count above the maximum is refused, instead of lowered;
//   - the app key and secret must be those of a known application, see [WithApp];
//   - statuses/share wants a link under a safe domain of the application, no link elsewhere, and no #topic#;
//   - calls that need a permission, and those that write and have left the newest index, give 10014 unless the application was
//     granted them ([App]);
//   - calls that are about the caller alone nowadays, such as statuses/user_timeline, give 21335 for another user;
//   - a user has 150 calls an hour in an application, of which 30 may publish, and an address 15,000, see [WithBudgets];
//   - tokens last a day;
//   - a call with a token that was withdrawn gives 21321, and not 21332.
func Strict() Option {
	return func(s *settings) {
		s.strict = true
		s.limits = newcomer
	}
}

// WithBudgets limits the calls. Without it only [Strict] does. After Strict it takes the place of its budgets.
func WithBudgets(b Budgets) Option { return func(s *settings) { s.limits = b } }

// Checked makes the test that [NewServer] was given fail for every request that is not as the description has it: parameters that it
// does not have, and all that is refused because it is missing or wrong, or that was put right silently.
func Checked() Option { return func(s *settings) { s.checked = true } }

// WithClock sets what the sandbox takes the time from. All dates and lifetimes follow it. See also
// [Sandbox.Advance].
func WithClock(now func() time.Time) Option { return func(s *settings) { s.clock = now } }

// WithLog writes a line about every call to log.
func WithLog(log *slog.Logger) Option { return func(s *settings) { s.log = log } }

// WithApp adds an application to the default one. With the key of the default one it takes its place.
func WithApp(app App) Option { return func(s *settings) { s.apps = append(s.apps, app) } }

// WithSeed fills the sandbox with a world: accounts with Chinese and English names, who follow each other and post, repost, comment,
// mention each other, tag themselves and keep favourites. Some statuses are long, have pictures or a place, are for their authors
// alone, or were deleted. The same number always makes the same world, ids and dates included, which lie in 2025. The four accounts
// of every sandbox live in it, too.
//
// A world has as many statuses as [WithStatuses] says.
func WithSeed(seed uint64) Option { return func(s *settings) { s.living().Seed = seed } }

// WithStatuses says how many statuses the world has, and fills the sandbox as [WithSeed] with 1 does if that is not given. The
// default is 300, and the most that [Open] takes a million.
func WithStatuses(n int) Option { return func(s *settings) { s.living().Statuses = n } }

// living returns the world of the sandbox, which from now on has one.
func (s *settings) living() *world {
	if s.world == nil {
		s.world = &world{Seed: 1, Statuses: 300}
	}
	return s.world
}

// WithData keeps all that calls change in a directory, which is made if need be: whatever was answered is there again after the
// program ended, in whatever way. Authorization codes and the request log are not kept. A directory goes on with the world that it
// was made with, whatever [WithSeed] and [WithStatuses] say later. It is for one sandbox at a time. See [Open] for the errors, and
// [Sandbox.Close].
func WithData(dir string) Option { return func(s *settings) { s.dir = dir } }
