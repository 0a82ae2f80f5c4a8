import { isNewer } from '../parley/ids.js';
import { mentions } from './segments.js';

const GROUP_MS = 5 * 60_000;

/**
 * What the timeline shows, top to bottom, each row with a key of its own:
 * day {at}, new, event {message}, message {message, continued, mine, mention}, pending {entry, continued}.
 *
 * @param messages ascending
 * @param entries of the outbox, oldest first
 * @param newAfter the id after which the reader has read nothing, if any
 * @param whole whether nothing was said before the first of the messages
 */
export function rowsOf(messages, { entries = [], newAfter, whole = false, me = '' } = {}) {
  const rows = [];
  for (const message of messages) {
    separate(rows, message, newAfter, whole);
    rows.push(message.event ? { kind: 'event', key: message.id, message } : messageRow(message, rows.at(-1), me));
  }
  entries.filter((entry) => !isInRoom(entry, messages)).forEach((entry) => rows.push(pendingRow(entry, rows.at(-1))));
  return rows;
}

function separate(rows, message, newAfter, whole) {
  const before = rows.at(-1)?.message;
  const day = dayOf(message);
  if (!before || day !== dayOf(before)) rows.push({ kind: 'day', key: `day ${day}`, at: message.at, message });
  const isNew = newAfter && isNewer(message.id, newAfter);
  if (isNew && (before ? !isNewer(before.id, newAfter) : whole)) rows.push({ kind: 'new', key: 'new', message });
}

function messageRow(message, before, me) {
  const { id, sender } = message;
  const mine = sender === me;
  const mention = !mine && mentions(message.message, me);
  return { kind: 'message', key: id, message, mine, mention, continued: continues(message, before) };
}

function pendingRow(entry, before) {
  return { kind: 'pending', key: `pending ${entry.key}`, entry, continued: continues(entry, before) };
}

function continues({ sender, at }, before) {
  if (before?.kind !== 'message' && before?.kind !== 'pending') return false;
  const said = before.message ?? before.entry;
  return said.sender === sender && at - said.at < GROUP_MS;
}

/**
 * Whether what was sent has come back. Its id tells, once the answer is there. Before that, the same words by the same
 * name since it was first tried are most likely it; if not, it shows again when the answer tells so.
 */
function isInRoom({ id, sender, message, since }, messages) {
  if (id) return messages.length > 0 && !isNewer(id, messages.at(-1).id);
  if (!since?.head) return false;
  return messages.some((said) => said.message === message && said.sender === sender && isNewer(said.id, since.head));
}

/** A day of the reader's, as a number; remembered, because there are many messages and dates are slow. */
const days = new WeakMap();
function dayOf(message) {
  if (!days.has(message)) days.set(message, new Date(message.at).setHours(0, 0, 0, 0));
  return days.get(message);
}
