// Walks through the pages of the sandbox as developers do, in Chromium: publishes, comments, looks at the log, tries calls,
// plans a fault. Things are found by role and name, as a screen reader finds them. What it saw is in build/.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { button, desktop, link, phone, start, visit as open, width } from './harness.js';

const english = {
  lang: 'en', other: '中文', account: 'Signed in as', switch: 'Switch', text: 'Publish by statuses/share', picture: 'Picture',
  publish: 'Publish', comment: 'Comment', api: 'API', requests: 'Requests', application: 'Application', faults: 'Faults', search: 'Search',
  send: 'Send', described: 'as described', copy: 'Copy', copied: 'Copied', newToken: 'New token', revoke: 'Revoke', day: '+ 1 day',
  operation: 'Operation', plan: 'Plan', verdict: 'Verdict', again: 'Try it again', content: 'To the content', unfollow: /Follow|Unfollow/,
};
const chinese = {
  lang: 'zh-CN', other: 'English', account: '当前账号', switch: '切换', text: '通过 statuses/share 发布', picture: '图片',
  publish: '发布', comment: '评论', api: '接口', requests: '请求', application: '应用', faults: '故障', search: '搜索',
  send: '发送', described: '符合描述', copy: '复制', copied: '已复制', newToken: '新建令牌', revoke: '撤销', day: '+ 1 天',
  operation: '接口', plan: '设置', verdict: '结论', again: '再试一次', content: '跳到正文', unfollow: /关注/,
};

let world, site;

before(async () => {
  world = await start('sandbox', 'weibo-go', ['sandbox', '--addr', '127.0.0.1:0', '--quiet'], /running at (\S+)$/m);
  site = world.site;
});

after(() => world?.stop());

const visit = (name, words, options, walk) => open(world, name, words.lang, options, walk);

const choose = (page, words, name) => Promise.all([
  page.waitForEvent('load'),
  page.getByLabel(words.account).selectOption({ label: name }),
]);

