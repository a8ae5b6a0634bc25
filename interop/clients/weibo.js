// npm's weibo 0.6.11, with the urllib of its time: signs in, publishes a text and a picture, and pages through the timeline by max_id.
import assert from "node:assert/strict";
import { promisify } from "node:util";
import tapi from "weibo";
import { APP_KEY, APP_SECRET, CALLBACK_URL, SANDBOX, USER_UID, codeFrom } from "./visit.js";

tapi.init("weibo", APP_KEY, APP_SECRET, CALLBACK_URL);
Object.assign(tapi.enables.weibo.config, { host: SANDBOX + "/2", oauth_host: SANDBOX + "/oauth2" });
const call = (name, ...args) => promisify(tapi[name]).apply(tapi, args);

const { auth_url } = await call("get_authorization_url", { blogtype: "weibo" });
const user = await call("get_access_token", { blogtype: "weibo", code: await codeFrom(auth_url) });
assert.equal(user.uid, USER_UID);
const me = await call("verify_credentials", user);
assert.equal(me.screen_name, "示例小猫");

const posted = [];
for (const text of ["一只猫 & 100%", "两只猫", "三只猫"]) {
  const status = await call("update", user, text);
  assert.equal(status.text, text);
  posted.unshift(status.id);
}
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array(2000).fill(7)]);
// The text is plain ASCII, for this client escapes what it puts into a multipart form.
const photo = await call("upload", user, "picture", { data: picture, name: "cat.jpg", content_type: "image/jpeg" });
assert.equal(photo.text, "picture");
assert.deepEqual(Buffer.from(await (await fetch(photo.original_pic)).arrayBuffer()), picture);
posted.unshift(photo.id);

const seen = [];
for (let max_id, page; (page = await call("user_timeline", user, { count: 3, max_id })), page.items.length; max_id = seen.at(-1)) {
  seen.push(...page.items.map((status) => status.id));
}
assert.deepEqual(seen, posted);

await assert.rejects(call("show", user, "1"), /target weibo does not exist/);
console.log("npm's weibo signed in, published a text and a picture, and paged through the timeline");
