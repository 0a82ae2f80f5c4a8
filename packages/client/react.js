import { useCallback, useMemo, useSyncExternalStore } from 'react';

/**
 * A room of a chat, as it is now and whenever it changes: what was said there, who is here, and what is to be said.
 *
 *     const { messages, say } = useRoom(chat, 'everyone');
 *
 * @param {import('./parley.js').Client} chat what connect() gave
 * @param {string} channel
 */
export function useRoom(chat, channel) {
  const view = useMemo(() => chat.view(channel), [chat, channel]);
  const subscribe = useCallback((/** @type {() => void} */ changed) => view.subscribe(changed), [view]);
  const snapshot = useSyncExternalStore(subscribe, () => view.snapshot, () => view.snapshot);
  const say = useCallback((/** @type {string} */ text) => chat.say(channel, text), [chat, channel]);
  return { ...snapshot, say, older: () => view.older(), markRead: () => view.markRead() };
}
