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

const DAY_MS = 24 * 60 * 60_000;
const FORMS = {
  time: { timeStyle: 'short' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayAndYear: { dateStyle: 'full' },
};

/** By language and form: making one is slow. */
const formatters = new Map();
function format(form, at, lang = []) {
  const key = `${form} ${lang}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(isLanguage(lang) ? lang : [], FORMS[form]));
  return formatters.get(key).format(at);
}

function isLanguage(lang) {
  try {
    return Boolean(Intl.getCanonicalLocales(lang));
  } catch {
    return false;
  }
}

/** In this language; without one, in the reader's. */
export const timeText = (at, lang) => format('time', at, lang);
export const exactText = (at, lang) => format('exact', at, lang);

/** Since when something is: a time of today, else the day, too. */
export function sinceText(at, lang, now = Date.now()) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? timeText(at, lang) : `${dayText(at, lang, now)}, ${timeText(at, lang)}`;
}

export function dayText(at, lang, now = Date.now()) {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return 'Today';
  if (date.toDateString() === new Date(now - DAY_MS).toDateString()) return 'Yesterday';
  return format(date.getFullYear() === new Date(now).getFullYear() ? 'day' : 'dayAndYear', at, lang);
}
