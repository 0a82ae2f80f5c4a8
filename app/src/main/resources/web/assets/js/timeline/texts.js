const LONGEST = 200;
const SAID_AS = { userJoined: 'joined', userLeft: 'left' };

/** A custom event in words: "mason joined" where it says who, else its name and what it carries. */
export function eventText({ event, data }, words) {
  const name = typeof data?.username === 'string' && data.username;
  if (name && SAID_AS[event]) return words.say(SAID_AS[event], { name });
  const called = event.replace(/[._-]+/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase().trim();
  const details = Object.entries(data ?? {}).map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const text = details.length ? `${called} · ${details.join(', ')}` : called;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const FOLDED_LINES = 14;
const LINE = 100;

/** Whether it is so long that it is shown folded: as a wide window has it, in lines. */
export function isLong(text) {
  return text.split('\n').reduce((lines, line) => lines + Math.ceil((line.length || 1) / LINE), 0) > FOLDED_LINES;
}
