/** Parley's service worker, where there may be one: see /assets/worker.js. */
const ADDRESS = '/assets/worker.js';

let registration;

/** Its registration, when it is active: one that is not active yet shows nothing. Rejects where site data is blocked. */
export function worker() {
  registration ??= navigator.serviceWorker.register(ADDRESS, { scope: '/' }).then(activated).catch((fault) => {
    registration = undefined; // the next may succeed
    throw fault;
  });
  return registration;
}

/** The page works without it, and opens offline with it; so it comes when nothing else has to. */
export function bringWorker() {
  if (navigator.serviceWorker) worker().catch(() => { /* then it does not open offline */ });
}

async function activated(registration) {
  const coming = registration.installing ?? registration.waiting;
  while (!registration.active) {
    await new Promise((resolve) => coming.addEventListener('statechange', resolve, { once: true }));
    if (coming.state === 'redundant') throw new Error('It could not be installed, or another has taken its place.');
  }
  return registration;
}
