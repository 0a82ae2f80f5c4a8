import { keyOf } from '../parley/people.js';
import { segments } from '../timeline/segments.js';
import { dayText, eventText, exactText, isLong, timeText } from '../timeline/words.js';
import { fromTemplate, paintAvatar, setText, tellApart } from './dom.js';

const DELIVERY = { waiting: 'Sending…', said: '', failed: '' };

/** The elements of the timeline's rows. One that can't be made must not keep the others away. */
export function createRow(row, me) {
  const element = fromTemplate(`${row.kind}-row`);
  try {
    FILL[row.kind]?.(element, row, me);
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

const FILL = {
  day: (element, { at }) => setText(element.firstElementChild, dayText(at)),

  event(element, { message }) {
    element.id = message.id;
    setText(element.querySelector('span'), eventText(message));
    fillTime(element.querySelector('time'), message.at);
  },

  message(element, { message, author, mention }, me) {
    element.id = message.id;
    fillSaid(element, message, author, mention ? me : '');
    const permalink = element.querySelector('.permalink');
    permalink.href = `#${message.id}`;
    permalink.ariaLabel = `${timeText(message.at)}: link to the message of ${message.sender}`;
    fillTime(element.querySelector('time'), message.at);
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
  element.append(fromTemplate('fold-button'));
  toggleFold(element);
}

function fillTime(time, at) {
  time.dateTime = new Date(at).toISOString();
  time.textContent = timeText(at);
  time.title = exactText(at);
}

function segmentNode({ text, url, mention }) {
  if (mention) return Object.assign(document.createElement('mark'), { textContent: text });
  if (!url) return document.createTextNode(text);
  return Object.assign(document.createElement('a'), {
    href: url, textContent: text, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr', tabIndex: -1,
  });
}

function updatePending(element, { key, state, reason }) {
  element.dataset.state = state;
  element.dataset.entry = key;
  setText(element.querySelector('.delivery'), DELIVERY[state]);
  element.querySelector('.refusal').hidden = state !== 'failed';
  setText(element.querySelector('.reason'), `Not sent: ${reason}`);
}
