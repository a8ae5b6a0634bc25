package weiboapi

import "strconv"

// A Sex is what a user gave as such.
type Sex string

// Sexes, as the member gender has them.
const (
	SexUnknown Sex = "n"
	SexMale    Sex = "m"
	SexFemale  Sex = "f"
)

// Sex returns what the member gender says, [SexUnknown] if that is missing or something else.
func (u *User) Sex() Sex {
	if u == nil || u.Gender != string(SexMale) && u.Gender != string(SexFemale) {
		return SexUnknown
	}
	return Sex(u.Gender)
}

// A Verification is what Weibo verified an account as. Other values than those with a name occur, such as 220, and what they
// mean is not on record.
type Verification int

// Verifications, from the page on the push of data.
const (
	NotVerified Verification = iota - 1
	VerifiedCelebrity
	VerifiedGovernment
	VerifiedEnterprise
	VerifiedMedia
	VerifiedCampus
	VerifiedWebsite
	VerifiedApplication
	VerifiedOrganisation
)

var verifications = [...]string{
	"not verified", "celebrity", "government", "enterprise", "media", "campus", "website", "application", "organisation",
}

// String returns a word for it, or its number.
func (v Verification) String() string {
	if i := int(v) + 1; 0 <= i && i < len(verifications) {
		return verifications[i]
	}
	return "verification " + strconv.Itoa(int(v))
}

// Verification returns what the member verified_type says. A user whose answer lacks it is [NotVerified], and not a
// celebrity, as the zero would have it; so VerifiedType 0 counts only together with Verified. Whether the account has been
// verified at all is for Verified to say: kinds beyond those with a name were seen without it.
func (u *User) Verification() Verification {
	if u == nil || u.VerifiedType == int(VerifiedCelebrity) && !u.Verified {
		return NotVerified
	}
	return Verification(u.VerifiedType)
}
