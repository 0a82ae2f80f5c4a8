/**
 * Starts the page. When a file does not come, or is of another version (instances are renewed one by one), it says so, and loads
 * the page again when the server answers. It needs nothing, so that nothing can keep it away.
 */

const FIRST = 1_000;
const LONGEST = 30_000;

const place = document.querySelector('.beginning');

function isNewEnough() {
  return 'timeout' in AbortSignal && 'HTMLDialogElement' in globalThis && CSS.supports('color', 'oklch(0 0 0)');
}

function say(words, action) {
  document.querySelector('connection-state [role]').textContent = '';
  place.replaceChildren(words, ' ', ...(action ? [action] : []));
}

/** How many starts failed in a row, as the history's entry remembers through reloads. */
const failures = () => history.state?.failures ?? 0;

function count(failures) {
  history.replaceState(failures ? { failures } : null, '');
}

function failed(fault) {
  console.warn('Parley could not be loaded:', fault);
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Try now' });
  button.addEventListener('click', again);
  say('Parley could not be loaded. Trying again…', button);
  wait();
}

let timer;
function wait() {
  clearTimeout(timer);
  timer = setTimeout(again, Math.min(LONGEST, FIRST * 2 ** failures()) * (1 + Math.random()));
  count(failures() + 1);
}

/** Not while the server is away: the browser would show a page of its own, for good. */
async function again() {
  const { ok } = await fetch(location.href, { method: 'HEAD', headers: { Accept: 'text/html' } }).catch(() => ({ ok: false }));
  if (ok) location.reload();
  else wait();
}

if (isNewEnough()) import('./app.js').then(() => count(0), failed);
else say('This browser is too old for Parley. It needs Chrome or Edge 111, Firefox 113 or Safari 16, or a newer one.');
