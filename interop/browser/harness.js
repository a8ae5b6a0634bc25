// What the walks have in common: a program of this project that is started, Chromium, and eyes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 360, height: 740 };

// start starts a program of build/, which says where its site is, and a browser. Screenshots go to build/screenshots/name/.
export async function start(name, command, args, says) {
  const shots = new URL(`build/screenshots/${name}/`, import.meta.url).pathname;
  rmSync(shots, { recursive: true, force: true });
  mkdirSync(shots, { recursive: true });
  const program = spawn(new URL(`build/${command}`, import.meta.url).pathname, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const site = await address(program.stdout, says);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  const stop = async () => {
    await browser.close();
    program.kill();
  };
  return { site, browser, shots, stop };
}

// address is what the program says to open.
async function address(out, says) {
  let text = '';
  for await (const chunk of out.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const found = text.match(says);
    if (found) return found[1];
  }
  throw new Error(`the program ended, and said: ${text}`);
}

// visit opens the first page in a browser of its own, and lets walk go on. No page of the site may complain in the console.
export async function visit({ site, browser, shots }, name, lang, options, walk) {
  const context = await browser.newContext({ locale: lang, ...options });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => {
    // Chromium complains of every answer that is a refusal.
    if (m.type() === 'error' && m.location().url.startsWith(site) && !/status of 4\d\d/.test(m.text())) complaints.push(m.text());
  });
  page.on('pageerror', (e) => complaints.push(String(e)));
  let n = 0;
  // see keeps a picture of the page, and holds it against what makes pages accessible and readable on a phone.
  const see = async (what) => {
    await page.screenshot({ path: `${shots}${name}-${++n}-${what}.png`, fullPage: true });
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${what} is ${over} pixels too wide`);
    if (options.javaScriptEnabled === false || !page.url().startsWith(site)) return;
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run());
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html)}`), [], what);
  };
  try {
    await page.goto(site);
    await walk(page, see);
    assert.deepEqual(complaints, []);
  } catch (err) {
    await page.screenshot({ path: `${shots}${name}-failed.png`, fullPage: true });
    throw err;
  } finally {
    await context.close();
  }
}

export const link = (page, name) => page.getByRole('link', { name, exact: true });
export const button = (page, name) => page.getByRole('button', { name, exact: true });

// width is how wide a picture really is, 0 if it did not arrive.
export const width = (image) => image.evaluate((img) => img.decode().then(() => img.naturalWidth, () => 0));
