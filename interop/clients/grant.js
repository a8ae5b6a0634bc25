// grant: a web application that signs in with a state, and reads the profile of the user.
import assert from "node:assert/strict";
import grant from "grant";
import { APP_KEY, APP_SECRET, SANDBOX, USER_UID, serve, visit } from "./visit.js";

const application = await serve(async (request, response) => {
  const { response: result, redirect } = await handler(request, response);
  if (!redirect) response.end(JSON.stringify(result));
});
const handler = grant.node({
  config: {
    defaults: { origin: application, transport: "state", state: true, response: ["tokens", "raw", "profile"] },
    weibo: {
      key: APP_KEY,
      secret: APP_SECRET,
      authorize_url: SANDBOX + "/oauth2/authorize",
      access_url: SANDBOX + "/oauth2/access_token",
      profile_url: SANDBOX + "/2/users/show.json",
    },
  },
  session: { secret: "for the tests" },
});

const { url, body } = await visit(application + "/connect/weibo");
assert.equal(new URL(url).pathname, "/connect/weibo/callback");
const result = JSON.parse(body);
assert.equal(result.raw?.uid, USER_UID, body);
assert.equal(result.profile.screen_name, "示例小猫", body);
console.log("grant signed in and read the profile");
