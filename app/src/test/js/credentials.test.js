import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Token } from '../../main/resources/web/assets/js/parley/credentials.js';
import { Server } from '../../main/resources/web/assets/js/parley/server.js';
import { Clock, settled } from './clock.js';

let clock;
let asked;
beforeEach(() => {
  clock = new Clock();
  asked = [];
});
afterEach(() => {
  clock.restore();
  delete globalThis.fetch;
});

/** Of the tokens, only this one is good. */
function serverTaking(good) {
  globalThis.fetch = async (url, { headers, method = 'GET' }) => {
    asked.push(`${method} ${new URL(url).pathname} ${headers.Authorization}`);
    const isGood = headers.Authorization === `Bearer ${good}`;
    return new Response(JSON.stringify(isGood ? { ticket: 't', messages: [] } : { detail: 'Expired.' }), { status: isGood ? 200 : 401 });
  };
}

const serverWith = (token, refresh) => new Server('http://parley.test/', { browser: 'b', credentials: new Token(token, refresh) });

test('a token that is not taken is renewed once, and the same is asked again', async () => {
  serverTaking('two');
  const server = serverWith('one', async () => 'two');
  await server.history('room');
  assert.deepEqual(asked, ['GET /room Bearer one', 'GET /room Bearer two']);
  await server.history('room');
  assert.equal(asked.length, 3);
});

test('of many that are refused at once, one asks for a fresh one', async () => {
  serverTaking('two');
  let renewals = 0;
  const server = serverWith('one', async () => {
    renewals++;
    return 'two';
  });
  await Promise.all(Array.from({ length: 5 }, () => server.history('room')));
  assert.equal(renewals, 1);
});

test('what is not taken though it is fresh is an end', async () => {
  serverTaking('three');
  await assert.rejects(serverWith('one', async () => 'two').history('room'), { status: 401, isFinal: true });
  assert.equal(asked.length, 2);
});

test('whose token was revoked does not ask for another', async () => {
  globalThis.fetch = async () => new Response('{"reason":"revoked"}', { status: 401 });
  await assert.rejects(serverWith('one', () => assert.fail('asked')).history('room'), { status: 401, reason: 'revoked' });
});

test('without a token, one is asked for before anything else', async () => {
  serverTaking('two');
  await serverWith(undefined, async () => 'two').history('room');
  assert.deepEqual(asked, ['GET /room Bearer two']);
  await assert.rejects(serverWith(undefined, async () => null).history('room'), { status: 401 });
  assert.equal(asked.length, 1);
});

test('a token that can\'t be renewed is used as long as it holds', async () => {
  const token = new Token('one');
  assert.equal(await token.renew(0), false);
  assert.deepEqual(await token.headers(), { Authorization: 'Bearer one' });
});

test('a failure to get one may pass; the fifth in a row counts as nothing', async () => {
  const token = new Token('one', async () => { throw new Error('away'); });
  for (let i = 0; i < 4; i++) await assert.rejects(token.renew(0), { status: 0, isFinal: false });
  assert.equal(await token.renew(0), false);
  await assert.rejects(token.renew(0), { status: 0 }, 'and it is counted anew');
});

test('a page that does not answer is not waited for', async () => {
  const token = new Token('one', () => new Promise(() => {}));
  const renewal = token.renew(0);
  renewal.catch(() => {});
  await clock.pass(10_000);
  await settled();
  await assert.rejects(renewal, { status: 0 });
});

test('a stream is opened by a ticket, never by the token, and by nothing where the chat is open', async () => {
  serverTaking('one');
  const server = serverWith('one');
  const url = server.streamUrl(['room'], { name: 'ana' });
  assert.equal(await server.ticketed(url), 'http://parley.test/subscribe/room?name=ana&browser=b&ticket=t');
  assert.deepEqual(asked, ['POST /tickets Bearer one']);
  globalThis.fetch = async () => new Response('{}', { status: 404 });
  assert.equal(await server.ticketed(url), url);
});
