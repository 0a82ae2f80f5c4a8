/** How long "Copied" is said, ms. */
const MOMENT = 2_000;

/** What stands in a room in which nothing was said yet: whose room it is, and a link for those who should be here. */
export function showWelcome(scroller, channel, isEmpty, words) {
  const shown = scroller.querySelector('.welcome');
  if (shown?.dataset.channel === channel && isEmpty) return;
  shown?.remove();
  if (isEmpty) scroller.querySelector('.beginning').before(welcome(channel, words));
}

function welcome(channel, words) {
  const block = Object.assign(document.createElement('section'), { className: 'welcome' });
  block.dataset.channel = channel;
  const address = new URL(`/${encodeURIComponent(channel)}`, location.href).href;
  const title = document.createElement('h2');
  title.append(...words.parts('welcome', { room: textOf('bdi', channel) }));
  block.append(title, textOf('p', words.say('share')), linkOf(address, words));
  return block;
}

function linkOf(address, words) {
  const line = Object.assign(document.createElement('p'), { className: 'fields' });
  const box = Object.assign(document.createElement('input'), { readOnly: true, value: address, ariaLabel: words.say('roomLink') });
  box.addEventListener('focus', () => box.select());
  const button = Object.assign(textOf('button', words.say('copyLink')), { type: 'button' });
  button.addEventListener('click', () => hand(address, box, button, words));
  line.append(box, button);
  return line;
}

/** On phones, to whatever app is chosen; else into the clipboard, and where there is none, it is marked to be copied. */
async function hand(address, box, button, words) {
  if (matchMedia('(pointer: coarse)').matches && navigator.share) return navigator.share({ url: address }).catch(() => { /* thought better of */ });
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = words.say('copied');
    setTimeout(() => { button.textContent = words.say('copyLink'); }, MOMENT);
  } catch {
    box.focus();
  }
  return undefined;
}

function textOf(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
