import { addressOf } from '../rooms/names.js';
import { showUnread } from './badge.js';
import { h, Part, reconcile } from './dom.js';

/** The row of a room in any list: a link that the page's navigation follows. */
export function roomRow({ channel }) {
  return h('li', {}, h('a', { href: addressOf(channel) }, h('span.cut', {}, h('bdi', {}, channel)), h('span.hint'), h('span.badge', { hidden: true })));
}

/** My rooms, with what is unread in them. */
export class RoomList extends Part {
  static part = 'room-list';

  make() {
    return [h('ul', { role: 'list' })];
  }

  /** rooms: [{channel, unread, mentioned, current}]. */
  render(rooms) {
    reconcile(this.firstElementChild, rooms, { keyOf: ({ channel }) => channel, create: roomRow, update: (row, room) => update(row, room, this.words) });
  }
}

function update(row, { unread, mentioned, current }, words) {
  const shown = `${unread} ${mentioned} ${current}`;
  if (row.shown === shown) return;
  row.shown = shown;
  const link = row.querySelector('a');
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  link.classList.toggle('unread', unread > 0);
  showUnread(row.querySelector('.badge'), unread, mentioned, words);
}
