import { isFirst } from '../parley/ids.js';
import { rowsOf } from '../timeline/rows.js';

/** Pure: what is to be seen of the room that the reader looks at, as it stands. @param chat a core/chat.js @param reading a core/reading.js */
export function conversationView(chat, { room, newAfter, standing }) {
  const { channel, company, pages, timeline } = room;
  const { me } = chat;
  const entries = timeline.atEnd ? chat.outbox.entries(channel) : [];
  return {
    channel,
    me,
    list: {
      rows: rowsOf(timeline.messages, { entries, newAfter, whole: !timeline.hasOlder, me, people: company.people.known }),
      atEnd: timeline.atEnd,
      beginning: beginningOf(pages),
      unseen: chat.rooms.unread(channel),
      me: me.name,
    },
    isEmpty: !pages.loading && !pages.refusal && !timeline.hasOlder && !timeline.messages.length && !entries.length,
    people: company.people,
    typing: company.typing,
    bar: { standing, name: me.name, isKnown: chat.isKnown },
  };
}

function beginningOf({ loading, refusal, timeline }) {
  if (loading) return 'Loading…';
  if (refusal) return [401, 403].includes(refusal.status) ? 'What was said here is not for everybody.' : refusal.message;
  if (timeline.hasOlder) return '';
  if (!timeline.messages.length) return 'Nothing was said here yet. Say hello.';
  return isFirst(timeline.oldest) ? 'This is where the room begins' : 'Older messages are no longer kept';
}
