// Runs each client against a sandbox of its own: node clients.js COMMAND. A client is a program that signs in, makes its calls and
// checks what comes back; what it needs is in its environment (see start). One whose tools are not here is skipped, loudly.
// The sandbox is strict: it refuses parameters that Weibo does not document.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { startUser } from "./user.js";

const node = { commands: [process.execPath], probe: ["--version"] };
const python = (module) => ({
  commands: ["python3", "/usr/bin/python3"], // Debian's modules are those of Debian's Python
  probe: ["-c", "import " + module],
  lacks: "python3 with " + module,
});
const ruby = (library) => ({
  commands: ["ruby", "/usr/bin/ruby"],
  probe: ["-r", library, "-e", ""],
  lacks: "ruby with " + library,
});

const clients = [
  { file: "build/openapi-fetch.js", tool: node },
  { file: "clients/passport-weibo.js", tool: node },
  { file: "clients/grant.js", tool: node },
  { file: "clients/weibo.js", tool: node, friendly: true }, // it sends response_type with the code
  { file: "clients/social_core_weibo.py", tool: python("social_core.backends.weibo") },
  { file: "clients/authlib_session.py", tool: python("authlib.integrations.requests_client") },
  { file: "clients/ruby_oauth2.rb", tool: ruby("oauth2") },
  { file: "clients/simple-oauth2.js", tool: node },
];

const minute = 60_000;

/** find returns a command that has what a client needs, if there is one. */
function find({ commands, probe }) {
  return commands.find((command) => spawnSync(command, probe, { stdio: "ignore", timeout: minute }).status === 0);
}

/** start runs a sandbox and a user, and returns what a client has to know of them. */
async function start(command, friendly) {
  const args = ["sandbox", "--addr", "127.0.0.1:0", "--quiet", "--statuses", "0", ...(friendly ? [] : ["--strict"])];
  const sandbox = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const failed = new Promise((_, reject) => sandbox.once("error", reject));
  const address = await Promise.race([addressIn(sandbox.stdout), failed]);
  const user = await startUser("1404376561");
  const env = {
    SANDBOX: address,
    APP_KEY: "1234567890",
    APP_SECRET: "EXAMPLESECRETEXAMPLESECRETEXAMPL",
    USER_UID: user.uid,
    BROWSER_URL: user.url, // post the address of a page here: the user signs in, and the answer says where that ended
    PYTHONDONTWRITEBYTECODE: "1",
    CALLBACK_URL: user.url + "callback", // for clients that have no page of their own to come back to
  };
  return { env, stop: () => (sandbox.kill(), user.stop()) };
}

async function addressIn(output) {
  for await (const line of createInterface({ input: output })) {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (address) return address[0];
  }
  throw new Error("the sandbox did not say where it is");
}

/** run returns whether the client was content. */
async function run(command, client, file) {
  const { env, stop } = await start(command, client.friendly);
  try {
    const child = spawn(file, [client.file], { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env }, timeout: minute });
    const [code, signal] = await new Promise((resolve, reject) => child.once("error", reject).once("exit", (...end) => resolve(end)));
    if (code !== 0) console.error(`FAILED ${client.file}: ${signal ?? "exit status " + code}`);
    return code === 0;
  } finally {
    stop();
  }
}

let failures = 0;
for (const client of clients) {
  const file = find(client.tool);
  if (!file) console.log(`SKIPPED ${client.file}: there is no ${client.tool.lacks} here`);
  else if (!(await run(process.argv[2] ?? "weibo-go", client, file))) failures++;
}
process.exitCode = failures && 1;
