/**
 * Parley's service worker. It keeps the page as it came last, with the files of its version, and hands them out while the server can't be
 * reached; and it shows notifications and follows them, which on phones a page can't.
 */

const KEPT = 'parley';
const PAGE = '/';
/** With --origins, answers vary with who asks; what is kept is for this page. */
const ANYHOW = { ignoreVary: true };
const FILE = /\/assets\/[0-9a-f]{32}\/[\w./-]+/g;

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(begin()));

addEventListener('fetch', (event) => {
  const { origin, pathname, searchParams } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== 'GET' || searchParams.has('embed')) return; // a frame is no page to come back to
  if (event.request.mode === 'navigate') event.respondWith(page(event));
  else if (pathname.match(FILE)) event.respondWith(file(event.request));
});

addEventListener('push', (event) => event.waitUntil(tell(event.data.json())));

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

/** The page that is open came before this. */
async function begin() {
  await clients.claim();
  await keep(await fetch(PAGE)).catch(() => { /* it comes with the next page */ });
}

/** Any room's: it finds in its address which one is meant, and knows what was said there last. */
async function page(event) {
  const answer = await fetch(event.request).catch(() => undefined);
  if (isPage(answer)) event.waitUntil(keep(answer.clone()));
  if (answer && answer.status < 500) return answer;
  return await caches.match(PAGE, ANYHOW) ?? answer ?? Response.error();
}

const isPage = (answer) => answer?.ok && answer.headers.get('Content-Type')?.startsWith('text/html');

async function file(request) {
  return await caches.match(request, ANYHOW) ?? fetch(request);
}

/** With its files, and nothing else any more: only together they are a page. */
async function keep(answer) {
  const cache = await caches.open(KEPT);
  const files = new Set((await answer.clone().text()).match(FILE));
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll([...files].filter((path) => !kept.has(path)));
  await cache.put(PAGE, answer);
  await Promise.all([...kept].filter((path) => path !== PAGE && !files.has(path)).map((path) => cache.delete(path)));
}

/** Something was said, unless somebody looks at a tab of ours: what it was, only the server tells, to who may still hear it. */
async function tell({ channel, id }) {
  const tabs = await clients.matchAll({ type: 'window' });
  if (tabs.some(({ focused }) => focused)) return;
  const said = await read(channel, id).catch(() => undefined);
  const title = said ? `${decode(said.sender)} · ${channel}` : channel;
  await registration.showNotification(title, {
    body: said && decode(said.message), tag: `parley ${channel}`, renotify: true, data: `/${encodeURIComponent(channel)}#${id}`,
  });
}

async function read(channel, id) {
  const [epoch, n] = id.split('-').map(Number);
  const answer = await fetch(`/${encodeURIComponent(channel)}?before=${epoch}-${n + 1}&limit=1`, { headers: { Accept: 'application/json' } });
  return (await answer.json()).messages.find((message) => message.id === id && message.sender);
}

/** As parley/text.js does it. */
function decode(escaped) {
  return escaped.replace(/&(?:(amp|lt|gt|quot)|#(\d{1,7}));/g, (entity, name, code) => {
    if (name) return { amp: '&', lt: '<', gt: '>', quot: '"' }[name];
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** In the tab that was in front last, if there is one. */
async function open(address) {
  const [tab] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!tab) return clients.openWindow(address);
  tab.postMessage({ open: address });
  return tab.focus();
}
