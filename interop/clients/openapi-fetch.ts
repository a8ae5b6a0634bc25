// A client that has nothing to do with this project but the description: its types come from openapi-typescript. It signs
// in to a sandbox, publishes a text and a picture, and reads them back.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "../weibo.js";

const base = process.env.SANDBOX ?? "";
const redirect = "http://127.0.0.1:9/callback";
const app = { client_id: process.env.APP_KEY ?? "", client_secret: process.env.APP_SECRET ?? "" };

/** form makes openapi-fetch send a body as a form; it would send JSON otherwise, whatever the description asks for. */
const form = { headers: { "Content-Type": "application/x-www-form-urlencoded" } };

/** agree does what a user does on the authorize page, and returns the code. */
async function agree(base: string): Promise<string> {
  const body = new URLSearchParams({ client_id: app.client_id, redirect_uri: redirect, state: "s", uid: "1404376560", action: "approve" });
  const answer = await fetch(base + "/oauth2/authorize", { method: "POST", body, redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  assert.equal(back.searchParams.get("state"), "s");
  return back.searchParams.get("code") ?? "";
}

async function signIn(base: string): Promise<string> {
  const anyone = createClient<paths>({ baseUrl: base });
  const { data } = await anyone.POST("/oauth2/access_token", {
    body: { ...app, grant_type: "authorization_code", code: await agree(base), redirect_uri: redirect },
    ...form,
  });
  assert.equal(String(data?.uid), "1404376560");
  return data?.access_token ?? "";
}

async function run(base: string): Promise<void> {
  const weibo = createClient<paths>({ baseUrl: base, headers: { Authorization: "OAuth2 " + (await signIn(base)) } });

  const text = "一只猫 & 100% https://example.com/cat";
  const { data: first } = await weibo.POST("/2/statuses/share.json", { body: { status: text, rip: "211.156.0.1" }, ...form });
  assert.equal(first?.text, text);

  const picture = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(2000).fill(7)]);
  const { data: second } = await weibo.POST("/2/statuses/share.json", {
    body: { status: "图 https://example.com/picture", rip: "211.156.0.1", pic: picture as unknown as string },
    bodySerializer: (body) => {
      const parts = new FormData();
      parts.set("status", body.status);
      parts.set("rip", body.rip);
      parts.set("pic", new Blob([picture], { type: "image/jpeg" }), "cat.jpg");
      return parts;
    },
  });
  const kept = await (await fetch(second?.original_pic ?? "")).arrayBuffer();
  assert.deepEqual(new Uint8Array(kept), picture);

  const { data: page } = await weibo.GET("/2/statuses/user_timeline.json", { params: { query: { uid: 1404376560, count: 10 } } });
  assert.deepEqual(page?.statuses.map((s) => s.idstr), [second?.idstr, first?.idstr]);

  const { error } = await weibo.GET("/2/statuses/show.json", { params: { query: { id: 1 } } });
  assert.equal(error?.error_code, 20101);
}

await run(base);
console.log("a client made by openapi-typescript signed in, published and read back");
