/** Characters that turn text round end an address, which would be read as another than it leads to. */
const LINK = /\bhttps?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const CLOSERS = { ')': '(', ']': '[', '}': '{' };

/** The text cut into {text}, {text, url} for what is a web link, and {text, mention: true} for the reader's name. */
export function segments(text, me = '') {
  const cut = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(LINK)) {
    const url = withoutTail(match);
    if (!isWebAddress(url)) continue;
    cut.push(...mentionsIn(text.slice(end, index), me), { text: url, url });
    end = index + url.length;
  }
  cut.push(...mentionsIn(text.slice(end), me));
  return cut;
}

export function mentions(text, me) {
  return Boolean(me) && text.toLowerCase().includes(me.toLowerCase()) && mentionsIn(text, me).some(({ mention }) => mention);
}

/** A sentence goes on after a link: what ends it is not part of it, and a bracket only if it was opened there. */
function withoutTail(url) {
  for (;;) {
    const last = url.at(-1);
    const opener = CLOSERS[last];
    const isTail = opener ? url.split(last).length > url.split(opener).length : /[.,;:!?'*_~]/.test(last);
    if (!isTail) return url;
    url = url.slice(0, -1);
  }
}

function isWebAddress(url) {
  return URL.canParse ? URL.canParse(url) : /^https?:\/\/[^/]/i.test(url);
}

function mentionsIn(text, me) {
  const cut = [];
  let end = 0;
  for (const { 0: match, index } of me ? text.matchAll(nameIn(me)) : []) {
    if (!isMention(match, me, text.slice(Math.max(0, index - 2), index))) continue;
    cut.push({ text: text.slice(end, index) }, { text: match, mention: true });
    end = index + match.length;
  }
  return [...cut, { text: text.slice(end) }].filter((piece) => piece.text);
}

const WORD = '[\\p{L}\\p{N}_]';
const endsInWord = new RegExp(`${WORD}$`, 'u');
const SHORTEST_BARE_NAME = 3;

/** `@name`, however it is written; without @ only as it is, and only if a capital tells it from a word: “I will” is not Will. */
function isMention(match, me, before) {
  if (endsInWord.test(before)) return false;
  return match.length > me.length || (match === me && me.length >= SHORTEST_BARE_NAME && me !== me.toLowerCase());
}

const patterns = new Map();
/** The name at the end of a word, with or without @. */
function nameIn(me) {
  const pattern = `@?${me.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?!${WORD})`;
  if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, 'giu'));
  return patterns.get(pattern);
}
