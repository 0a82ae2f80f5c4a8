import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Connection } from '../../main/resources/web/assets/js/parley/connection.js';
import { Problem, Server } from '../../main/resources/web/assets/js/parley/server.js';
import { Clock, settled } from './clock.js';

const HEARTBEAT = 10_000;

/** Stands for the browser's EventSource: the test says what the server sends. */
class Source extends EventTarget {
  static CLOSED = 2;
  static opened = [];

  constructor(url) {
    super();
    this.url = new URL(url);
    this.readyState = 0;
    Source.opened.push(this);
  }

  send(type, data, lastEventId) {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data), lastEventId }));
  }

  welcome(id) {
    this.send('welcome', { channels: [], heartbeat: HEARTBEAT }, id);
  }

  fail(readyState) {
    this.readyState = readyState;
    this.onerror();
  }

  close() {
    this.closed = true;
  }
}

let clock;
let events;
let states;
let doubts;
let refusal;
let connection;
let credentials;

beforeEach(() => {
  clock = new Clock();
  globalThis.EventSource = Source;
  Source.opened = [];
  [events, states, doubts, refusal] = [[], [], 0, undefined];
  credentials = { version: 0, needsTicket: false, headers: async () => ({}), renew: async () => false };
  const server = new Server('http://parley.test/', { credentials });
  server.whyRefused = async () => {
    if (refusal) throw refusal;
  };
  connection = new Connection(server, {
    event: (event) => events.push(event),
    state: ({ name }) => states.push(name),
    doubt: () => doubts++,
  });
});
afterEach(() => {
  connection.close();
  clock.restore();
});

const source = () => Source.opened.at(-1);
const cursor = () => source().url.searchParams.get('last_event_id');

test('events arrive with their channel, all positions and decoded text', () => {
  connection.follow(['a', 'b'], 'mason');
  assert.equal(source().url.pathname, '/subscribe/a,b');
  assert.equal(source().url.searchParams.get('name'), 'mason');
  source().welcome('a=1-0,b=2-0');
  source().send('message', { sender: 'ana', message: 'R&amp;D' }, 'b=2-1,a=1-0');
  const { type, channel, positions, data } = events.at(-1);
  assert.deepEqual([type, channel, data.message], ['message', 'b', 'R&D']);
  assert.deepEqual(Object.fromEntries(positions), { a: '1-0', b: '2-1' });
});

test('a stream of a family comes back with the positions of all channels that it had last', async () => {
  connection.follow(['user-42:*']);
  Source.opened[0].welcome('user-42%3Aold=1-1,user-42%3Agone=2-2,user-42%3A*=7-0');
  Source.opened[0].send('message', { message: 'hi' }, 'user-42%3Anew=8-0,user-42%3Aold=1-1,user-42%3A*=7-0');
  assert.equal(events.at(-1).channel, 'user-42:new');
  connection.follow(['user-42:*'], 'ana');
  const cursor = Source.opened[1].url.searchParams.get('last_event_id');
  assert.equal(cursor, 'user-42%3A*=7-0,user-42%3Anew=8-0,user-42%3Aold=1-1');
});

test('a broken stream is opened again after a wait, with the cursor', async () => {
  connection.follow(['a', 'b']);
  source().welcome('a=1-0,b=2-0');
  source().send('message', {}, 'b=2-1,a=1-0');
  source().fail(0);
  assert.equal(Source.opened.length, 1);
  await clock.pass(2_000);
  assert.equal(Source.opened.length, 2);
  assert.equal(cursor(), 'a=1-0,b=2-1');
  source().welcome('a=1-0,b=2-1');
  assert.deepEqual(states, ['live', 'reconnecting', 'live']);
});

test('after a farewell it waits as long as it was asked to', async () => {
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('bye', { retry: 7_000 }, '1-0');
  await clock.pass(6_900);
  assert.equal(Source.opened.length, 1);
  await clock.pass(200);
  assert.equal(Source.opened.length, 2);
});

test('an answer that ended EventSource for good is tried again, and as late as Retry-After says', async () => {
  connection.follow(['a']);
  refusal = new Problem(503, 'Going away.', 30_000);
  source().fail(Source.CLOSED);
  await clock.pass(29_000);
  assert.equal(Source.opened.length, 1);
  await clock.pass(2_000);
  assert.equal(Source.opened.length, 2);
});

test('an answer that will not change ends it, with the reason', async () => {
  connection.follow(['a']);
  refusal = new Problem(400, 'That is no room.');
  source().fail(Source.CLOSED);
  await clock.pass(60_000);
  assert.equal(Source.opened.length, 1);
  assert.deepEqual([connection.state.name, connection.state.reason], ['refused', 'That is no room.']);
});

