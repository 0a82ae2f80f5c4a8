import { setText } from './dom.js';

/** How much is unread, beside what one goes there by; and whether I am named in it. */
export function showUnread(badge, unread, mentioned, words) {
  badge.hidden = !unread;
  badge.classList.toggle('mentioned', mentioned);
  setText(badge, unread > 99 ? '99+' : String(unread));
  badge.setAttribute('aria-label', words.say(mentioned ? 'unreadNamed' : 'unread', { count: unread }));
  badge.setAttribute('role', 'img');
}
