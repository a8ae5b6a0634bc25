// Walks through the web application as people do, in Chromium, from the landing page over the page of the local Weibo to a
// picture on the timeline. Things are found by role and name, as a screen reader finds them. What it saw is in build/.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { button, desktop, link, phone, start, visit as open, width } from './harness.js';

const english = {
  lang: 'en', signIn: 'Sign in with Weibo', approve: 'Approve', refuse: 'Refuse', refused: /did not agree/,
  text: 'What is new?', picture: 'Picture (if you like)', post: 'Post', posted: 'Published.', comments: 'Comments (0)',
  comment: 'Comment', yourComment: 'Your comment', signOut: 'Sign out', signedOut: 'You are signed out.', tooLarge: /larger than 5 MB/,
};
const chinese = {
  lang: 'zh-CN', signIn: '用微博登录', approve: '授权', refuse: '取消', refused: /没有在微博页面上同意授权/,
  text: '有什么新鲜事？', picture: '图片（可选）', post: '发布', posted: '已发布。', comments: '评论 (0)',
  comment: '评论', yourComment: '写评论', signOut: '退出', signedOut: '您已退出。', tooLarge: /超过 5 MB/,
};

let world, site;

before(async () => {
  world = await start('webapp', 'webapp', ['-addr', '127.0.0.1:0'], /^Open (\S+)$/m);
  site = world.site;
});

after(() => world?.stop());

const visit = (name, words, options, walk) => open(world, name, words.lang, options, walk);

async function signIn(page, words, see) {
  await link(page, words.signIn).click();
  await page.getByRole('radio', { name: /AliceExample/ }).check();
  await see('weibo');
  await button(page, words.approve).click();
  await page.getByRole('heading', { name: 'AliceExample', level: 1 }).waitFor();
}

for (const [name, words, options] of [
  ['en-desktop', english, { viewport: desktop }],
  ['en-phone', english, { viewport: phone, colorScheme: 'dark' }],
  ['zh-desktop', chinese, { viewport: desktop, colorScheme: 'dark' }],
  ['zh-phone', chinese, { viewport: phone }],
]) {
  test(`post a picture, ${name}`, () => visit(name, words, options, async (page, see) => {
    await see('landing');
    await signIn(page, words, see);
    await see('home');

    const picture = await page.screenshot({ clip: { x: Math.max(0, options.viewport.width / 2 - 330), y: 0, width: 320, height: 240 } });
    await page.getByLabel(words.text).fill(`${name} 一只猫 <b>`);
    await page.getByLabel(words.picture).setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: picture });
    assert.equal(await width(page.locator('.preview')), 320);
    await see('preview');

    let arrived;
    await page.route('**/post', async (route) => { // the line is slow
      await page.getByRole('progressbar').waitFor();
      assert.equal(await button(page, words.post).isDisabled(), true);
      arrived = route.request().method();
      await route.continue();
    });
    await button(page, words.post).click();
    await page.getByText(words.posted).waitFor();
    assert.equal(arrived, 'POST');
    assert.equal(new URL(page.url()).pathname, '/');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'status');
    const post = page.getByRole('article').first();
    assert.match(await post.innerText(), new RegExp(`${name} 一只猫 <b> ${site}`));
    assert.equal(await width(post.getByRole('img', { name: /AliceExample/ })), 320);
    await see('posted');

    await link(post, words.comments).click();
    await page.getByLabel(words.yourComment).fill(`nice 😺 ${name}`);
    await button(page, words.comment).click();
    await page.getByText(words.posted).waitFor();
    assert.match(await page.getByRole('article').nth(1).innerText(), /nice 😺/);
    await see('commented');

    await button(page, words.signOut).click();
    await page.getByText(words.signedOut).waitFor();
    await see('signed-out');
  }));
}

for (const [name, words, options] of [['en-refused', english, { viewport: desktop }], ['zh-refused', chinese, { viewport: phone }]]) {
  test(`refuse, ${name}`, () => visit(name, words, options, async (page, see) => {
    await link(page, words.signIn).click();
    await button(page, words.refuse).click();
    await page.getByText(words.refused).waitFor();
    await see('landing');
    assert.equal(page.url(), `${site}?notice=refused`);
    await link(page, words.signIn).waitFor();
    assert.equal(await button(page, words.signOut).count(), 0);
  }));
}

test('a picture that is none, and one that is too large', () => visit('en-problem', english, { viewport: phone }, async (page, see) => {
  await signIn(page, english, see);
  const choose = (name, buffer) => page.getByLabel(english.picture).setInputFiles({ name, mimeType: 'image/png', buffer });
  await page.getByLabel(english.text).fill('kept text');
  await choose('large.png', Buffer.alloc(5 * 1024 * 1024 + 1));
  assert.match(await page.getByLabel(english.picture).evaluate((input) => input.validationMessage), english.tooLarge);
  await choose('none.png', Buffer.from('not a picture'));
  await button(page, english.post).click();
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /no JPEG, GIF or PNG picture/);
  assert.equal(await page.getByLabel(english.text).inputValue(), 'kept text');
  await see('not-a-picture');
  await page.goBack();
  await page.getByRole('heading', { name: 'AliceExample', level: 1 }).waitFor();
}));

test('without script', () => visit('en-plain', english, { viewport: phone, javaScriptEnabled: false }, async (page, see) => {
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 100 } });
  await signIn(page, english, see);
  await page.getByLabel(english.text).fill('plain');
  await page.getByLabel(english.picture).setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: picture });
  await button(page, english.post).click();
  await page.getByText(english.posted).waitFor();
  await see('posted');
  await page.getByRole('article').first().getByRole('img', { name: /AliceExample/ }).waitFor();
}));

test('by keyboard, in the other language', () => visit('keyboard', chinese, { viewport: phone, locale: 'en' }, async (page, see) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await link(page, chinese.signIn).waitFor();
  await see('chosen');
  await page.goto(site);
  await link(page, chinese.signIn).waitFor(); // it was remembered
}));
