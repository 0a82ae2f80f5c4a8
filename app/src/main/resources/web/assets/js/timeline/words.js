const LONGEST = 200;
const VERBS = { userJoined: 'joined', userLeft: 'left' };

/** A custom event in words: "mason joined" where it says who, else its name and what it carries. */
export function eventText({ event, data }) {
  const who = typeof data?.username === 'string' && data.username;
  if (who && VERBS[event]) return `${who} ${VERBS[event]}`;
  const words = event.replace(/[._-]+/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase().trim();
  const details = Object.entries(data ?? {}).map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const text = details.length ? `${words} · ${details.join(', ')}` : words;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const FOLDED_LINES = 14;
const LINE = 100;

/** Whether it is so long that it is shown folded: as a wide window has it, in lines. */
export function isLong(text) {
  return text.split('\n').reduce((lines, line) => lines + Math.ceil((line.length || 1) / LINE), 0) > FOLDED_LINES;
}

const time = new Intl.DateTimeFormat([], { timeStyle: 'short' });
const exact = new Intl.DateTimeFormat([], { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat([], { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat([], { dateStyle: 'full' });
const DAY_MS = 24 * 60 * 60_000;

export const timeText = (at) => time.format(at);
export const exactText = (at) => exact.format(at);

/** Since when something is: a time of today, else the day, too. */
export function sinceText(at, now = Date.now()) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? time.format(at) : `${dayText(at, now)}, ${time.format(at)}`;
}

export function dayText(at, now = Date.now()) {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return 'Today';
  if (date.toDateString() === new Date(now - DAY_MS).toDateString()) return 'Yesterday';
  return (date.getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(at);
}
