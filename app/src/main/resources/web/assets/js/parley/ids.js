/**
 * What ids tell. An id is `<epoch>-<n>`: within an epoch n grows by exactly 1 with each message, and a later epoch is a
 * greater number. So two ids tell which is newer, and whether something is missing between them.
 */

/** Before everything. */
export const BEGINNING = '0-0';

export function compare(one, other) {
  const [epoch, n] = parts(one);
  const [otherEpoch, otherN] = parts(other);
  return epoch - otherEpoch || n - otherN;
}

export function isNewer(id, than) {
  return compare(id, than) > 0;
}

/** Whether nothing can be missing between the two. A new epoch says nothing about the end of the one before. */
export function isNext(id, after) {
  const [epoch, n] = parts(id);
  const [lastEpoch, lastN] = parts(after);
  return epoch === lastEpoch ? n === lastN + 1 : after === BEGINNING && n === 0;
}

/** How many messages came after the first id, up to the second. Of an epoch that is gone, nobody knows. */
export function distance(from, to) {
  const [epoch, n] = parts(from);
  const [toEpoch, toN] = parts(to);
  return epoch === toEpoch ? Math.max(0, toN - n) : toEpoch > epoch ? toN + 1 : 0;
}

/** Whether nothing came before it, in its epoch. */
export function isFirst(id) {
  return parts(id)[1] === 0;
}

export function isId(text) {
  return /^\d{1,16}-\d{1,16}$/.test(text);
}

/** The id after this one, whether something has it or not. */
export function successor(id) {
  const [epoch, n] = parts(id);
  return `${epoch}-${n + 1}`;
}

/** The position before this id. */
export function predecessor(id) {
  const [epoch, n] = parts(id);
  return n > 0 ? `${epoch}-${n - 1}` : BEGINNING;
}

/** Whether it stands for all channels that begin so, as `user-42:*` does. */
export function isFamily(channel) {
  return channel.endsWith(':*');
}

/** The positions of these channels as a cursor: a plain id for one channel, `name=id,name=id` for several and for families. */
export function formatCursor(positions, channels) {
  const families = channels.filter(isFamily);
  if (channels.length === 1 && !families.length) return positions.get(channels[0]) ?? '';
  const isMember = (name) => families.some((family) => name.startsWith(family.slice(0, -1)));
  const known = [...new Set([...channels, ...[...positions.keys()].filter(isMember)])].filter((name) => positions.has(name));
  return known.map((channel) => `${encodeURIComponent(channel)}=${positions.get(channel)}`).join();
}

/** What one stream carries at most. */
const MOST_CHANNELS = 32;
/** Its cursor names every channel, and has to fit in a header of the request; an id has some 30 characters. */
const LONGEST_CURSOR = 4_000;
const ID_LENGTH = 34;

export function fitOneStream(channels) {
  const cursor = channels.reduce((length, channel) => length + encodeURIComponent(channel).length + ID_LENGTH, 0);
  return channels.length <= MOST_CHANNELS && cursor <= LONGEST_CURSOR;
}

/** Reads the `lastEventId` of an event: channel → id, the event's own channel first. It comes with every event, and names up to 32. */
export function parseCursor(text, channels) {
  if (!text.includes('=')) return new Map(text ? [[channels[0], text]] : []);
  const positions = new Map();
  for (let begin = 0, end; begin < text.length; begin = end + 1) {
    const middle = text.indexOf('=', begin);
    end = text.indexOf(',', middle);
    if (end < 0) end = text.length;
    positions.set(decoded(text.slice(begin, middle)), text.slice(middle + 1, end));
  }
  return positions;
}

function decoded(channel) {
  return channel.includes('%') ? decodeURIComponent(channel) : channel;
}

function parts(id) {
  const dash = id.indexOf('-');
  return [Number(id.slice(0, dash)), Number(id.slice(dash + 1))];
}
