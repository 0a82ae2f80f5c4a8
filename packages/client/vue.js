import { onScopeDispose, shallowRef } from 'vue';

/**
 * A room of a chat, as it is now and whenever it changes: `room.value` has what was said there, who is here, and what is to be said.
 *
 *     const { room, say } = useRoom(chat, 'everyone');
 *
 * @param {import('./parley.js').Client} chat what connect() gave
 * @param {string} channel
 */
export function useRoom(chat, channel) {
  const view = chat.view(channel);
  const room = shallowRef(view.snapshot);
  onScopeDispose(view.subscribe(() => { room.value = view.snapshot; }));
  return { room, say: (/** @type {string} */ text) => chat.say(channel, text), older: () => view.older(), markRead: () => view.markRead() };
}
