// What the clients in JavaScript share.
import { createServer } from "node:http";

export const { SANDBOX, APP_KEY, APP_SECRET, USER_UID, BROWSER_URL, CALLBACK_URL } = process.env;

/** visit has the user sign in on a page, and returns where that ended. */
export async function visit(address) {
  const answer = await fetch(BROWSER_URL, { method: "POST", body: address });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** codeFrom has the user sign in on an authorize page, and returns the code. */
export async function codeFrom(address) {
  const { url, body } = await visit(address);
  const code = new URL(url).searchParams.get("code");
  if (!code) throw new Error(`no code at ${url}: ${body}`);
  return code;
}

/** serve runs a web application until nothing else is left to do, and returns its address. */
export async function serve(application) {
  const server = createServer((request, response) => application(request, response.setHeader("Connection", "close")));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}
