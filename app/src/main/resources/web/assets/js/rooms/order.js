import { keyOf } from '../parley/people.js';

/** People as one looks for them: myself first, then who spoke last, then the others by name. */
export function inOrder(people, me, messages) {
  const spoke = new Map();
  messages.forEach((message, index) => message.sender && spoke.set(keyOf(message), index));
  const rank = (person) => (keyOf(person) === keyOf(me) ? Infinity : spoke.get(keyOf(person)) ?? -1);
  return [...people].sort((one, other) => rank(other) - rank(one) || one.name.localeCompare(other.name));
}

/** Those whose names have these letters in them, whatever marks and case they are written with; all of them where there are none. */
export function called(people, letters) {
  const wanted = plain(letters.trim());
  return wanted ? people.filter(({ name }) => plain(name).includes(wanted)) : people;
}

function plain(name) {
  return name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
}

/** The room after mine in that direction, round and round; of those with something unread, if only they count. Mine where there is no other. */
export function nextRoom(rooms, step, onlyUnread) {
  const at = rooms.findIndex(({ current }) => current);
  const others = rooms.slice(1).map((_, i) => rooms.at((at + (i + 1) * step) % rooms.length));
  return (others.find(({ unread }) => !onlyUnread || unread) ?? rooms[at]).channel;
}