for (const [name, words, options] of [
  ['en-desktop', english, { viewport: desktop }],
  ['en-phone', english, { viewport: phone, colorScheme: 'dark' }],
  ['zh-desktop', chinese, { viewport: desktop, colorScheme: 'dark' }],
  ['zh-phone', chinese, { viewport: phone }],
]) {
  test(`publish and comment, ${name}`, () => visit(name, words, options, async (page, see) => {
    page.on('dialog', (d) => { throw new Error(`what was planted runs: ${d.message()}`); });
    await see('home');
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
    await choose(page, words, 'AliceExample');
    const planted = `${name} 一只猫 <img src=x onerror=alert(1)> "'><script>alert(2)</script> @示例小猫 https://example.com/a?b=1`;
    await page.getByLabel(words.text).fill(planted);
    await page.getByLabel(words.picture).setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: picture });
    await button(page, words.publish).click();
    const post = page.getByRole('article').first();
    await post.getByText(name).waitFor();
    assert.match(await post.innerText(), /<script>alert\(2\)<\/script>/);
    assert.equal(await width(post.getByRole('img', { name: words.picture })), 320);
    assert.equal(await link(post, 'https://example.com/a?b=1').getAttribute('href'), 'https://example.com/a?b=1');
    await see('timeline');

    await post.locator('time').click();
    await page.getByLabel(words.comment).fill(`好猫 <b> ${name}`);
    await button(page, words.comment).click();
    await page.getByText(`好猫 <b> ${name}`).waitFor();
    await see('status');
    await link(page, 'AliceExample').first().click();
    await page.getByRole('heading', { name: 'AliceExample', level: 1 }).waitFor();
    await see('user');
    await link(page, '@示例小猫').first().click();
    await page.getByRole('heading', { name: '示例小猫', level: 1 }).waitFor();
    await page.getByRole('button', { name: words.unfollow }).waitFor();

    // A post without a text is refused, with what to do about it.
    await page.goto(site);
    await page.getByLabel(words.text).fill(' ');
    await button(page, words.publish).click();
    await page.getByText('error_code: 20008').waitFor();
    await see('refused');
  }));

  test(`the log and the application, ${name}`, () => visit(`${name}-app`, words, options, async (page, see) => {
    await link(page, words.requests).click();
    const rows = page.locator('[data-follow] tbody tr');
    const before = await rows.count();
    const answer = await page.request.get(`${site}/2/emotions.json?source=1&type=face&colour=red`);
    assert.equal(answer.status(), 200);
    await page.waitForFunction((n) => document.querySelectorAll('[data-follow] tbody tr').length > n, Math.min(before, 99)); // of itself
    await rows.first().getByText('colour').waitFor();
    await see('requests');
    await rows.first().getByRole('link').click();
    await page.getByText('phrase').first().waitFor();
    await see('request');
    await button(page, words.again).click();
    await page.getByRole('heading', { name: 'emotions', level: 1 }).waitFor();
    assert.equal(await page.getByLabel('type', { exact: true }).inputValue(), 'face');

    await link(page, words.application).click();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button(page, words.copy).nth(1).click();
    await button(page, words.copied).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '1234567890');
    await button(page, words.newToken).click();
    const tokens = await button(page, words.revoke).count();
    await see('application');
    await button(page, words.revoke).first().click();
    await page.waitForFunction(([label, n]) => [...document.querySelectorAll('button')].filter((b) => b.textContent === label).length < n, [words.revoke, tokens]);
    await button(page, words.day).click();
    await page.getByText(/\d+h0m0s/).waitFor();
  }));

  test(`try a call, with and without a fault, ${name}`, () => visit(`${name}-api`, words, options, async (page, see) => {
    await link(page, words.api).click();
    await see('resources');
    await page.getByRole('searchbox').fill('users show');
    await button(page, words.search).click();
    await see('found');
    await link(page, 'users/show').click();
    await page.getByRole('heading', { name: 'users/show', level: 1 }).waitFor();
    await see('operation');
    await page.getByLabel('screen_name', { exact: true }).fill('示例小猫');
    await page.getByLabel('uid', { exact: true }).fill('');
    await button(page, words.send).click();
    await page.getByText('HTTP 200').waitFor();
    await page.getByText(words.described).waitFor();
    assert.match(await page.locator('#curl').innerText(), /curl -s .*screen_name=/);
    assert.match(await page.locator('#go').innerText(), /client\.Users\.Show\(ctx, weiboapi\.UsersShowParams\{ScreenName: "示例小猫"\}\)/);
    await see('tried');

    await link(page, words.faults).click();
    await page.getByLabel(words.operation).selectOption('users/show');
    await page.getByLabel('error_code').fill('10023');
    await button(page, words.plan).click();
    await page.getByText('error_code 10023').waitFor();
    await see('faults');
    await page.goto(`${site}/api/operations/usersShow`);
    await button(page, words.send).click();
    await page.getByText('error_code 10023').waitFor();
    await page.goto(`${site}/api/schemas/User`);
    await see('schema');
    await page.goto(`${site}/api/operations/statusesShare`);
    await see('share');
    await page.goto(`${site}/api/resources/Statuses`);
    await see('resource');
  }));
}

test('without script', () => visit('en-plain', english, { viewport: phone, javaScriptEnabled: false }, async (page, see) => {
  await page.getByLabel(english.account).selectOption({ label: 'BobSample' });
  await button(page, english.switch).click();
  await page.getByLabel(english.text).fill('plain words');
  await button(page, english.publish).click();
  await page.getByRole('article').first().getByText('plain words').waitFor();
  await see('published');
  await link(page, english.requests).click();
  await page.getByLabel(english.verdict).selectOption('1');
  await button(page, 'Show').click();
  await see('requests');
  await page.goto(`${site}/api/operations/accountGetUID`);
  await button(page, english.send).click();
  await page.getByText('HTTP 200').waitFor();
}));

test('by keyboard, in the other language', () => visit('keyboard', chinese, { viewport: phone, locale: 'en' }, async (page, see) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), english.content);
  await button(page, english.other).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '本地微博' }).waitFor();
  await see('chosen');
  await page.goto(`${site}/api`);
  await page.getByRole('heading', { name: '接口', level: 1 }).waitFor(); // it was remembered
}));
