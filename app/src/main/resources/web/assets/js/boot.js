/**
 * Starts the page. A file that does not come is asked for a few times more: while instances are renewed one by one, half of them have
 * those of another version only, and the next that is asked may be of the page's own. When it does not come at all, that is said, and the
 * page is loaded again when the server answers. It needs nothing but the page, which has its words, so that nothing can keep it away.
 */

/** How often a file is asked for anew, and after how long first, ms: it doubles. */
const REPEATS = 5;
const PAUSE = 80;
/** Between two loads of the page, ms. */
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
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: place.dataset.again });
  button.addEventListener('click', again);
  say(place.dataset.failed, button);
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

/** load(n) rejects when the file does not come; n: how often it was asked for before. */
async function repeatedly(load) {
  for (let n = 0; ; n++) {
    try {
      return await load(n);
    } catch (fault) {
      if (n === REPEATS || hasBegun()) throw fault;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** n * (1 + Math.random() / 2)));
    }
  }
}

/** What has come and failed is not run a second time over the first. */
const hasBegun = () => Boolean(customElements.get('message-list'));

/** Another address each time, since browsers remember of a module that it failed. */
const anew = (address, n) => (n ? `${address}?${n}` : address);

/** Of one that has failed, browsers show no rules, or won't tell them. */
function isMissing({ sheet }) {
  try {
    return !sheet.cssRules.length;
  } catch {
    return true;
  }
}

/** Browsers run this when all sheets have come, or failed. */
function dress(link) {
  const { href } = link;
  return repeatedly((n) => new Promise((resolve, reject) => {
    const another = Object.assign(link.cloneNode(), { href: anew(href, n + 1), onload: resolve, onerror: reject });
    link.replaceWith(another);
    link = another;
  }));
}

async function load() {
  const sheets = [...document.querySelectorAll('link[rel=stylesheet]')];
  await Promise.all(sheets.filter(isMissing).map(dress));
  await repeatedly((n) => import(anew('./app.js', n)));
}

if (isNewEnough()) load().then(() => count(0), failed);
else say(place.dataset.old);
