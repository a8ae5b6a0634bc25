// A user with a browser, for clients that cannot drive one: follows redirects, keeps cookies, and on a page with a form chooses
// an account and approves.
import { createServer } from "node:http";
import { parse } from "node-html-parser";

/** A browser has cookies, by host, and opens pages. */
class Browser {
  #cookies = new Map();

  /** open follows an address to a page. */
  async open(address, init = {}) {
    for (let hops = 0; hops < 10; hops++) {
      const { host } = new URL(address);
      const cookie = [...(this.#cookies.get(host) ?? [])].map(([name, value]) => name + "=" + value).join("; ");
      const answer = await fetch(address, { ...init, headers: { ...init.headers, cookie }, redirect: "manual" });
      this.#keep(host, answer.headers.getSetCookie());
      const next = answer.headers.get("location");
      if (!next) return { url: address, status: answer.status, body: await answer.text() };
      address = new URL(next, address).href;
      init = {};
    }
    throw new Error("too many redirects");
  }

  #keep(host, cookies) {
    const jar = this.#cookies.get(host) ?? new Map();
    for (const cookie of cookies) {
      const [name, ...value] = cookie.split(";")[0].split("=");
      jar.set(name, value.join("="));
    }
    this.#cookies.set(host, jar);
  }
}

/** approve fills in the form of the authorize page: what is hidden or ticked, the account, and the button. */
function approve(page, uid) {
  const form = parse(page).querySelector("form");
  if (!form?.querySelector(`input[name=uid][value="${uid}"]`)) throw new Error("the page offers no account " + uid + ": " + page);
  const fields = new URLSearchParams();
  for (const input of form.querySelectorAll("input[type=hidden], input[type=checkbox][checked]")) {
    fields.append(input.getAttribute("name"), input.getAttribute("value"));
  }
  fields.set("uid", uid);
  fields.set("action", "approve");
  return { method: "POST", body: fields };
}

/** signIn opens a page, approves, and returns where that ended. */
async function signIn(address, uid) {
  const browser = new Browser();
  const page = await browser.open(address);
  if (page.status !== 200) throw new Error(`the authorize page answers ${page.status}: ${page.body}`);
  return browser.open(new URL("/oauth2/authorize", page.url), approve(page.body, uid));
}

/** startUser serves a user on a port: POST takes an address and answers with a page, GET is a callback that does nothing. */
export async function startUser(uid) {
  const server = createServer(async (request, response) => {
    let address = "";
    for await (const part of request) address += part;
    try {
      const answer = request.method === "POST" ? await signIn(address, uid) : {};
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { uid, url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
