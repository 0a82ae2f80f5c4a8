import { problemWithName } from '../rooms/names.js';
import { fitOneStream, isFamily } from '../parley/ids.js';

/** What a caller of connect() may have got wrong, in words that say what to change. */

const KINDS = {
  server: 'an address', name: 'a string', last: 'a number from 0 to 200', token: 'a string', refresh: 'a function',
  events: 'a list of strings', cursor: 'a string', read: 'an object {channel: id}', signal: 'an AbortSignal', shared: 'true or false',
  keep: 'true or false', reader: 'a string', fetch: 'a function', EventSource: 'a class', headers: 'an object or a function',
  credentials: '“omit”, “same-origin” or “include”',
};

const IS = {
  'an address': (value) => /^https?:\/\//.test(String(value)),
  'a string': (value) => typeof value === 'string',
  'a number from 0 to 200': (value) => Number.isInteger(value) && value >= 0 && value <= 200,
  'a function': (value) => typeof value === 'function',
  'a class': (value) => typeof value === 'function',
  'a list of strings': (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  'an object {channel: id}': (value) => typeof value === 'object',
  'an AbortSignal': (value) => typeof value.aborted === 'boolean',
  'true or false': (value) => typeof value === 'boolean',
  'an object or a function': (value) => typeof value === 'object' || typeof value === 'function',
  '“omit”, “same-origin” or “include”': (value) => ['omit', 'same-origin', 'include'].includes(value),
};

const PROBLEMS = {
  reserved: 'Parley needs that name for itself.',
  malformed: 'A channel’s name has 1 to 64 letters, digits or _ . : - and begins with a letter or digit.',
};

/** ons: the callbacks that there are. */
export function checkOptions(options, ons) {
  for (const [option, value] of Object.entries(options)) {
    const kind = ons.includes(option) ? 'a function' : KINDS[option];
    if (!kind) throw new TypeError(`connect() has no option “${option}”; it has ${[...Object.keys(KINDS), ...ons].join(', ')}.`);
    if (value !== undefined && value !== null && !IS[kind](value)) throw new TypeError(`connect(): ${option} is ${kind}, not ${shown(value)}.`);
  }
  const { shared, keep, token, refresh, reader, last } = options;
  if (shared && last) throw new TypeError('connect(): a stream that tabs share has begun before; instead of {last}, ask history() or view().');
  if ((shared || keep) && (token || refresh) && !reader) {
    throw new TypeError('connect(): where people have tokens, what is shared or kept needs {reader}, the id of who that is.');
  }
}

export function checkChannels(channels, what = 'connect') {
  if (!Array.isArray(channels)) throw new TypeError(`${what}() takes a list of channels, as in ${what}(['everyone']), not ${shown(channels)}.`);
  channels.forEach((channel) => checkChannel(channel, true));
  if (!fitOneStream(channels)) throw new RangeError('One stream carries at most 32 channels, fewer with long names.');
}

export function checkChannel(channel, mayBeFamily = false) {
  if (typeof channel !== 'string') throw new TypeError(`A channel is a string, not ${shown(channel)}.`);
  const problem = problemWithName(isFamily(channel) && mayBeFamily ? channel.slice(0, -2) : channel);
  if (problem) throw new TypeError(`“${channel}” is no channel. ${PROBLEMS[problem]}`);
}

export function checkText(text, what) {
  if (typeof text !== 'string') throw new TypeError(`${what} is a string, not ${shown(text)}.`);
}

function shown(value) {
  return typeof value === 'string' ? `“${value}”` : String(value);
}
