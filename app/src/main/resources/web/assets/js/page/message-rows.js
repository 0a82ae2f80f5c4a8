import { keyOf } from '../parley/people.js';
import { segments } from '../timeline/segments.js';
import { eventText, isLong } from '../timeline/texts.js';
import { h, marks, paintAvatar, setText, tellApart } from './dom.js';

/** The elements of the timeline's rows. how: {me, words, addressOf}, my name, what is said, and where messages are linked to. One that can't be made must not keep the others away. */
export function createRow(row, how) {
  const element = MAKE[row.kind](how.words);
  try {
    FILL[row.kind]?.(element, row, how);
  } catch (fault) {
    console.warn('A message can’t be shown:', row, fault);
    element.textContent = how.words.say('unshowable');
  }
  return element;
}

/** Shows the whole of a long message, or only how it begins. */
export function toggleFold(element, words) {
  const isFolded = element.classList.toggle('folded');
  const button = element.querySelector('.fold');
  setText(button, words.say(isFolded ? 'showMore' : 'showLess'));
  button.setAttribute('aria-expanded', !isFolded);
  if (isFolded) element.scrollIntoView({ block: 'nearest' });
}

export function updateRow(element, row, words) {
  element.classList.toggle('continued', Boolean(row.continued));
  element.classList.toggle('mine', Boolean(row.mine) || row.kind === 'pending');
  element.classList.toggle('mention', Boolean(row.mention));
  if (row.author) tellApart(element, row.author, row.distinction);
  if (row.kind === 'pending') updatePending(element, row.entry, words);
}

const MAKE = {
  day: () => h('li.day', { part: 'day' }, h('span')),

  new: (words) => h('li.new', { part: 'new' }, h('span', {}, words.say('newLine'))),

  event: () => h('li.event', { tabindex: -1, part: 'event' }, h('span', { dir: 'auto' }), ' ', h('time')),

  message: (words) => said('li.message', { tabindex: -1, part: 'message' }, words, h('a.permalink', { tabindex: -1, part: 'time' }, h('time'))),

  pending(words) {
    const element = said('li.message.pending', { part: 'message pending' }, words, h('span.delivery'));
    element.append(h('p.refusal', { hidden: true }, h('span.reason'), ' ',
      h('button.retry', { type: 'button' }, words.say('tryAgain')), ' ', h('button.delete', { type: 'button' }, words.say('delete'))));
    return element;
  },
};

function said(name, attributes, words, whence) {
  return h(name, attributes,
    h('span.avatar', { 'aria-hidden': 'true', part: 'avatar' }),
    h('div.byline', {}, h('strong', { dir: 'auto', part: 'sender' }), ' ', ...marks(words, { hidden: true }), ' ', whence),
    h('p.text', { dir: 'auto', part: 'text' }));
}

const FILL = {
  day: (element, { at }, { words }) => setText(element.firstElementChild, words.day(at)),

  event(element, { message }, { words }) {
    element.id = message.id;
    setText(element.querySelector('span'), eventText(message, words));
    fillTime(element.querySelector('time'), message.at, words);
  },

  message(element, { message, author, mention }, { me, words, addressOf }) {
    element.id = message.id;
    fillSaid(element, message, author, words, mention ? me : '');
    const permalink = element.querySelector('.permalink');
    permalink.href = addressOf(message.id);
    permalink.ariaLabel = words.say('linkTo', { time: words.time(message.at), name: message.sender });
    fillTime(element.querySelector('time'), message.at, words);
  },

  pending: (element, { entry, author }, { words }) => fillSaid(element, entry, author, words),
};

function fillSaid(element, { sender, message }, author, words, me) {
  paintAvatar(element.querySelector('.avatar'), sender, keyOf(author));
  element.querySelector('strong').textContent = sender;
  element.querySelector('.text').append(...segments(message, me).map(segmentNode));
  if (isLong(message)) fold(element, words);
}

function fold(element, words) {
  element.append(h('button.fold', { type: 'button' }));
  toggleFold(element, words);
}

function fillTime(time, at, words) {
  time.dateTime = new Date(at).toISOString();
  time.textContent = words.time(at);
  time.title = words.exact(at);
}

function segmentNode({ text, url, mention }) {
  if (mention) return h('mark', {}, text);
  return url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr', tabindex: -1 }, text) : text;
}

function updatePending(element, entry, words) {
  const { key, state } = entry;
  element.dataset.state = state;
  element.dataset.entry = key;
  setText(element.querySelector('.delivery'), state === 'waiting' ? words.say('sending') : '');
  element.querySelector('.refusal').hidden = state !== 'failed';
  setText(element.querySelector('.reason'), state === 'failed' ? words.say('notSent', { reason: whyNotSent(entry, words) }) : '');
}

/** In words for who wrote it; else in those of the server. */
function whyNotSent({ status, why, reason }, words) {
  if (status === 401) return words.say('notSignedIn');
  if (why === 'sender') return words.say('another');
  return why === 'not_granted' ? words.say('mayNotSpeak') : words.problem({ status, detail: reason });
}
