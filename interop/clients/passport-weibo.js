// passport-weibo: a web application that signs in, and reads the profile of the user.
import assert from "node:assert/strict";
import passport from "passport";
import WeiboStrategy from "passport-weibo";
import { APP_KEY, APP_SECRET, SANDBOX, USER_UID, serve, visit } from "./visit.js";

passport.use(
  new WeiboStrategy.Strategy(
    {
      clientID: APP_KEY,
      clientSecret: APP_SECRET,
      callbackURL: "/callback",
      authorizationURL: SANDBOX + "/oauth2/authorize",
      tokenURL: SANDBOX + "/oauth2/access_token",
      getuidAPI: SANDBOX + "/2/account/get_uid.json",
      getProfileAPI: SANDBOX + "/2/users/show.json",
    },
    (accessToken, refreshToken, profile, done) => done(null, profile),
  ),
);

const application = await serve((request, response) => {
  request.query = Object.fromEntries(new URL(request.url, application).searchParams);
  const done = (error, user) => response.end(JSON.stringify(user ?? { error: String(error?.oauthError?.data ?? error) }));
  passport.authenticate("weibo", done)(request, response);
});
const { url, body } = await visit(application + "/start");
assert.equal(new URL(url).pathname, "/callback");
const profile = JSON.parse(body);
assert.equal(profile.id, USER_UID, body);
assert.equal(profile.displayName, "示例小猫");
console.log("passport-weibo signed in and read the profile");
