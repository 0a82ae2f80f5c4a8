import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Cookie } from '../../main/resources/web/assets/js/session/cookie.js';
import { SignIn } from '../../main/resources/web/assets/js/session/sign-in.js';
import { standing } from '../../main/resources/web/assets/js/session/standing.js';
import { SessionLine } from '../../main/resources/web/assets/js/tabs/session-line.js';
import { Storage } from '../../main/resources/web/assets/js/storage.js';

/** Of a browser: its properties are its keys. */
class LocalStorage {
  getItem(key) { return this[key] ?? null; }
  setItem(key, value) { this[key] = value; }
  removeItem(key) { delete this[key]; }
}

/** Of a page: what is set is kept, until its Max-Age is 0. */
class Cookies {
  #kept = new Map();
  get cookie() { return [...this.#kept].map((pair) => pair.join('=')).join('; '); }
  set cookie(text) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(text);
    if (text.endsWith('Max-Age=0')) this.#kept.delete(name);
    else this.#kept.set(name, value);
  }
}

let storage;
beforeEach(() => {
  Object.defineProperty(globalThis, 'document', { value: new Cookies(), configurable: true });
  Object.defineProperty(globalThis, 'localStorage', { value: new LocalStorage(), configurable: true });
  storage = new Storage('parley', localStorage);
});
afterEach(() => {
  delete globalThis.localStorage;
  delete globalThis.document;
});

const keys = () => Object.keys(localStorage).sort();

test('each user has a storage of their own, and only one user has any', () => {
  storage.set('rooms', ['everyone']);
  storage.become('a');
  storage.set('outbox.1', { message: 'of a' });
  assert.deepEqual(storage.get('rooms'), undefined);
  storage = new Storage('parley', localStorage);
  assert.equal(storage.owner, 'a');
  assert.deepEqual(storage.all('outbox.'), [{ message: 'of a' }]);
  storage.become('b');
  assert.deepEqual(storage.all('outbox.'), []);
  assert.deepEqual(keys(), ['parley.rooms', 'parley.user']);
  storage.become('');
  assert.deepEqual(storage.get('rooms'), ['everyone']);
  assert.deepEqual(keys(), ['parley.rooms']);
});

test('ids of users that begin alike, or hold anything, are kept apart', () => {
  storage.become('a/b');
  storage.set('x', 1);
  storage.become('a');
  assert.deepEqual(keys(), ['parley.user'], 'a is not a/b');
  storage.set('x', 2);
  storage.become('a.b');
  assert.equal(storage.get('x'), undefined);
});

test('a page that is about to be another\'s keeps nothing more', () => {
  storage.become('a');
  storage.close();
  storage.set('draft.room', 'half a thought');
  assert.deepEqual([storage.owner, keys()], ['', ['parley.user']]);
});

test('what could not be stored is dropped too', () => {
  localStorage.setItem = () => { throw new Error('full'); };
  storage.become('a');
  storage.set('outbox.1', { message: 'of a' });
  assert.equal(storage.all('outbox.').length, 1);
  storage.become('b');
  assert.deepEqual(storage.all('outbox.'), []);
});

const PAGE = 'https://chat.example/room%20one?x=1#1-5';
const back = (address) => {
  const { hash, search } = new URL(address);
  return { hash, search };
};

test('the way to the application tells the way back, and it is known when somebody comes by it', () => {
  const signIn = new SignIn('https://app.example/sign-in?from=chat', storage);
  const address = new URL(signIn.from(PAGE));
  assert.equal(address.searchParams.get('from'), 'chat');
  const given = new URL(address.searchParams.get('return'));
  assert.equal(given.origin + given.pathname, 'https://chat.example/room%20one');
  assert.equal(signIn.from(PAGE), address.href, 'however often it is asked for');
  assert.deepEqual(signIn.comeBack(back(`${given}#token=a.b-c_d.e`)), { token: 'a.b-c_d.e' });
  assert.deepEqual(signIn.comeBack(back(`${given}#token=a.b-c_d.e`)), { unasked: true }, 'once');
});

test('who comes back with the application\'s cookie has no token', () => {
  const signIn = new SignIn('https://app.example/sign-in', storage);
  const given = new URL(signIn.from(PAGE)).searchParams.get('return');
  assert.deepEqual(signIn.comeBack(back(given)), {});
});

test('a link of a stranger signs nobody in', () => {
  const signIn = new SignIn('https://app.example/sign-in', storage);
  assert.deepEqual(signIn.comeBack(back('https://chat.example/room#token=eve')), { unasked: true });
  signIn.from(PAGE);
  assert.deepEqual(signIn.comeBack(back('https://chat.example/room?state=guessed#token=eve')), { unasked: true });
  assert.equal(signIn.comeBack(back('https://chat.example/room?state=guessed')), undefined);
  assert.equal(signIn.comeBack(back(PAGE)), undefined);
});

test('only who was signed in is asked for in the background, and by one request', async (t) => {
  t.after(() => delete globalThis.fetch);
  const signIn = new SignIn('https://app.example/sign-in', storage);
  const asked = [];
  globalThis.fetch = async (url, { mode, credentials }) => asked.push([new URL(url).searchParams.get('return'), mode, credentials]);
  const cookie = new Cookie('https://chat.example/', storage, () => signIn.renewal(PAGE));
  assert.equal(await cookie.renew(0), false);
  storage.become('42');
  assert.deepEqual(await Promise.all([cookie.renew(0), cookie.renew(0)]), [true, true]);
  assert.deepEqual(asked, [['https://chat.example/room%20one', 'no-cors', 'include']]);
  assert.equal(await cookie.renew(0), true, 'that one is old already');
  assert.equal(asked.length, 1);
  globalThis.fetch = async () => { throw new Error('away'); };
  assert.equal(await cookie.renew(1), true, 'some page may have renewed it');
  assert.equal(new SignIn(undefined, storage).from(PAGE), undefined);
});

test('while somebody signs out no tab gets a fresh cookie, nor when they have; if it fails, all goes on', async () => {
  storage.become('42');
  const visits = [];
  const late = new LocalStorage(); // what another process stores comes later
  late['parley.user'] = localStorage['parley.user'];
  const tab = new Cookie('https://chat.example/', new Storage('parley', late), () => 'https://app.example/');
  const leaving = new Cookie('https://chat.example/', storage, () => undefined);
  globalThis.fetch = async (url, { method } = {}) => {
    if (method === 'DELETE') throw new TypeError('no network');
    visits.push(url);
  };
  await assert.rejects(leaving.end());
  assert.equal(await tab.renew(0), true);
  assert.equal(visits.length, 1);
  globalThis.fetch = async (url, { method } = {}) => {
    if (method !== 'DELETE') return visits.push(url);
    assert.equal(await tab.renew(1), false, 'the cookie is going');
    return { ok: true };
  };
  await leaving.end();
  assert.equal(await tab.renew(1), false, 'the cookie has gone');
  storage.become('');
  assert.equal(await tab.renew(1), false, 'all tabs know, or will soon');
  assert.equal(visits.length, 1);
});

test('a tab that is told loads itself when what is stored says so too, and not much later', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let [line, changes] = [undefined, 0];
  new SessionLine(storage, () => changes++, class { constructor() { line = this; } });
  storage.become('42');
  line.onmessage({ data: { isOut: true } });
  assert.equal(changes, 0, 'it would still be theirs');
  t.mock.timers.tick(1_000);
  assert.equal(changes, 1);
  line.onmessage({ data: { isOut: false } });
  assert.equal(changes, 2, 'somebody has signed in, whoever that is');
  new Storage('parley', localStorage).become('');
  line.onmessage({ data: { isOut: true } });
  assert.equal(changes, 3);
});

