package main

// inChinese has what the command says, by the English words that stand where it is said.
var inChinese = map[string]string{
	// The help of the command itself.
	"Sina Weibo on the command line": "新浪微博命令行工具",
	"Try it without an account: the demo signs in, posts a picture and reads it back,\n" +
		"on a local Weibo. The sandbox is that local Weibo, for programs of your own.\n\n" +
		"It speaks Chinese or English, as LC_ALL, LC_MESSAGES or LANG says. The exit status\n" +
		"is 0 if all went well, 1 if something failed, 2 if the command line is wrong, 4 if\n" +
		"you have to sign in first, and 130 after Ctrl-C.": "没有账号也可以试用：demo 在本地微博上登录、发布图片并读回；\n" +
		"sandbox 就是这个本地微博，供您自己的程序使用。\n\n" +
		"界面语言（中文或英文）由 LC_ALL、LC_MESSAGES 或 LANG 决定。退出状态：0 成功，\n" +
		"1 失败，2 命令行有误，4 需要先登录，130 按 Ctrl-C 中断。",

	"show this help":             "显示本帮助",
	"show the version":           "显示版本",
	"show the help of a command": "显示某个命令的帮助",

	// completion
	"write a completion script: bash, zsh, fish or pwsh": "输出补全脚本：bash、zsh、fish 或 pwsh",
	"write the script for this shell":                    "输出用于该 shell 的脚本",
	completionHelp: `bash，写入 ~/.bashrc：
  source <(weibo-go completion bash)
zsh，写入 ~/.zshrc：
  source <(weibo-go completion zsh)
fish：
  weibo-go completion fish > ~/.config/fish/completions/weibo-go.fish
PowerShell，在配置文件中运行生成的脚本：
  weibo-go completion pwsh > weibo-go.ps1`,

	// A command line that cannot be understood.
	"; did you mean %s?":     "；您是否想用 %s？",
	"See %s --help.":         "参见 %s --help。",
	"%s needs a value":       "%s 需要一个值",
	"%s cannot be %s":        "%s 不能是 %s",
	"unknown flag %s":        "没有选项 %s",
	"unknown command %q":     "没有命令 %q",
	"unexpected argument %q": "多余的参数 %q",

	// demo
	"sign in, post a picture and read it back, on a local Weibo": "在本地微博上登录、发布图片并读回",
	"Starts a sandbox and does with it, over HTTP, what an application does with\n" +
		"Weibo: walks the OAuth2 code flow, publishes a text and a picture, comments, and\n" +
		"reads all of it back. If anything comes back other than it was sent, the exit\n" +
		"status is 1. Neither an account nor a network is needed.": "启动一个沙箱，并通过 HTTP 做应用对微博所做的事：走完 OAuth2 授权码流程，\n" +
		"发布文字和图片，评论，再全部读回。读回的内容与发送的不一致时退出状态为 1。\n" +
		"不需要账号，也不需要网络。",
	"publish the picture in `FILE`: JPEG, GIF or PNG, below 5 MB": "发布文件 `FILE` 中的图片：JPEG、GIF 或 PNG，小于 5 MB",
	"hold the sandbox open until Ctrl-C":                          "沙箱保持运行，直到按 Ctrl-C",
	"listen at `HOST:PORT`, 0 for a free port":                    "监听 `HOST:PORT`，端口 0 表示任选空闲端口",

	"Open the page that asks the user":  "打开授权页",
	"Agree":                             "同意授权",
	"Exchange the code for a token":     "用授权码换取令牌",
	"Publish a text":                    "发布文字",
	"Publish a picture":                 "发布图片",
	"Comment on the picture":            "评论图片",
	"Read the user's timeline":          "读取用户的微博",
	"Read the comments":                 "读取评论",
	"Download the picture":              "下载图片",
	"app key %s and a random state":     "App Key %s 和随机的 state",
	"%s with a form":                    "%s，其中有表单",
	"%s with a code and the same state": "%s，带有授权码和同一个 state",
	"the code and the app secret":       "授权码和 App Secret",
	"JSON as %s: token %s for user %d":  "以 %s 返回的 JSON：令牌 %s，用户 %d",
	"status %d":                         "微博 %d",
	"%s and %s of %d bytes":             "%s 和 %s（%d 字节）",
	"comment %d":                        "评论 %d",
	"user %d":                           "用户 %d",
	"both statuses, with their texts and 1 comment on the picture":                         "两条微博，正文相同，图片有 1 条评论",
	"the comment, with its text":                                                           "该评论，内容相同",
	"%s, %d bytes, with the SHA-256 of what was sent:\n      %x":                           "%s，%d 字节，SHA-256 与发送的相同：\n      %x",
	"All came back as it was sent. To look at:\n  the user     %s/u/%d\n  the picture  %s": "读回的内容与发送的完全一致。可以查看：\n  用户  %s/u/%d\n  图片  %s",
	"The sandbox ends here. With --keep it stays open.":                                    "沙箱到此结束。使用 --keep 可以保持运行。",
	"The sandbox stays open until Ctrl-C.":                                                 "沙箱保持运行，直到按 Ctrl-C。",

	// sandbox
	"A local Weibo is running at %s":         "本地微博运行于 %s",
	"Account":                                "账号",
	"Access token":                           "访问令牌",
	"Name":                                   "昵称",
	"Try it:":                                "试一试：",
	"Sign in from another terminal with: %s": "在另一个终端登录：%s",
	"Go programs pass weibo.WithBaseURL(%q).":                                                              "Go 程序使用 weibo.WithBaseURL(%q)。",
	"A browser shows at the same address what was posted. Ctrl-C ends the sandbox.":                        "用浏览器打开同一地址可以看到发布的内容。按 Ctrl-C 结束沙箱。",
	"other machines can connect, and the credentials are no secret":                                        "其他机器可以连接，而这些凭据并不保密",
	"%s is open to other machines":                                                                         "其他机器可以访问 %s",
	"Take an address of this machine alone, such as 127.0.0.1:0; weibo-go sandbox --public allows others.": "请使用只有本机可以访问的地址，例如 127.0.0.1:0；weibo-go sandbox --public 允许其他地址。",
	"--addr takes another address, with port 0 for a free one.":                                            "可以用 --addr 指定其他地址，端口 0 表示任选空闲端口。",
	"run a local Weibo to develop against":                                                                 "运行一个供开发使用的本地微博",
	"Serves the API, the sign-in page and the pictures of a Weibo with people who do\n" +
		"not exist. Programs in any language can use it instead of api.weibo.com. It\n" +
		"prints the credentials that it takes, then a line for every request. What was\n" +
		"posted is forgotten when it ends, unless --data keeps it.": "提供一个微博的接口、登录页和图片，其中的人物都是虚构的。\n" +
		"任何语言的程序都可以用它代替 api.weibo.com。先打印可用的凭据，\n" +
		"然后每个请求打印一行。结束时内容全部丢弃，除非用 --data 保存。",
	"fill it with the world number `N`":                                "用第 `N` 号世界填充",
	"put `N` statuses into the world, at most a million":               "世界中放入 `N` 条微博，最多一百万条",
	"keep all in `DIR`, with the world that it was started with first": "把全部内容保存在 `DIR`，沿用首次启动时的世界",
	"allow an address that other machines can reach":                   "允许监听其他机器可以访问的地址",
	"refuse unknown parameters, and what a new application may not do": "拒绝未知参数，以及新应用不允许的操作",
	"know the applications in `FILE`, a JSON array, too":               "再加入 `FILE`（JSON 数组）中的应用",
	"write the address and tokens to `FILE`, as JSON, when it answers": "可以应答后，把地址和令牌以 JSON 写入 `FILE`",
	"do not log requests": "不记录请求",

	// What several commands have.
	"the account that is kept under `NAME`; otherwise WEIBO_PROFILE says which, or it is default":   "使用保存为 `NAME` 的账号；未指定时取 WEIBO_PROFILE，否则为 default",
	"use the local Weibo that weibo-go sandbox runs, with the profile sandbox if no other is named": "使用 weibo-go sandbox 运行的本地微博；未指定配置时使用配置 sandbox",
	"a profile cannot be called %q: use small letters, digits, - and _":                             "配置名不能是 %q：只能使用小写字母、数字、- 和 _",
	"there is no place to keep profiles and tokens: %v":                                             "没有保存配置和令牌的地方：%v",
	"Set HOME, or on Windows AppData, to a directory of yours.":                                     "请将 HOME（Windows 上为 AppData）设为您自己的目录。",
	"the profile cannot be read: %s: %v":                                                            "无法读取配置文件：%s：%v",
	"Mend the file or move it away. Nothing was changed in it.":                                     "请修正或移走该文件，文件内容没有改动。",
	"there is something behind the object":                                                          "对象后面还有内容",
	"it must be an object":                                                                          "必须是一个对象",
	"line %d: %s must be a text in quotes":                                                          "第 %d 行：%s 必须是带引号的文字",
	"line %d: %v":                                                                                   "第 %d 行：%v",
	"it breaks off":                                                                                 "内容不完整",
	"%s must be a number: %q":                                                                       "%s 必须是数字：%q",
	"nobody is signed in with the profile %s":                                                       "配置 %s 尚未登录",
	"the sign-in of the profile %s has expired":                                                     "配置 %s 的登录已过期",
	"Weibo does not accept the token of the profile %s: %v":                                         "微博不接受配置 %s 的令牌：%v",
	"Sign in with: %s":                                                                              "请登录：%s",
	"no local Weibo answers at %s":                                                                  "%s 上没有本地微博响应",
	"Start one in another terminal: weibo-go sandbox":                                               "请在另一个终端启动：weibo-go sandbox",
	"the token of the profile %s cannot be read: %v":                                                "无法读取配置 %s 的令牌：%v",
	"Weibo may have done it all the same: %v":                                                       "微博可能已经执行：%v",
	"interrupted after %d of %d pictures":                                                           "已中断，已上传 %d 张图片，共 %d 张",
	"Nothing was published.":                                                                        "没有发布。",
	"Say with --remote-ip what the public IP address of the user is, or with weibo-go api by -f rip.": "请用 --remote-ip（weibo-go api 用 -f rip）指定用户的公网 IP 地址。",
	"It was not sent.": "没有发送。",
	"Wait for the reset, and ask less often: weibo-go limits shows what is left.":             "请等待重置，并降低调用频率：weibo-go limits 可查看剩余次数。",
	"The answer is not as it is on record. As it came: weibo-go api %s":                       "返回内容与已知的不同。原样查看：weibo-go api %s",
	"Nothing is on record about that. Try again later; about the call: weibo-go endpoints %s": "没有关于它的记录。请稍后重试；接口说明：weibo-go endpoints %s",
	"there are %d pictures, and %d at most":                                                   "有 %d 张图片，最多 %d 张",
	"Weibo could not be reached: %v":                                                          "无法连接微博：%v",
	"Look at the connection to the network, and try again.":                                   "请检查网络连接，然后重试。",
	"Weibo does not say who signed in":                                                        "微博没有说明登录的是谁",
	"interrupted":                                                                             "已中断",

	// What is written.
	"write JSON, an object a line, of the members `[=id,text]` only if some are named": "输出 JSON，每行一个对象；`[=id,text]` 只输出指定的成员",
	"write what a jq `FILTER` makes of each object":                                    "输出 jq 表达式 `FILTER` 对每个对象的结果",
	"show the request and send nothing":                                                "只显示请求，不发送",
	"the filter of --jq cannot be read: %v":                                            "无法解析 --jq 的表达式：%v",
	"there is no member %q in the JSON":                                                "JSON 中没有成员 %q",
	"%d so far":                                                                        "已读取 %d 条",
	"interrupted after %d":                                                             "已中断，完成了 %d 条",
	"%s is missing":                                                                    "缺少 %s",
	"%s is too long: more than %d bytes":                                               "%s 太长：超过 %d 字节",

	// api
	"call any endpoint": "调用任意接口",
	"PATH is the endpoint as the documentation names it, such as statuses/show. Method,\n" +
		"host and encoding are those of the description, see weibo-go endpoints; with -X any\n" +
		"path and parameter goes. The answer is written as JSON on one line. Examples:\n" +
		"  weibo-go api statuses/user_timeline -f count=5 --jq '.statuses[].text'\n" +
		"  weibo-go api comments/to_me --paginate --json=id,text\n" +
		"  weibo-go api statuses/share -f status='一只猫 https://example.com/cat' -F pic=@cat.jpg": "PATH 是文档中的接口名，例如 statuses/show。方法、主机和编码取自接口描述\n" +
		"（见 weibo-go endpoints）；使用 -X 时可以是任意路径和参数。结果为一行 JSON。例如：\n" +
		"  weibo-go api statuses/user_timeline -f count=5 --jq '.statuses[].text'\n" +
		"  weibo-go api comments/to_me --paginate --json=id,text\n" +
		"  weibo-go api statuses/share -f status='一只猫 https://example.com/cat' -F pic=@cat.jpg",
	"send a parameter, `NAME=VALUE`":                                              "发送参数，`NAME=VALUE`",
	"send the picture or the text in a file, `NAME=@FILE`, @- for standard input": "发送文件中的图片或文字，`NAME=@FILE`，@- 为标准输入",
	"send the JSON in `FILE` as the body, - for standard input":                   "把 `FILE` 中的 JSON 作为请求体发送，- 为标准输入",
	"GET or POST, also for what the description does not have: `METHOD`":          "GET 或 POST，可用于描述中没有的接口和参数：`METHOD`",
	"`HOST` of Weibo, such as c.api.weibo.com":                                    "微博的主机 `HOST`，例如 c.api.weibo.com",
	"go through all pages and write the items, one a line":                        "遍历所有页，每行输出一项",
	"the method %q is neither GET nor POST":                                       "方法 %q 既不是 GET 也不是 POST",
	"%q is no path: parameters go behind -f":                                      "%q 不是路径：参数请用 -f",
	"%q is not NAME=VALUE":                                                        "%q 不是 NAME=VALUE",
	"the access token is that of the profile and no parameter":                    "access_token 取自配置，不是参数",
	"%s has no parameter %q":                                                      "%s 没有参数 %q",
	"%s takes no picture %q":                                                      "%s 不接受图片 %q",
	"%s takes no JSON":                                                            "%s 不接受 JSON",
	"what --input names is no JSON":                                               "--input 指定的内容不是 JSON",
	"%s does not come in pages that are known":                                    "%s 没有已知的分页方式",
	"; -X GET or -X POST calls it all the same":                                   "；-X GET 或 -X POST 可以照样调用",
	"no endpoint %q is known":                                                     "没有已知的接口 %q",

	"More about it: weibo-go errors %d": "详细说明：weibo-go errors %d",
	"%s is one of %s, not %q":           "%s 应为 %s 之一，而不是 %q",

	// endpoints
	"list the endpoints of Weibo, or explain one": "列出微博的接口，或说明一个接口",
	"With the name of an endpoint, such as statuses/share, it shows the parameters,\n" +
		"limits, state and error codes. With words it lists the endpoints that have all of\n" +
		"them in the name or the summary, otherwise all. Nothing is asked of Weibo.\n\n" +
		"State: listed in the newest index known, delisted since, retired, or unknown.\n" +
		"Access: normal, advanced (asked for in the console), commercial, or unknown.": "参数是接口名（例如 statuses/share）时，显示它的参数、限制、状态和错误码；\n" +
		"是单词时，列出名称或简介中含有全部单词的接口；否则列出全部。不访问微博。\n\n" +
		"状态：listed 在最新的索引中，delisted 已从索引移除，retired 已下线，unknown 未知。\n" +
		"权限：normal 普通，advanced 需在控制台申请，commercial 商业接口，unknown 未知。",
	"list only those in `STATE`":      "只列出状态为 `STATE` 的接口",
	"list only those with `ACCESS`":   "只列出权限为 `ACCESS` 的接口",
	"ENDPOINT":                        "接口",
	"METHOD":                          "方法",
	"STATE":                           "状态",
	"ACCESS":                          "权限",
	"WHAT IT DOES":                    "作用",
	"state":                           "状态",
	"access":                          "权限",
	"replaced by %s":                  "已被 %s 取代",
	"Comes in pages (--paginate).":    "分页返回（--paginate）。",
	"Parameters:":                     "参数：",
	"required":                        "必填",
	"The body is JSON (--input).":     "请求体为 JSON（--input）。",
	"Codes, beside the general ones:": "错误码（通用错误码除外）：",

	// errors
	"explain an error code of Weibo, or list them all": "说明一个微博错误码，或列出全部",
	"Says what the code means, what to do, and whether the same call may succeed later.\n" +
		"Weibo has codes that are not known here. Nothing is asked of Weibo.": "说明错误码的含义、处理办法，以及重试是否可能成功。\n" +
		"微博还有这里没有收录的错误码。不访问微博。",
	"%q is no code: it is a number such as 10014": "%q 不是错误码：错误码是数字，例如 10014",
	"the code %d is not known":                    "没有收录错误码 %d",
	"All that are: weibo-go errors":               "全部已收录的错误码：weibo-go errors",
	"CODE":                                        "错误码",
	"CATEGORY":                                    "类别",
	"MEANING":                                     "含义",
	"Again: %s":                                   "重试：%s",

	// mid
	"turn ids, mids and addresses of statuses into each other": "微博的 id、mid 和地址互相转换",
	"Each argument is the id of a status in digits, the short form of it (mid) that stands\n" +
		"in addresses, or an address. Nothing is asked of Weibo.": "每个参数是数字 id、地址中的短格式（mid）或微博地址。不访问微博。",
	"%q is no id, mid or address of a status": "%q 不是微博的 id、mid 或地址",

	// limits
	"show how many calls are left": "显示剩余的调用次数",
	"Asks account/rate_limit_status. Weibo may refuse calls while this still shows some\n" +
		"as left.": "查询 account/rate_limit_status。即使还有剩余次数，微博也可能拒绝调用。",
	"BUDGET":     "额度",
	"LEFT":       "剩余",
	"OF":         "总数",
	"PER":        "周期",
	"RESET IN":   "距重置",
	"user":       "用户",
	"IP address": "IP 地址",

	// share and post
	"take the text from `FILE`, - for standard input":                          "从 `FILE` 读取正文，- 为标准输入",
	"the public `IP` address of the user who acts, which Weibo may want (rip)": "操作用户的公网 `IP` 地址，微博可能需要（rip）",
	"send also what Weibo would probably refuse":                               "微博可能拒绝的内容也照样发送",
	"publish a text with a link, and a picture":                                "发布带链接的正文和一张图片",
	"What ordinary applications may publish (statuses/share): a text of at most 140 Han\n" +
		"characters with a link under a safe domain of the application and without #topic#.\n" +
		"Without TEXT it is read from standard input. It writes the address of the status.": "普通应用可以发布的内容（statuses/share）：不超过 140 个汉字的正文，带有应用安全域名\n" +
		"下的链接，没有 #话题#。没有 TEXT 时从标准输入读取。输出微博的地址。",
	"check that links are under `DOMAIN`, which the application has in the console": "检查链接是否在 `DOMAIN` 下，即控制台中的应用安全域名",
	"publish any text, with up to nine pictures":                                    "发布任意正文和最多九张图片",
	"For applications that Weibo has granted statuses/update, statuses/upload or, for\n" +
		"several pictures, statuses/upload_pic and statuses/upload_url_text. Others get code\n" +
		"10014 and use weibo-go share. Without TEXT it is read from standard input. It\n" +
		"writes the address of the status.": "供已获得 statuses/update、statuses/upload 或（多张图片）statuses/upload_pic 和\n" +
		"statuses/upload_url_text 权限的应用使用；其他应用会得到错误码 10014，请用 weibo-go share。\n" +
		"没有 TEXT 时从标准输入读取。输出微博的地址。",
	"publish the picture in `FILE`: JPEG, GIF or PNG, below 5 MB; once for each picture": "发布文件 `FILE` 中的图片：JPEG、GIF 或 PNG，小于 5 MB；每张图片一次",
	"allow a text of up to 2000 Han characters, without a picture":                       "允许不超过 2000 个汉字的正文，不能带图片",
	"--long does not go with --pic":                                                      "--long 不能与 --pic 同时使用",
	"there is a text and --file":                                                         "正文和 --file 不能同时使用",
	"Nothing was sent. With --no-check it is sent all the same.":                         "没有发送。使用 --no-check 可以照样发送。",
	"interrupted: Weibo may have done it all the same":                                   "已中断：微博可能已经执行",
	"Look before you do it again: %s":                                                    "重试之前请先查看：%s",
	"Look at the name of the file.":                                                      "请检查文件名。",

	// timeline and search
	"stop after `N` items, 0 for all that Weibo gives": "最多 `N` 条，0 为微博给出的全部",
	"list statuses, the newest first":                  "列出微博，最新的在前",
	"home has those of the user who is signed in and of all whom that user follows, user\n" +
		"those of that user alone, mentions those of others with the name of that user.\n" +
		"Since 2014 Weibo gives ordinary applications only the newest few of user.\n\n" +
		"With --follow it begins with the newest of --limit, the oldest of them first, and\n" +
		"goes on with those that come until Ctrl-C, each once. It waits while Weibo cannot\n" +
		"be reached, and for the reset when the calls of the hour are used up, of which a new\n" +
		"application has been seen to have 150. Weibo advises to ask every 3 to 5 minutes.": "home 是登录用户及其关注的人的微博，user 只是登录用户的微博，\n" +
		"mentions 是提到登录用户的微博。2014 年以后，普通应用只能取得 user 中最新的几条。\n\n" +
		"使用 --follow 时先列出最新的 --limit 条（其中最旧的在前），再持续输出新微博，每条\n" +
		"一次，直到按 Ctrl-C。无法连接微博时会等待；一小时的调用次数用完时，会等到重置\n" +
		"（新应用有记录的次数是 150 次）。微博建议每 3 到 5 分钟查询一次。",
	"list only statuses that are newer than `STATUS`, an id, a mid or an address": "只列出比 `STATUS`（id、mid 或地址）新的微博",
	"go on with new statuses as they come":                                        "持续输出新微博",
	"with --follow, ask for new ones every `TIME`":                                "使用 --follow 时，每隔 `TIME` 查询一次",
	"--every goes with --follow":                                                  "--every 须与 --follow 同时使用",
	"--every must be at least %v":                                                 "--every 至少为 %v",
	"the calls of the hour are used up; the next one is made at %s":               "一小时的调用次数已用完，%s 再继续",
	"%v; the next try is at %s, then every %v":                                    "%v；%s 重试，之后每隔 %v 重试一次",
	"it goes on":                          "已恢复",
	"To go on: %s":                        "继续：%s",
	"list the latest statuses on a topic": "列出某个话题的最新微博",
	"For applications with advanced access (search/topics); others get code 10014. The\n" +
		"newest 200 can be reached. TOPIC stands without the signs # around it.": "供有高级权限的应用使用（search/topics），其他应用会得到错误码 10014。\n" +
		"最多取得最新的 200 条。TOPIC 两边不加 #。",
	"ID":                           "编号",
	"TIME":                         "时间",
	"AUTHOR":                       "作者",
	"TEXT":                         "正文",
	"the timeline":                 "时间线",
	"--limit must not be negative": "--limit 不能是负数",

	// show, comments, comment, repost and delete
	"show a status": "显示一条微博",
	"STATUS is an id, a mid or an address. Ordinary applications see the statuses of the\n" +
		"user who is signed in.\n\n" +
		"Pictures are shown in terminals that can: kitty, Ghostty, iTerm2, WezTerm, mintty,\n" +
		"Rio, foot and mlterm say so. For others WEIBO_PICTURES says how, kitty, iterm2 or\n" +
		"sixel, or off for never.": "STATUS 是 id、mid 或地址。普通应用只能读取登录用户的微博。\n\n" +
		"在支持的终端中显示图片：kitty、Ghostty、iTerm2、WezTerm、mintty、Rio、foot 和 mlterm\n" +
		"可以自动识别；其他终端用 WEIBO_PICTURES 指定方式 kitty、iterm2 或 sixel，off 为不显示。",
	"show the addresses of pictures alone":                           "只显示图片地址",
	"show pictures in a terminal that can, see weibo-go show --help": "在支持的终端中显示图片，见 weibo-go show --help",
	"a picture is not shown: %s":                                     "图片无法显示：%s",
	"delete a status of yours":                                       "删除自己的一条微博",
	"STATUS is an id, a mid or an address. There is no way back, and no question asked.\n" +
		"For applications that Weibo has granted statuses/destroy; others get code 10014.": "STATUS 是 id、mid 或地址。删除后无法恢复，也不会再次询问。\n" +
		"供已获得 statuses/destroy 权限的应用使用，其他应用会得到错误码 10014。",
	"Deleted %d.":     "已删除 %d。",
	"repost a status": "转发一条微博",
	"STATUS is an id, a mid or an address. For applications that Weibo has granted\n" +
		"statuses/repost; others get code 10014. It writes the address of the new status.": "STATUS 是 id、mid 或地址。供已获得 statuses/repost 权限的应用使用，\n" +
		"其他应用会得到错误码 10014。输出新微博的地址。",
	"comment on a status": "评论一条微博",
	"STATUS is an id, a mid or an address. TEXT has at most 140 Han characters; without it\nit is read from standard input.": "STATUS 是 id、mid 或地址。TEXT 不超过 140 个汉字；没有时从标准输入读取。",
	"Comment %d was published.":                       "已发布评论 %d。",
	"list the comments on a status, the newest first": "列出一条微博的评论，最新的在前",
	"STATUS is an id, a mid or an address.":           "STATUS 是 id、mid 或地址。",
	"%d reposts, %d comments, %d likes":               "转发 %d，评论 %d，赞 %d",

	// login
	"sign in with Weibo": "登录微博",
	loginHelp: `在浏览器中打开微博授权页，在本机端口上等待结果，并保存访问令牌，供其他命令使用。
没有浏览器或使用 --paste 时，请在任意浏览器中打开授权页，再粘贴它跳转到的地址。

没有 App Key 时，在一个终端运行 weibo-go sandbox，在另一个终端运行
  weibo-go login --sandbox

open.weibo.com 应用的 App Key 和 App Secret 取自 WEIBO_APP_KEY 和
WEIBO_APP_SECRET，或取自配置，否则询问。应用控制台中的授权回调页必须逐字为
  ` + loopbackCallback + `
使用 --paste 时为
  ` + weiboCallback + `
或者 --redirect-url、WEIBO_REDIRECT_URL 指定的地址。

每个配置是一个账号及其应用，位于配置目录（Linux 上为 ~/.config）下的
weibo-go/profiles/NAME.json：app_key、app_secret、redirect_url 和 base_url，
均为字符串。令牌在 weibo-go/tokens 中，再次登录会替换它。这些文件只有您自己
可以读取，但没有加密。来自环境变量的 App Secret 不会保存。

实验性功能：--via gateway 保存官方命令行工具网关的令牌（由个人实名开发者在
open.weibo.com 控制台生成），此后该配置的命令都经过网关，直到再次运行
weibo-go login --via api。--via openim 保存 weibo-go dm 和 hot 使用的 AppId 和
AppSecret。两者都以不回显的方式询问，或从管道读取（每行一项）；WEIBO_CLI_TOKEN、
WEIBO_OPENIM_APP_ID 和 WEIBO_OPENIM_APP_SECRET 优先于保存的内容。`,
	"the `KEY` of the application":                                                                               "应用的 App Key（`KEY`）",
	"its `SECRET`, which others on this machine can see while the command runs":                                  "应用的 App Secret（`SECRET`），命令运行期间本机其他用户可以看到",
	"the callback `URL` of the application":                                                                      "应用的授权回调页 `URL`",
	"the `URL` of another Weibo, such as a sandbox at another port":                                              "另一个微博的 `URL`，例如其他端口上的沙箱",
	"ask for a `RIGHT` beyond the usual ones, such as email":                                                     "请求额外的权限 `RIGHT`，例如 email",
	"ask for name and password, even if the browser is signed in to Weibo":                                       "即使浏览器已登录微博，也要求输入账号和密码",
	"open no browser, and ask for the address that Weibo leads to":                                               "不打开浏览器，询问微博跳转到的地址",
	"give up after `TIME`":                                                                                       "超过 `TIME` 后放弃",
	"Others on this machine can see the app secret while the command runs; WEIBO_APP_SECRET keeps it from them.": "命令运行期间，本机其他用户可以看到 App Secret；使用 WEIBO_APP_SECRET 可以避免。",
	"App key of the application at open.weibo.com (without one: weibo-go login --sandbox): ":                     "open.weibo.com 应用的 App Key（没有时可运行 weibo-go login --sandbox）：",
	"App secret: ": "App Secret：",
	"the app key and the app secret of an application are needed to sign in":                                                                   "登录需要应用的 App Key 和 App Secret",
	"Set WEIBO_APP_KEY and WEIBO_APP_SECRET, or write app_key and app_secret into %s. To try without an application: weibo-go login --sandbox": "请设置 WEIBO_APP_KEY 和 WEIBO_APP_SECRET，或将 app_key 和 app_secret 写入 %s。没有应用也可以试用：weibo-go login --sandbox",
	"nobody signed in within %v": "%v 内没有人登录",
	"To try again: %s. If the browser cannot come back to this machine, add --paste.":                                                     "重试：%s。如果浏览器无法回到本机，请加上 --paste。",
	"The browser has to come back to that address. End the program that is there, or choose another with --redirect-url, or add --paste.": "浏览器需要回到该地址。请结束占用它的程序，或用 --redirect-url 另选地址，或加上 --paste。",
	"A browser opens Weibo's page. If it does not, open the address yourself:\n\n%s\n":                                                    "正在浏览器中打开微博授权页。如果没有打开，请自行打开以下地址：\n\n%s\n",
	"Waiting for you to sign in there. Ctrl-C gives up.":                                                                                  "正在等待您在那里登录。按 Ctrl-C 放弃。",
	"Open this address in a browser, and sign in:\n\n%s\n":                                                                                "请在浏览器中打开以下地址并登录：\n\n%s\n",
	"Paste the address of the page that follows, or the code in it: ":                                                                     "请粘贴随后页面的地址，或其中的授权码：",
	"If Weibo says redirect_uri_mismatch (21322): the callback in the console of the application must be\n%s\n":                           "如果微博提示 redirect_uri_mismatch（21322）：应用控制台中的授权回调页必须是\n%s\n",
	"This is not the answer to the sign-in that is under way. Open the address that the terminal shows.":                                  "这不是当前登录的结果。请打开终端中显示的地址。",
	"You are not signed in. The terminal says more. You can close this page.\n":                                                           "您没有登录，详情见终端。可以关闭此页面。\n",
	"Weibo has answered. The terminal says whether you are signed in. You can close this page.\n":                                         "微博已返回结果，是否登录成功见终端。可以关闭此页面。\n",
	"what was pasted is neither a code nor an address with one":                                                                           "粘贴的内容既不是授权码，也不是含有授权码的地址",
	"the address does not belong to this sign-in: its state is another one":                                                               "该地址不属于本次登录：state 不一致",
	"there is no code in the address":                                                                                                     "地址中没有授权码",
	"you did not agree on Weibo's page":                                                                                                   "您没有在微博页面上同意授权",
	"Nothing was changed. To try again: %s":                                                                                               "没有任何改动。重试：%s",
	"Signed in as %s, with the profile %s.":                                                                                               "已登录为 %s，配置 %s。",

	// logout
	"withdraw the access token and forget it": "撤销访问令牌并删除",
	"Weibo withdraws all that the user allowed the application, also on other machines.\n" +
		"The profile stays, for the next weibo-go login. With --via gateway or openim what is\n" +
		"kept for that way is forgotten here, and nothing else.": "微博将撤销用户对该应用的全部授权，包括在其他机器上的授权。\n" +
		"配置会保留，供下次 weibo-go login 使用。使用 --via gateway 或 openim 时，\n" +
		"只删除本机为该方式保存的内容。",
	"forget the token here without asking Weibo, where it stays good":               "只删除本机的令牌，不通知微博，令牌在微博仍然有效",
	"Signed out of the profile %s. The token stays good at Weibo until it expires.": "配置 %s 已退出登录。令牌到期之前在微博仍然有效。",
	"Signed out of the profile %s. Weibo has withdrawn the token.":                  "配置 %s 已退出登录，微博已撤销令牌。",
	"Signed out of the profile %s. Weibo did not know the token any more.":          "配置 %s 已退出登录，微博此前已不认可该令牌。",
	"You are still signed in. To forget the token here without Weibo: %s":           "您仍处于登录状态。如只需删除本机的令牌：%s",

	// whoami
	"show who is signed in, and for how long": "显示登录的是谁，以及何时到期",
	"Asks Weibo whose the access token is, and so tells whether it still works. Where it\n" +
		"does not, the exit status is 4. With --json the members are uid, screen_name,\n" +
		"profile, app_key, scope, expires (RFC 3339) and base_url. Through the gateway it is\n" +
		"weibo-go gateway whoami.": "向微博查询访问令牌属于谁，由此得知它是否仍然有效；无效时退出状态为 4。\n" +
		"使用 --json 时，成员为 uid、screen_name、profile、app_key、scope、\n" +
		"expires（RFC 3339）和 base_url。经过网关时等同于 weibo-go gateway whoami。",
	"profile":         "配置",
	"app key":         "应用",
	"scope":           "权限",
	"expires":         "到期",
	"server":          "地址",
	"(in %d days)":    "（%d 天后）",
	"(in %d hours)":   "（%d 小时后）",
	"(in %d minutes)": "（%d 分钟后）",

	// The ways: --via, login --via gateway and openim.
	"call Weibo by `WAY`: api, or gateway for that of the official tool (experimental); otherwise the profile says which, or it is api": "调用方式 `WAY`：api，或 gateway（官方命令行工具的网关，实验性）；未指定时取配置中的设置，否则为 api",
	"the `WAY` to Weibo: api, gateway or openim; otherwise that of the profile, or api":                                                 "方式 `WAY`：api、gateway 或 openim；未指定时取配置中的设置，否则为 api",
	"%s is not encrypted, and would get credentials":                                                                                    "%s 没有加密，凭证会被泄露",
	"Let base_url in %s begin with https, or take another profile.":                                                                     "请将 %s 中的 base_url 改为 https，或使用其他配置。",
	"the profile %s is signed in with another Weibo, whose token must not get there":                                                    "配置 %s 已登录另一个微博，其令牌不能发送到这里",
	"Take another profile with --profile NAME, or sign out first: weibo-go logout --via api":                                            "请用 --profile NAME 指定其他配置，或先退出登录：weibo-go logout --via api",
	"Nothing is on record about that. Try again later.":                                                                                 "没有关于它的记录。请稍后重试。",
	"the gateway does not say whose the token is":                                                                                       "网关没有说明令牌属于谁",
	"keep pictures and files in `DIR`":                                                                                                  "把图片和文件保存在 `DIR`",
	"Look at the name of the directory.":                                                                                                "请检查目录名。",
	"via must be api or gateway":                                                                                                        "via 必须是 api 或 gateway",
	"%s does not go with %s":                                                                                                            "%s 不能与 %s 同时使用",
	"the profile %s has no token for the gateway":                                                                                       "配置 %s 没有网关令牌",
	"the gateway does not accept the token in WEIBO_CLI_TOKEN: %v":                                                                      "网关不接受 WEIBO_CLI_TOKEN 中的令牌：%v",
	"the gateway does not accept the token of the profile %s: %v":                                                                       "网关不接受配置 %s 的令牌：%v",
	"the gateway does not have %s, as far as is known":                                                                                  "据目前所知，网关没有 %s",
	"the gateway has no status %d":                                                                                                      "网关没有微博 %d",
	"how the gateway takes pictures is not known":                                                                                       "网关如何接收图片尚不清楚",
	"It may be deleted, or not for you to see.":                                                                                         "它可能已被删除，或您无权查看。",
	"Near it: %s.": "相近的命令：%s。",
	"the gateway is not known to give what is newer than a status of home":                                                                                                  "据目前所知，网关不能给出 home 中比某条微博更新的内容",
	"weibo-go timeline user and mentions can be followed through it, and with --via api all can.":                                                                           "经过网关可以跟踪 weibo-go timeline user 和 mentions；使用 --via api 时都可以。",
	"Nothing was sent. With --via api it goes to version 2 of the API, for applications that are let in.":                                                                   "没有发送。使用 --via api 可直接调用 API（应用需有权限）。",
	"Nothing was sent. Upload with the official tool and pass the id: weibo-go gateway invoke statuses upload_url_text -f pic_id=… -f status=…, or publish with --via api.": "没有发送。请用官方工具上传，再传入图片 ID：weibo-go gateway invoke statuses upload_url_text -f pic_id=… -f status=…，或使用 --via api 发布。",
	"Sign in with: %s, or set WEIBO_CLI_TOKEN. The console of open.weibo.com makes tokens, under CLI.":                                                                      "请登录：%s，或设置 WEIBO_CLI_TOKEN。令牌可在 open.weibo.com 控制台（CLI）生成。",
	"Put one there that the console of open.weibo.com made, under CLI, or the access token of the official tool.":                                                           "请换成在 open.weibo.com 控制台（CLI）生成的令牌，或官方工具的访问令牌。",
	"Token for the gateway, as the console of open.weibo.com makes it under CLI: ":                                                                                          "网关令牌（在 open.weibo.com 控制台的 CLI 中生成）：",
	"Signed in to the gateway as account %s, with the profile %s. Its commands go through the gateway now.":                                                                 "已登录网关，账号 %s，配置 %s。该配置的命令从现在起经过网关。",
	"The developer is not verified yet, so that calls are refused: https://open.weibo.com/cli":                                                                              "开发者尚未实名认证，调用会被拒绝：https://open.weibo.com/cli",
	"The account has no plan, so that calls are refused: https://open.weibo.com/cli/plan":                                                                                   "账号没有套餐，调用会被拒绝：https://open.weibo.com/cli/plan",
	"Open-im takes the credentials of the account %d, for the profile %s. Try: weibo-go hot":                                                                                "open-im 接受账号 %d 的凭证，配置 %s。可以试试：weibo-go hot",
	"Forgot the token for the gateway in the profile %s. At Weibo it stays good: how to withdraw it from here is not known.":                                                "已删除配置 %s 中的网关令牌。令牌在微博仍然有效：目前不知道如何从这里撤销。",
	"Forgot the credentials for open-im in the profile %s. At Weibo they stay good; 重置凭证, sent to @微博龙虾助手, replaces them.":                                                  "已删除配置 %s 中的 open-im 凭证。凭证在微博仍然有效；向 @微博龙虾助手 发送“重置凭证”可以更换。",
	"the profile %s keeps nothing for %s":                "配置 %s 没有为 %s 保存内容",
	"the AppId and the AppSecret for open-im are needed": "需要 open-im 的 AppId 和 AppSecret",
	"Send 连接龙虾 to @微博龙虾助手 for them, then: %s, or set WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET.": "向 @微博龙虾助手 发送“连接龙虾”即可获得，然后运行：%s，或设置 WEIBO_OPENIM_APP_ID 和 WEIBO_OPENIM_APP_SECRET。",
	"open-im does not accept the credentials: %v": "open-im 不接受该凭证：%v",
	"重置凭证, sent to @微博龙虾助手, gives a new pair. Then: %s, or set WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET.":                                         "向 @微博龙虾助手 发送“重置凭证”可获得新的凭证，然后运行：%s，或设置 WEIBO_OPENIM_APP_ID 和 WEIBO_OPENIM_APP_SECRET。",
	"Wait for the full hour: the calls of the account for this one are used up.":                                                                         "请等到整点：账号本小时的调用次数已用完。",
	"What a command takes today: weibo-go gateway commands GROUP ACTION. Counts above 20 are refused wherever that was tried.":                           "当前的参数：weibo-go gateway commands GROUP ACTION。已知的情况下，count 超过 20 均被拒绝。",
	"Nothing is on record about that. Try again later; what the gateway has today: weibo-go gateway commands":                                            "没有关于它的记录。请稍后重试；网关当前的能力：weibo-go gateway commands",
	"weibo-go gateway whoami shows the plan and the credits, weibo-go gateway commands what the plan has; plans are at https://open.weibo.com/cli/plan.": "weibo-go gateway whoami 可查看套餐和点数，weibo-go gateway commands 可查看套餐包含的能力；套餐见 https://open.weibo.com/cli/plan。",
	"weibo-go gateway whoami shows whether the developer is verified, and the plan; weibo-go gateway commands shows what the plan has.":                  "weibo-go gateway whoami 可查看开发者是否已认证以及套餐；weibo-go gateway commands 可查看套餐包含的能力。",

	// gateway
	"ask the gateway of Weibo's official tool (experimental)": "使用微博官方命令行工具的网关（实验性）",
	"Experimental: what is known of the gateway is from others, as of November 2026. It is\n" +
		"for verified individuals, and needs no application. A token for it comes from\n" +
		"WEIBO_CLI_TOKEN or weibo-go login --via gateway. With --via gateway the other\n" +
		"commands go through it, as far as it has their calls.": "实验性功能：对网关的了解来自第三方，截至 2026 年 11 月。网关面向个人实名开发者，\n" +
		"不需要应用。令牌取自 WEIBO_CLI_TOKEN 或 weibo-go login --via gateway。\n" +
		"使用 --via gateway 时，其他命令也经过网关（以网关具有的接口为限）。",
	"show whose the token for the gateway is, and what is left": "显示网关令牌属于谁，以及剩余点数",
	"Experimental. The number is that of the account in the open platform, and not the\n" +
		"uid. With --json the members are id, verified, identity, plan, credits (null if the\n" +
		"gateway does not say), ready, profile and base_url.": "实验性功能。编号是开放平台的账号，不是 uid。使用 --json 时，成员为 id、verified、\n" +
		"identity、plan、credits（网关未说明时为 null）、ready、profile 和 base_url。",
	"account %s of the open platform":  "开放平台账号 %s",
	"verified":                         "已认证",
	"plan":                             "套餐",
	"credits":                          "点数",
	"not known":                        "未知",
	"yes":                              "是",
	"no":                               "否",
	"list what the gateway does today": "列出网关当前的能力",
	"Experimental. The list lives on the server and follows the account. With GROUP it is\n" +
		"that group, with ACTION too it is that one with its parameters and its price. ACCESS\n" +
		"is allowed or locked, and empty where the gateway does not say. CALL is the method in\n" +
		"Go, where there is one; weibo-go api PATH --via gateway makes such calls too, and\n" +
		"weibo-go gateway invoke makes all. With --diff it shows what is otherwise than this\n" +
		"version knows: new, gone, or changed.": "实验性功能。列表在服务端，随账号而不同。给出 GROUP 时只列出该组，再给出 ACTION 时\n" +
		"显示该能力的参数和价格。“权限”为 allowed 或 locked，网关未说明时为空。“调用”是对应的\n" +
		"Go 方法（如有）；weibo-go api PATH --via gateway 也可以调用它们，weibo-go gateway\n" +
		"invoke 可以调用全部。使用 --diff 时显示与本版本已知内容的差别：new 新增，gone 消失，\n" +
		"changed 有变化。",
	"list only what the account may use":           "只列出账号可用的",
	"show how the list differs from what is known": "显示列表与已知内容的差别",
	"--diff is about the whole list":               "--diff 针对整个列表",
	"The list of %d commands is as it is known.":   "列表共 %d 项，与已知内容一致。",
	"GROUP":      "组",
	"ACTION":     "能力",
	"CALL":       "调用",
	"CHANGE":     "变化",
	"PARAMETERS": "参数",
	"method":     "方法",
	"call":       "调用",
	"price":      "价格",
	"have the gateway do something that it lists": "调用网关列出的能力",
	"Experimental. It sends the parameters as they are given, as texts, and writes the\n" +
		"answer as JSON on one line. The gateway has the last word on all of it; what it\n" +
		"takes: weibo-go gateway commands GROUP ACTION. Calls may cost credits. Example:\n" +
		"  weibo-go gateway invoke search hot_word_cate/biz -f category=2 --jq '.data[].word'": "实验性功能。参数按原样以字符串发送，结果为一行 JSON。一切以网关为准；当前的参数：\n" +
		"weibo-go gateway commands GROUP ACTION。调用可能扣除点数。例如：\n" +
		"  weibo-go gateway invoke search hot_word_cate/biz -f category=2 --jq '.data[].word'",
	"send the JSON object in `FILE` as the parameters, - for standard input": "把 `FILE` 中的 JSON 对象作为参数发送，- 为标准输入",
	"what --input names is no JSON object":                                   "--input 指定的内容不是 JSON 对象",

	// hot
	"list what is searched for most (experimental)": "列出热搜榜（实验性）",
	"Experimental, by open-im: for the owner of any account of weibo.com, see weibo-go dm\n" +
		"--help for how. BOARD is main, entertainment, society, life, acg, technology or\n" +
		"sports, or the name of a board in Chinese; otherwise main.\n\n" +
		"Whoever shows a board has to name it, the time and the source, as Weibo's documents\n" +
		"want it: they stand below the table, at the end of each line that goes elsewhere than\n" +
		"to a terminal, and in each object of --json, whose members are rank, word, heat,\n" +
		"badge (0 none, 1 new, 2 hot), link, board, call_time and source.": "实验性功能，使用 open-im：weibo.com 的任何账号都可以使用，方法见 weibo-go dm --help。\n" +
		"BOARD 为主榜、文娱榜、社会榜、生活榜、acg榜、科技榜或体育榜，也可以用 main、\n" +
		"entertainment、society、life、acg、technology、sports；未指定时为主榜。\n\n" +
		"按照微博文档的要求，展示榜单时必须注明榜单、时间和来源：它们位于表格下方；输出到终端\n" +
		"以外时在每行末尾；--json 时在每个对象中，成员为 rank、word、heat、badge（0 无，1 新，\n" +
		"2 热）、link、board、call_time 和 source。",
	"show the first `N`, at most 50": "显示前 `N` 条，最多 50 条",
	"--limit is from 1 to %d":        "--limit 应为 1 到 %d",
	"RANK":                           "排名",
	"HEAT":                           "热度",
	"WORD":                           "热词",
	"new":                            "新",
	"hot":                            "热",
	"source: %s":                     "来源：%s",

	// dm
	"private messages with the owner of the account (experimental)": "与账号所有者之间的私信（实验性）",
	"Experimental: by open-im, which Weibo opened for agents in 2026. What is known of it\n" +
		"is from documents and programs of Weibo's own organisation, as of June 2026, and of\n" +
		"others. The owner of any account of weibo.com gets an AppId and an AppSecret by\n" +
		"sending 连接龙虾 as a private message to @微博龙虾助手; no review is known of. They come\n" +
		"from WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET, or from weibo-go login --via\n" +
		"openim.": "实验性功能：使用微博 2026 年为智能体开放的 open-im。对它的了解来自微博官方组织截至\n" +
		"2026 年 6 月的文档和程序，以及第三方。weibo.com 的任何账号向 @微博龙虾助手 发送私信\n" +
		"“连接龙虾”即可获得 AppId 和 AppSecret，目前未见审核要求。它们取自\n" +
		"WEIBO_OPENIM_APP_ID 和 WEIBO_OPENIM_APP_SECRET，或 weibo-go login --via openim。",
	"write private messages as they come": "持续输出收到的私信",
	"Experimental, see weibo-go dm --help. It goes on until Ctrl-C, through breaks of the\n" +
		"connection; what was sent while there was none may be lost, and it says so. What a\n" +
		"second connection with the same AppId does to the first is not known. With --json the\n" +
		"members are id, from (a uid), to, text, time (RFC 3339), attachments (kind, name,\n" +
		"media_type, bytes, path) and connection, its number: where that changes messages may\n" +
		"be missing.": "实验性功能，见 weibo-go dm --help。连接断开后自动重连，直到按 Ctrl-C；断开期间的私信\n" +
		"可能丢失，届时会提示。同一 AppId 的第二个连接对第一个有何影响尚不清楚。使用 --json 时，\n" +
		"成员为 id、from（uid）、to、text、time（RFC 3339）、\n" +
		"attachments（kind、name、media_type、bytes、path）和 connection\n" +
		"（连接编号，编号变化处可能缺少私信）。",
	"end after `N` messages, 0 for never":                            "收到 `N` 条私信后结束，0 表示一直运行",
	"listening for private messages; Ctrl-C ends it":                 "正在接收私信，按 Ctrl-C 结束",
	"connected; what was sent in between may be lost":                "已重新连接，断开期间的私信可能丢失",
	"there is no connection: %v; the next try is at %s":              "没有连接：%v；下次尝试在 %s",
	"the connection broke: %v; the next try is at %s":                "连接断开：%v；下次尝试在 %s",
	"a message was passed over: %v":                                  "跳过了一条私信：%v",
	"open-im does not let the account in: %v":                        "open-im 不允许该账号连接：%v",
	"Try again later. If that does not help, get a new pair and: %s": "请稍后重试。仍然不行时，请获取新的凭证，然后运行：%s",
	"[%s %s, %s, %d bytes]":                                          "[%s %s，%s，%d 字节]",
	"picture":                                                        "图片",
	"file":                                                           "文件",
	"send a private message, a picture or a file":                    "发送私信、图片或文件",
	"Experimental, see weibo-go dm --help. It goes to the owner of the account; answers to\n" +
		"others are sent with --to, and may not arrive. Without TEXT and --attach the text is\n" +
		"read from standard input. Weibo confirms no text: success means that it was handed\n" +
		"over. What a second connection with the same AppId does to a weibo-go dm listen\n" +
		"that runs is not known. With --json the members are message_id, to and files (name,\n" +
		"fid, message_id).": "实验性功能，见 weibo-go dm --help。私信发给账号所有者；用 --to 可以回复其他人，但不一定\n" +
		"送达。没有 TEXT 和 --attach 时从标准输入读取正文。微博不确认文字私信：成功只表示已经\n" +
		"交付。同一 AppId 的第二个连接对正在运行的 weibo-go dm listen 有何影响尚不清楚。\n" +
		"使用 --json 时，成员为 message_id、to 和 files（name、fid、message_id）。",
	"send the picture or the file in `FILE` too, once for each; to the owner only": "同时发送文件 `FILE`（图片或其他文件），可多次使用；只能发给账号所有者",
	"send the text to the user with this `UID`":                                    "把正文发给 uid 为 `UID` 的用户",
	"open-im does not say who the owner is":                                        "open-im 没有说明账号所有者是谁",
	"Say with --to who gets the message.":                                          "请用 --to 指定收件人。",
	"The message %s was handed over.":                                              "私信 %s 已交付。",
	"%s was sent.":                                                                 "%s 已发送。",
	"interrupted: it may have arrived all the same":                                "已中断：私信可能已经送达",
	"Look before you send it again.":                                               "重新发送之前请先查看。",
	"the connection broke while the message was sent: %v":                          "发送过程中连接断开：%v",
	"Part of it, or all of it, may have arrived: look before you send it again.":   "可能已部分或全部送达：重新发送之前请先查看。",
	"the message was not sent: %v":                                                 "私信没有发送：%v",
	"Try again.":                                                                   "请重试。",
}
