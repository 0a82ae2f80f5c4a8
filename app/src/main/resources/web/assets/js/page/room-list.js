import { addressOf } from '../rooms/names.js';
import { fromTemplate, reconcile, setText } from './dom.js';

/** The row of a room in any list: a link that the page's navigation follows. */
export function roomRow({ channel }) {
  const row = fromTemplate('room-row');
  row.querySelector('a').href = addressOf(channel);
  row.querySelector('bdi').textContent = channel;
  return row;
}

/** My rooms, with what is unread in them. */
class RoomList extends HTMLElement {
  /** rooms: [{channel, unread, mentioned, current}]. */
  render(rooms) {
    reconcile(this.firstElementChild, rooms, { keyOf: ({ channel }) => channel, create: roomRow, update });
  }
}

function update(row, { unread, mentioned, current }) {
  const link = row.querySelector('a');
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  link.classList.toggle('unread', unread > 0);
  showUnread(row.querySelector('.badge'), unread, mentioned);
}

export function showUnread(badge, unread, mentioned) {
  badge.hidden = !unread;
  badge.classList.toggle('mentioned', mentioned);
  setText(badge, unread > 99 ? '99+' : String(unread));
  badge.setAttribute('aria-label', mentioned ? `${unread} unread, you are mentioned` : `${unread} unread`);
  badge.setAttribute('role', 'img');
}

customElements.define('room-list', RoomList);
