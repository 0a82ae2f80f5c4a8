import { keyOf } from '../parley/people.js';
import { segments } from '../timeline/segments.js';
import { dayText, eventText, exactText, isLong, timeText } from '../timeline/words.js';
import { h, marks, paintAvatar, setText, tellApart } from './dom.js';

const DELIVERY = { waiting: 'Sending…', said: '', failed: '' };

/** The elements of the timeline's rows. how: {me, lang, addressOf}, my name, the language of dates, and where messages are linked to. One that can't be made must not keep the others away. */
export function createRow(row, how) {
  const element = MAKE[row.kind]();
  try {
    FILL[row.kind]?.(element, row, how);
  } catch (fault) {
    console.warn('A message can’t be shown:', row, fault);
    element.textContent = 'A message that can’t be shown here';
  }
  return element;
}

/** Shows the whole of a long message, or only how it begins. */
export function toggleFold(element) {
  const isFolded = element.classList.toggle('folded');
  const button = element.querySelector('.fold');
  setText(button, isFolded ? 'Show more' : 'Show less');
  button.setAttribute('aria-expanded', !isFolded);
  if (isFolded) element.scrollIntoView({ block: 'nearest' });
}

export function updateRow(element, row) {
  element.classList.toggle('continued', Boolean(row.continued));
  element.classList.toggle('mine', Boolean(row.mine) || row.kind === 'pending');
  element.classList.toggle('mention', Boolean(row.mention));
  if (row.author) tellApart(element, row.author, row.distinction);
  if (row.kind === 'pending') updatePending(element, row.entry);
}

const MAKE = {
  day: () => h('li.day', { part: 'day' }, h('span')),

  new: () => h('li.new', { part: 'new' }, h('span', {}, 'New since you left')),

  event: () => h('li.event', { tabindex: -1, part: 'event' }, h('span', { dir: 'auto' }), ' ', h('time')),

  message: () => said('li.message', { tabindex: -1, part: 'message' }, h('a.permalink', { tabindex: -1, part: 'time' }, h('time'))),

  pending() {
    const element = said('li.message.pending', { part: 'message pending' }, h('span.delivery'));
    element.append(h('p.refusal', { hidden: true }, h('span.reason'), ' ',
      h('button.retry', { type: 'button' }, 'Try again'), ' ', h('button.delete', { type: 'button' }, 'Delete')));
    return element;
  },
};

function said(name, attributes, whence) {
  return h(name, attributes,
    h('span.avatar', { 'aria-hidden': 'true', part: 'avatar' }),
    h('div.byline', {}, h('strong', { dir: 'auto', part: 'sender' }), ' ', ...marks({ hidden: true }), ' ', whence),
    h('p.text', { dir: 'auto', part: 'text' }));
}

const FILL = {
  day: (element, { at }, { lang }) => setText(element.firstElementChild, dayText(at, lang)),

  event(element, { message }, { lang }) {
    element.id = message.id;
    setText(element.querySelector('span'), eventText(message));
    fillTime(element.querySelector('time'), message.at, lang);
  },

  message(element, { message, author, mention }, { me, lang, addressOf }) {
    element.id = message.id;
    fillSaid(element, message, author, mention ? me : '');
    const permalink = element.querySelector('.permalink');
    permalink.href = addressOf(message.id);
    permalink.ariaLabel = `${timeText(message.at, lang)}: link to the message of ${message.sender}`;
    fillTime(element.querySelector('time'), message.at, lang);
  },

  pending: (element, { entry, author }) => fillSaid(element, entry, author),
};

function fillSaid(element, { sender, message }, author, me) {
  paintAvatar(element.querySelector('.avatar'), sender, keyOf(author));
  element.querySelector('strong').textContent = sender;
  element.querySelector('.text').append(...segments(message, me).map(segmentNode));
  if (isLong(message)) fold(element);
}

function fold(element) {
  element.append(h('button.fold', { type: 'button' }));
  toggleFold(element);
}

function fillTime(time, at, lang) {
  time.dateTime = new Date(at).toISOString();
  time.textContent = timeText(at, lang);
  time.title = exactText(at, lang);
}

function segmentNode({ text, url, mention }) {
  if (mention) return h('mark', {}, text);
  return url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr', tabindex: -1 }, text) : text;
}

function updatePending(element, { key, state, reason }) {
  element.dataset.state = state;
  element.dataset.entry = key;
  setText(element.querySelector('.delivery'), DELIVERY[state]);
  element.querySelector('.refusal').hidden = state !== 'failed';
  setText(element.querySelector('.reason'), `Not sent: ${reason}`);
}