test('a silence of 2.5 heartbeats opens it anew and raises doubts; any event is life', async () => {
  connection.follow(['a']);
  source().welcome('1-0');
  for (let i = 0; i < 5; i++) {
    await clock.pass(2 * HEARTBEAT);
    source().send(i % 2 ? 'heartbeat' : 'message', {}, '1-0');
  }
  assert.equal(Source.opened.length, 1);
  await clock.pass(2.5 * HEARTBEAT);
  assert.equal(Source.opened.length, 2);
  assert.equal(doubts, 1);
});

test('a stream that is never welcomed is given up', async () => {
  connection.follow(['a']);
  await clock.pass(15_000);
  await clock.pass(2_000);
  assert.equal(Source.opened.length, 2);
});

test('other rooms or another name reopen it, with the positions of those that stay; the same do not', () => {
  connection.follow(['a']);
  source().welcome('1-0');
  connection.follow(['a']);
  assert.equal(Source.opened.length, 1);
  connection.follow(['a', 'b']);
  assert.ok(Source.opened[0].closed);
  assert.equal(cursor(), 'a=1-0');
  connection.follow(['a', 'b'], 'mason');
  assert.equal(Source.opened.length, 3);
  assert.deepEqual(states, ['live']);
});

test('events of a type are heard once somebody listens for it, also after reopening', async () => {
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('userJoined', {}, '1-1');
  connection.listenFor('userJoined');
  source().send('userJoined', {}, '1-2');
  source().fail(0);
  await clock.pass(2_000);
  source().send('userJoined', {}, '1-3');
  assert.deepEqual(events.map(({ positions }) => positions.get('a')), ['1-0', '1-2', '1-3']);
});

test('what a closed source still says is not heard', () => {
  connection.follow(['a']);
  const before = source();
  connection.follow(['b']);
  before.send('message', {}, '1-1');
  assert.deepEqual(events, []);
});

test('the state of Redis is the state', () => {
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('status', { redis: 'down' }, '1-0');
  source().send('status', { redis: 'up' }, '1-0');
  assert.deepEqual(states, ['live', 'away', 'live']);
});

test('in a cluster some rooms are away and the others live', () => {
  connection.follow(['a', 'b']);
  source().welcome('a=1-0,b=1-0');
  source().send('status', { redis: 'down', channel: 'a' }, 'a=1-0,b=1-0');
  assert.equal(connection.state.name, 'live');
  assert.deepEqual(connection.state.away, ['a']);
  source().send('status', { redis: 'down', channel: 'b' }, 'b=1-0,a=1-0');
  assert.equal(connection.state.name, 'away');
  source().send('status', { redis: 'up', channel: 'a' }, 'a=1-0,b=1-0');
  assert.equal(connection.state.name, 'live');
  assert.deepEqual(connection.state.away, ['b']);
  source().welcome('a=1-0,b=1-0');
  assert.deepEqual(connection.state.away, [], 'what is away is told again');
});

test('while nobody follows anything, there is no stream', async () => {
  connection.follow(['a']);
  connection.follow([]);
  await clock.pass(60_000);
  await settled();
  assert.ok(source().closed);
  assert.equal(Source.opened.length, 1);
});

test('who is not let in now is told why, and comes again when the server said', async () => {
  connection.follow(['a']);
  source().send('bye', { reason: 'redis', retry: 7_000 }, '');
  assert.equal(states.at(-1), 'away');
  await clock.pass(6_900);
  assert.equal(Source.opened.length, 1);
  await clock.pass(200);
  assert.equal(Source.opened.length, 2);
  source().send('bye', { reason: 'full', retry: 7_000 }, '');
  assert.equal(states.at(-1), 'reconnecting');
});

test('a wait can be cut short, and what was refused tried again', async () => {
  connection.follow(['a']);
  source().fail(0);
  connection.retryNow();
  assert.equal(Source.opened.length, 2);
  connection.retryNow();
  assert.equal(Source.opened.length, 2, 'it was already being tried');
  refusal = new Problem(400, 'Bad name.');
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(states.at(-1), 'refused');
  connection.retryNow();
  assert.equal(Source.opened.length, 3);
});

test('no wait is longer than ten seconds', async () => {
  connection.follow(['a']);
  for (let tries = 1; tries < 8; tries++) {
    source().fail(0);
    await clock.pass(10_000);
    assert.equal(Source.opened.length, tries + 1);
  }
});

/** What is shown can be renewed from now on, so often. */
function renewable(times = Infinity) {
  credentials.renew = async (version) => {
    if (version === credentials.version && times-- > 0) credentials.version++;
    return version !== credentials.version;
  };
}

test('who one is comes with the state, and null is nobody', () => {
  connection.follow(['a']);
  source().send('welcome', { heartbeat: HEARTBEAT, you: { user: '42', name: 'R&amp;D' } }, '1-0');
  assert.deepEqual(connection.state.you, { user: '42', name: 'R&D' });
  connection.reopen();
  source().send('welcome', { heartbeat: HEARTBEAT, you: null }, '1-0');
  assert.equal(connection.state.you, null);
});

