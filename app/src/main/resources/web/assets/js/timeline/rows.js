import { isNewer } from '../parley/ids.js';
import { keyOf, Namesakes } from '../parley/people.js';
import { mentions } from './segments.js';

const GROUP_MS = 5 * 60_000;

/**
 * What the timeline shows, top to bottom, each row with a key of its own:
 * day {at}, new, event {message}, message {message, author, continued, mine, mention, distinction}, pending {entry, author, continued, distinction}.
 *
 * @param messages ascending
 * @param entries of the outbox, oldest first
 * @param newAfter the id after which the reader has read nothing, if any
 * @param whole whether nothing was said before the first of the messages
 * @param me {name, user, tag}
 * @param people who else is in the room
 */
export function rowsOf(messages, { entries = [], newAfter, whole = false, me = {}, people = [] } = {}) {
  const rows = [];
  const namesakes = new Namesakes([...messages.filter(({ sender }) => sender), ...people]);
  for (const message of messages) {
    separate(rows, message, newAfter, whole);
    rows.push(message.event ? { kind: 'event', key: message.id, message } : messageRow(message, rows.at(-1), me, namesakes));
  }
  const mine = entries.map((entry) => [entry, { ...me, name: entry.sender }]).filter(([entry, author]) => !isInRoom(entry, author, messages));
  mine.forEach(([entry, author]) => rows.push(pendingRow(entry, author, rows.at(-1), namesakes)));
  return rows;
}

function separate(rows, message, newAfter, whole) {
  const before = rows.at(-1)?.message;
  const day = dayOf(message);
  if (!before || day !== dayOf(before)) rows.push({ kind: 'day', key: `day ${day}`, at: message.at, message });
  const isNew = newAfter && isNewer(message.id, newAfter);
  if (isNew && (before ? !isNewer(before.id, newAfter) : whole)) rows.push({ kind: 'new', key: 'new', message });
}

function messageRow(message, before, me, namesakes) {
  const { id, sender, user, tag } = message;
  const author = { name: sender, user, tag };
  const mine = keyOf(author) === keyOf(me);
  const mention = !mine && mentions(message.message, me.name);
  const distinction = namesakes.distinction(author);
  return { kind: 'message', key: id, message, author, mine, mention, distinction, continued: continues(message, author, before) };
}

function pendingRow(entry, author, before, namesakes) {
  const distinction = namesakes.distinction(author);
  return { kind: 'pending', key: `pending ${entry.key}`, entry, author, distinction, continued: continues(entry, author, before) };
}

/** Of one person under one name: who has taken another one is shown with it. */
function continues({ at }, author, before) {
  if (before?.kind !== 'message' && before?.kind !== 'pending') return false;
  const said = before.message ?? before.entry;
  const isSame = keyOf(before.author) === keyOf(author) && before.author.name === author.name;
  return isSame && at - said.at < GROUP_MS;
}

/**
 * Whether what was sent has come back. Its id tells, once the answer is there. Before that, the same words by the same
 * person since it was first tried are most likely it; if not, it shows again when the answer tells so.
 */
function isInRoom({ id, message, since }, author, messages) {
  if (id) return messages.length > 0 && !isNewer(id, messages.at(-1).id);
  if (!since?.head) return false;
  return messages.some((said) => said.message === message && said.sender && keyOf(said) === keyOf(author) && isNewer(said.id, since.head));
}

/** A day of the reader's, as a number; remembered, because there are many messages and dates are slow. */
const days = new WeakMap();
function dayOf(message) {
  if (!days.has(message)) days.set(message, new Date(message.at).setHours(0, 0, 0, 0));
  return days.get(message);
}
