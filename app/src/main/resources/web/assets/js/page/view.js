import { EVERYONE } from '../rooms/names.js';
import { inOrder } from '../rooms/order.js';
import { conversationView } from './conversation-view.js';

/** Pure: what is to be seen of all of the page, as it stands. */
export function viewOf(chat, reading, words) {
  const { rooms, me } = chat;
  const { company, timeline } = reading.room;
  const current = reading.channel;
  const list = rooms.list().map((channel) => ({
    channel, current: channel === current, unread: rooms.unread(channel), mentioned: rooms.isMentioned(channel),
  }));
  const others = list.filter((room) => !room.current);
  return {
    ...conversationView(chat, reading, words),
    people: { ...company.people, known: inOrder(company.people.known, me, timeline.messages) },
    rooms: list,
    elsewhere: { unread: others.reduce((sum, { unread }) => sum + unread, 0), mentioned: others.some(({ mentioned }) => mentioned) },
    mayLeave: others.length > 0 || current !== EVERYONE,
    unread: list.reduce((sum, { unread }) => sum + unread, 0),
    owner: chat.storage.owner,
  };
}
