const LINK = /\bhttps?:\/\/[^\s<>"]+/gi;
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
  return Boolean(me) && text.toLowerCase().includes(me.toLowerCase()) && nameIn(me).test(text);
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
  if (!mentions(text, me)) return text ? [{ text }] : [];
  return text.split(nameIn(me)).filter(Boolean)
    .map((piece) => (nameIn(me, '^', '$').test(piece) ? { text: piece, mention: true } : { text: piece }));
}

const patterns = new Map();
/** The name as a word of its own, with or without @. */
function nameIn(me, before = '(?<![\\p{L}\\p{N}_])', after = '(?![\\p{L}\\p{N}_])') {
  const pattern = `${before}(@?${me.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')})${after}`;
  if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, 'iu'));
  return patterns.get(pattern);
}
