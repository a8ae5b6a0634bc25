// What the page does better with a script than without: a picture is shown before it is sent, and how far it is while it is.
'use strict';

addEventListener('change', ({ target }) => {
  if (target.matches('input[type=file]')) preview(target);
});

addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-progress]') || !form.picture.files.length) return;
  event.preventDefault();
  send(form);
});

function preview(input) {
  const [file] = input.files;
  const image = input.form.querySelector('.preview');
  URL.revokeObjectURL(image.src);
  image.hidden = !file;
  if (file) image.src = URL.createObjectURL(file);
  input.setCustomValidity(file && file.size > input.dataset.max ? input.dataset.tooLarge : '');
  input.reportValidity();
}

function send(form) {
  const button = form.querySelector('button');
  const bar = form.querySelector('progress');
  const words = form.querySelector('.progress [role=status]');
  const request = new XMLHttpRequest();
  request.responseType = 'document';
  request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
  request.upload.onload = () => {
    bar.removeAttribute('value'); // nobody knows how long Weibo takes
    words.textContent = words.dataset.waiting;
  };
  request.onerror = () => {
    bar.hidden = true;
    button.disabled = false;
    words.textContent = words.dataset.failed;
  };
  request.onload = () => (request.response ? show(request) : request.onerror());
  bar.hidden = false;
  bar.value = 0;
  button.disabled = true;
  words.textContent = words.dataset.sending;
  form.querySelector('.progress').hidden = false;
  request.open('POST', form.action);
  request.send(new FormData(form));
}

// show puts the answer in the place of this page, as if the browser had sent the form.
function show({ response, responseURL }) {
  history.pushState(null, '', responseURL);
  addEventListener('popstate', () => location.reload(), { once: true });
  document.title = response.title;
  document.body.replaceWith(response.body);
  const news = document.querySelector('[role=alert], main [role=status]') ?? document.querySelector('main');
  news.tabIndex = -1;
  news.focus();
}
