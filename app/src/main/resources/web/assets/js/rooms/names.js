/** Where the page begins. */
export const EVERYONE = 'everyone';

const RESERVED = new Set(['subscribe', 'channels', 'assets', 'metrics', 'healthz', 'readyz', 'favicon.ico', 'tickets', 'session', 'operator']);

/** Why this can't be a room's name, `reserved` or `malformed`, or nothing. */
export function problemWithName(name) {
  if (RESERVED.has(name)) return 'reserved';
  if (/^[\p{L}\p{Nd}][\p{L}\p{Nd}_.:-]{0,63}$/u.test(name)) return '';
  return 'malformed';
}

export function normalName(name) {
  return name.trim().normalize('NFC');
}

let last = { text: '', name: '' };

/** A person's name as the server knows it: without what can't be seen, and with single spaces. Mine is asked for with every message. */
export function personName(text) {
  if (text !== last.text) last = { text, name: normalPersonName(text) };
  return last.name;
}

function normalPersonName(text) {
  return text
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0e]/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

export function addressOf(channel) {
  return `/${encodeURIComponent(channel)}`;
}

/** The room of an address; `/` is everyone's. */
export function channelAt(pathname) {
  try {
    return normalName(decodeURIComponent(pathname.slice(1))) || EVERYONE;
  } catch {
    return pathname.slice(1);
  }
}
