import { openChat } from '../core/open-chat.js';

/** So long an element may be out of the page, as while it is moved, before its chat is closed. */
const LINGER = 1_000;

const chats = new Map();

/** The chat of all rooms of this page that have the same server and the same reader; for each time that it is taken, give it back once. */
export function takeChat(base, { name, token, refresh }) {
  const reader = readerOf({ name, token });
  const key = JSON.stringify([base, reader, token, Boolean(refresh)]);
  if (!chats.has(key)) chats.set(key, { users: 0, chat: open(base, { name, token, refresh, reader }) });
  const shared = chats.get(key);
  shared.users++;
  return { chat: shared.chat, giveBack: once(() => giveBack(key, shared)) };
}

/** Tabs share a stream, and what is kept, where it is known whose that is. */
function open(base, { name, token, refresh, reader }) {
  const isKnown = Boolean(reader) || !refresh;
  const chat = openChat(base, { token, refresh, reader, shared: isKnown, keep: isKnown });
  if (name) chat.name = name;
  return chat;
}

/** The user that a token is of, for a guest the name that the page gives, or nobody in particular. It only says what belongs together. */
function readerOf({ name, token }) {
  if (!token) return name ? `name ${name}` : '';
  try {
    const { sub } = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
    return sub ? `user ${sub}` : '';
  } catch {
    return '';
  }
}

function giveBack(key, shared) {
  shared.users--;
  setTimeout(() => {
    if (shared.users || chats.get(key) !== shared) return;
    chats.delete(key);
    shared.chat.close();
  }, LINGER);
}

function once(action) {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
