// Writes a million random ids, and those at the edges, in base 62 and back, with npm's weibo-mid and with package ids, and
// fails on the first difference. Run it with: npm ci && npm run check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import mid from "weibo-mid";

const count = 1_000_000;
const max = 2n ** 63n - 1n;

/** random returns numbers below 2^32, the same in every run (xorshift32). */
const random = (() => {
  let x = 2463534242;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
})();

/** randomID has 1 to 19 digits, and runs of zeros more often than chance has them, since there padding goes wrong. */
function randomID() {
  const zero = random() % 4 === 0;
  let digits = String(1 + (random() % 9));
  for (let more = random() % 19; more > 0; more--) digits += zero && random() % 3 ? "0" : random() % 10;
  return BigInt(digits) > max ? String(max) : digits;
}

const edges = [1n, 9n, 61n, 62n, max, max - 1n];
for (let power = 10n; power < max; power *= 10n) edges.push(power - 1n, power, power + 1n);
const ids = edges.map(String);
while (ids.length < edges.length + count) ids.push(randomID());

const ours = spawn("go", ["run", "."], { stdio: ["pipe", "pipe", "inherit"] });
ours.stdin.on("error", () => {}); // it ended early, which the count below tells
ours.stdin.end(ids.join("\n") + "\n");

let compared = 0;
for await (const line of createInterface({ input: ours.stdout })) {
  const id = ids[compared];
  const base62 = mid.encode(id);
  const want = `${base62} ${mid.decode(base62)}`;
  if (line !== want || mid.decode(base62) !== id) {
    console.error(`${id}: package ids says ${line}, weibo-mid ${want}`);
    process.exit(1);
  }
  compared++;
}
if (compared !== ids.length) {
  console.error(`compared ${compared} ids of ${ids.length}`);
  process.exit(1);
}
console.log(`${compared} ids in base 62 and back: package ids and weibo-mid agree`);