test('whoever may speak is told nothing, and others why', () => {
  const you = { user: '42', may: { room: ['listen', 'publish'], news: ['listen'] } };
  const kindOf = (state, owner = '42', channel = 'room') => standing(state, owner, channel)?.kind;
  assert.equal(kindOf({ name: 'connecting' }), undefined);
  assert.equal(kindOf({ name: 'live', you }), undefined);
  assert.equal(kindOf({ name: 'live', you }, '42', 'just-joined'), undefined);
  assert.equal(kindOf({ name: 'live', you }, '42', 'news'), 'reader');
  assert.equal(kindOf({ name: 'live', you, denied: ['room'] }), 'barred');
  assert.equal(kindOf({ name: 'live', you: null }), 'fallen');
  assert.equal(kindOf({ name: 'live', you: null }, ''), undefined);
  assert.equal(kindOf({ name: 'live', you: { tag: 't' } }, ''), undefined);
  assert.equal(kindOf({ name: 'signedout', reason: 'expired' }), 'signed-out');
  assert.notEqual(standing({ name: 'signedout', reason: 'expired' }, '').why, standing({ name: 'signedout', reason: 'expired' }, '42').why);
  assert.equal(kindOf({ name: 'signedout', reason: 'revoked', you }), 'revoked');
  assert.equal(standing({ name: 'signedout', reason: 'kicked' }, '42').mayReturn, false);
});
