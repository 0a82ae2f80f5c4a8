/**
 * Hands a custom event to the page that Parley is embedded in: `addEventListener('userJoined', ({ detail }) => …)`, with
 * {channel, id, data, at}. Whoever may post chooses its name, so names of the browser's own events are not passed on.
 */
export function dispatch(channel, { event, id, data, at }) {
  if (`on${event.toLowerCase()}` in window) return;
  window.dispatchEvent(new CustomEvent(event, { detail: { channel, id, data, at } }));
}