test('a stream that expires goes on at once where it was, with something fresh', async () => {
  renewable();
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('expiring', { in: 2_000 }, '1-0');
  await settled();
  assert.equal(credentials.version, 1);
  source().send('message', {}, '1-1');
  source().send('bye', { reason: 'expired', retry: 5_000 }, '1-1');
  await settled();
  assert.equal(Source.opened.length, 2);
  assert.equal(cursor(), '1-1');
  assert.equal(credentials.version, 1, 'what is fresh already is not asked for again');
  assert.deepEqual(states, ['live']);
});

test('where nothing fresh is to be had, it ends as signed out, and goes on only when it is asked to', async () => {
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('bye', { reason: 'expired', retry: 5_000 }, '1-0');
  await settled();
  await clock.pass(60_000);
  assert.equal(Source.opened.length, 1);
  assert.deepEqual([connection.state.name, connection.state.reason], ['signedout', 'expired']);
  connection.retryNow();
  assert.equal(Source.opened.length, 2);
});

test('where that can\'t be told now, it is asked again after a while', async () => {
  let asked = 0;
  credentials.renew = async () => {
    asked++;
    throw new Problem(0, 'Away.');
  };
  connection.follow(['a']);
  source().welcome('1-0');
  source().send('bye', { reason: 'expired' }, '1-0');
  await settled();
  assert.deepEqual([asked, connection.state.name], [1, 'reconnecting']);
  await clock.pass(2_000);
  assert.equal(Source.opened.length, 2);
});

test('whose access is withdrawn, or who is sent out, is told at once and does not come back by itself', async () => {
  renewable();
  for (const reason of ['revoked', 'kicked']) {
    connection.follow([reason]);
    source().welcome('1-0');
    source().send('bye', { reason, retry: 1_000 }, '1-0');
    assert.deepEqual([connection.state.name, connection.state.reason], ['signedout', reason]);
    const { length } = Source.opened;
    await clock.pass(60_000);
    globalThis.dispatchEvent?.(new Event('online'));
    assert.equal(Source.opened.length, length);
  }
});

test('who is not known is signed out', async () => {
  connection.follow(['a']);
  refusal = new Problem(401, 'This token has expired.');
  source().fail(Source.CLOSED);
  await settled();
  assert.deepEqual([connection.state.name, connection.state.reason], ['signedout', 'expired']);
  refusal = new Problem(401, 'Revoked.', 0, { reason: 'revoked' });
  connection.retryNow();
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(connection.state.reason, 'revoked');
  refusal = new Problem(403, 'Out.', 0, { reason: 'kicked' });
  connection.retryNow();
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(connection.state.reason, 'kicked');
});

test('channels that one may not hear are left out, and the others go on', async () => {
  connection.follow(['a', 'b']);
  refusal = new Problem(403, 'You may not listen here.', 0, { reason: 'not_granted', channels: ['b'] });
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(source().url.pathname, '/subscribe/a');
  source().welcome('1-0');
  assert.deepEqual([connection.state.name, connection.state.denied], ['live', ['b']]);
  refusal.channels = ['a'];
  source().fail(Source.CLOSED);
  await settled();
  assert.deepEqual([connection.state.name, connection.state.denied], ['refused', ['b', 'a']]);
  connection.reopen();
  assert.equal(source().url.pathname, '/subscribe/a,b');
});

test('a guest, too, goes on with the channels that are for guests', async () => {
  connection.follow(['a', 'b']);
  refusal = new Problem(401, 'This needs a token.', 0, { channels: ['b'] });
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(source().url.pathname, '/subscribe/a');
  refusal.channels = ['a'];
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(connection.state.name, 'signedout');
});

test('a name that is not the token\'s is given up', async () => {
  connection.follow(['a'], 'mason');
  refusal = new Problem(403, 'Your token says that you are called otherwise.', 0, { reason: 'sender' });
  source().fail(Source.CLOSED);
  await settled();
  assert.equal(source().url.searchParams.get('name'), null);
});

test('what was taken for fresh and has expired as soon is no way on', async () => {
  renewable();
  connection.follow(['a']);
  source().welcome('1-0');
  await clock.pass(3_000);
  for (let lives = 0; lives < 3; lives++) {
    source().send('bye', { reason: 'expired' }, '1-0');
    await settled();
    source().welcome('1-0');
    await clock.pass(600);
  }
  assert.equal(Source.opened.length, 4, 'however short, it lived');
  source().send('bye', { reason: 'expired' }, '1-0');
  await settled();
  source().welcome('1-0');
  source().send('bye', { reason: 'expired' }, '1-0');
  await settled();
  assert.deepEqual([Source.opened.length, connection.state.name], [5, 'signedout']);
});
