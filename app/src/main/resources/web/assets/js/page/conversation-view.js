import { isFirst } from '../parley/ids.js';
import { rowsOf } from '../timeline/rows.js';

/** Pure: what is to be seen of the room that the reader looks at, as it stands. @param chat a core/chat.js @param reading a core/reading.js @param words what is said of it */
export function conversationView(chat, { room, newAfter, standing }, words) {
  const { channel, company, pages, timeline } = room;
  const { me } = chat;
  const entries = timeline.atEnd ? chat.outbox.entries(channel) : [];
  return {
    channel,
    me,
    list: {
      rows: rowsOf(timeline.messages, { entries, newAfter, whole: !timeline.hasOlder, me, people: company.people.known }),
      atEnd: timeline.atEnd,
      beginning: beginningOf(pages, words),
      unseen: chat.rooms.unread(channel),
      me: me.name,
    },
    isEmpty: !pages.loading && !pages.refusal && !timeline.hasOlder && !timeline.messages.length && !entries.length,
    people: company.people,
    typing: company.typing,
    bar: { standing, name: me.name, isKnown: chat.isKnown },
  };
}

/** Pure: the state of the connection, as it is for this room: it may be away while others are not. */
export function stateIn(channel, state) {
  return state.away?.includes(channel) ? { ...state, name: 'away' } : state;
}

function beginningOf({ loading, refusal, timeline }, words) {
  if (loading) return words.say('loading');
  if (refusal) return [401, 403].includes(refusal.status) ? words.say('notForAll') : words.problem(refusal);
  if (timeline.hasOlder) return '';
  if (!timeline.messages.length) return words.say('nothingSaid');
  return words.say(isFirst(timeline.oldest) ? 'begins' : 'noOlder');
}
