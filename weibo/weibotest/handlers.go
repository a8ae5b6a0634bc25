package weibotest

// handlers are the calls that have state. All others answer with an example.
var handlers = map[string]handler{
	"oauth2/authorize":      (*call).authorize,
	"oauth2/access_token":   (*call).accessToken,
	"oauth2/get_token_info": (*call).tokenInfo,
	"oauth2/revokeoauth2":   (*call).revoke,

	"statuses/share":           (*call).share,
	"statuses/update":          (*call).update,
	"statuses/upload":          (*call).upload,
	"statuses/upload_pic":      (*call).uploadPic,
	"statuses/upload_url_text": (*call).uploadURLText,
	"statuses/repost":          (*call).repost,
	"statuses/destroy":         (*call).destroyStatus,
	"statuses/show":            (*call).showStatus,
	"statuses/count":           (*call).countStatuses,

	"statuses/home_timeline":    (*call).homeTimeline,
	"statuses/friends_timeline": (*call).homeTimeline,
	"statuses/user_timeline":    (*call).userTimeline,
	"statuses/public_timeline":  (*call).publicTimeline,

	"comments/create":  (*call).createComment,
	"comments/reply":   (*call).replyToComment,
	"comments/show":    (*call).showComments,
	"comments/destroy": (*call).destroyComment,

	"users/show":      (*call).showUser,
	"account/get_uid": (*call).getUID,

	"account/rate_limit_status": (*call).rateLimitStatus,
}
