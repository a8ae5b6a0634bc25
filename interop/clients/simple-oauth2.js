// simple-oauth2 cannot sign in to Weibo: the token comes as JSON that calls itself plain text, which it does not read. That is how
// Weibo is, so the sandbox must make it fail.
import assert from "node:assert/strict";
import { AuthorizationCode } from "simple-oauth2";
import { APP_KEY, APP_SECRET, CALLBACK_URL, SANDBOX, codeFrom } from "./visit.js";

const client = new AuthorizationCode({
  client: { id: APP_KEY, secret: APP_SECRET },
  auth: { tokenHost: SANDBOX, tokenPath: "/oauth2/access_token", authorizePath: "/oauth2/authorize" },
  options: { authorizationMethod: "body" },
});
const code = await codeFrom(client.authorizeURL({ redirect_uri: CALLBACK_URL }));
await assert.rejects(client.getToken({ code, redirect_uri: CALLBACK_URL }), (error) => {
  assert.equal(error.output?.statusCode, 406, String(error));
  assert.equal(error.data?.res.statusCode, 200);
  assert.equal(error.data.res.headers["content-type"], "text/plain;charset=UTF-8");
  return true;
});
console.log("simple-oauth2 does not read the token, as with Weibo: it comes as plain text");
