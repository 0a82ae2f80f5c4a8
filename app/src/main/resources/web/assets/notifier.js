/**
 * The service worker that shows Parley's notifications and follows them: on phones a page can't. It does nothing else, and keeps
 * nothing.
 */

addEventListener('install', () => skipWaiting());

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

/** In the tab that was in front last, if there is one. */
async function open(address) {
  const [tab] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!tab) return clients.openWindow(address);
  tab.postMessage({ open: address });
  return tab.focus();
}
