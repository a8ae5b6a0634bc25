// The pages work without this. It saves clicks: buttons that copy, lists that send their form, a log that follows.
'use strict';

const words = document.documentElement.lang.startsWith('zh')
  ? {copy: '复制', copied: '已复制'}
  : {copy: 'Copy', copied: 'Copied'};

for (const source of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = words.copy;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 1500);
  });
  source.after(' ', button);
}

for (const list of document.querySelectorAll('select[data-submit]')) {
  list.addEventListener('change', () => list.form.submit());
  list.form.querySelector('button')?.remove();
}

const log = document.querySelector('[data-follow]');

async function follow() {
  if (document.hidden || log.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-follow]');
    if (fresh && fresh.innerHTML !== log.innerHTML) log.innerHTML = fresh.innerHTML;
  } catch {
    // The sandbox has stopped. It may come back.
  }
}

if (log) setInterval(follow, 2000);
