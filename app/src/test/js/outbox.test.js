import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Outbox } from '../../main/resources/web/assets/js/outbox/outbox.js';
import { Problem } from '../../main/resources/web/assets/js/parley/server.js';
import { Clock, settled } from './clock.js';
import { Entries } from './entries.js';

/** As the server: says each key once; `answers` are what it does instead, one for each request. */
class Room {
  said = [];
  requests = 0;
  answers = [];
  users = [];

  async say(channel, { sender, message, key, user }) {
    this.requests++;
    this.users.push([user, sender]);
    const answer = this.answers.shift();
    if (answer instanceof Problem) throw answer;
    const before = this.said.find((one) => one.key === key);
    const id = before?.id ?? `1-${this.said.push({ id: `1-${this.said.length}`, sender, message, key }) - 1}`;
    if (answer === 'lost') throw new Problem(0, 'The server can’t be reached.');
    return { id };
  }

  async history() {
    return { messages: this.said, head: this.said.at(-1)?.id ?? '0-0' };
  }
}

let clock;
let storage;
let room;
let outbox;
let isCertain;

beforeEach(() => {
  clock = new Clock();
  storage = new Entries();
  room = new Room();
  isCertain = true;
  outbox = open();
});
afterEach(() => clock.restore());

function open(locks) {
  return new Outbox(storage, room, {
    headOf: () => '0-0',
    mayWork: () => isCertain,
    isMine: ({ sender }) => sender === 'mason',
    changed: () => {},
    locks: Promise.resolve(locks),
  });
}

const texts = () => room.said.map(({ message }) => message);
const states = () => outbox.entries('room').map(({ state }) => state);

test('what is said goes out one by one, in order, and leaves when it is in the room', async () => {
  ['one', 'two', 'three'].forEach((text) => outbox.add('room', { name: 'mason' }, text));
  await settled();
  assert.deepEqual(texts(), ['one', 'two', 'three']);
  assert.deepEqual(states(), ['said', 'said', 'said']);
  outbox.settle(new Map([['room', '1-1']]));
  assert.equal(outbox.entries('room').length, 1);
  outbox.settle(new Map([['room', '1-2']]));
  assert.equal(outbox.entries('room').length, 0);
});

test('a lost answer, a busy and an absent server are tried again, and it is said once', async () => {
  room.answers = ['lost', new Problem(503, 'Redis is away', 1_000), new Problem(429, 'Too fast', 5_000)];
  outbox.add('room', { name: 'mason' }, 'hi');
  outbox.add('room', { name: 'mason' }, 'ho');
  await clock.pass(2_000);
  await clock.pass(4_000);
  await clock.pass(8_000);
  await settled();
  assert.deepEqual(texts(), ['hi', 'ho']);
  assert.equal(room.requests, 5);
});

test('Retry-After is heeded', async () => {
  room.answers = [new Problem(429, 'Too fast', 60_000)];
  outbox.add('room', { name: 'mason' }, 'hi');
  await clock.pass(59_000);
  assert.equal(room.requests, 1);
  await clock.pass(2_000);
  assert.equal(room.requests, 2);
});

test('a page that is loaded anew says what the one before did not get answered, once', async () => {
  room.answers = ['lost'];
  outbox.add('room', { name: 'mason' }, 'hi');
  await settled();
  outbox = open();
  outbox.work();
  await settled();
  assert.deepEqual(texts(), ['hi']);
  assert.deepEqual(states(), ['said']);
});

test('when the server may have forgotten the key, the room is asked whether it was said', async () => {
  room.answers = ['lost'];
  outbox.add('room', { name: 'mason' }, 'hi');
  await settled();
  await clock.pass(0);
  const later = Date.now() + 20 * 60_000;
  Date.now = () => later;
  outbox = open();
  room.say = () => assert.fail('said twice');
  outbox.work();
  await settled();
  assert.deepEqual(texts(), ['hi']);
  assert.deepEqual(states(), ['said']);
});

test('what can\'t be looked up waits until it can, as anything else', async () => {
  room.answers = ['lost'];
  outbox.add('room', { name: 'mason' }, 'hi');
  await settled();
  await clock.pass(0);
  const later = Date.now() + 20 * 60_000;
  Date.now = () => later;
  outbox = open();
  room.history = async () => { throw new Problem(0, 'The server can’t be reached.'); };
  outbox.work();
  await settled();
  assert.deepEqual(states(), ['waiting']);
  delete room.history;
  outbox.hurry();
  await settled();
  assert.deepEqual(states(), ['said']);
  assert.deepEqual(texts(), ['hi']);
});

test('where locks are refused after all, it is said all the same', async () => {
  outbox = open({ request: async () => { throw new DOMException('Blocked.', 'SecurityError'); } });
  outbox.add('room', { name: 'mason' }, 'hi');
  await settled();
  assert.deepEqual(texts(), ['hi']);
  assert.deepEqual(states(), ['said']);
});

test('a refusal keeps its reason, and holds nothing up', async () => {
  room.answers = [new Problem(400, 'Too long.')];
  outbox.add('room', { name: 'mason' }, 'bad');
  outbox.add('room', { name: 'mason' }, 'good');
  await settled();
  assert.deepEqual(texts(), ['good']);
  assert.deepEqual(states(), ['failed', 'said']);
  assert.equal(outbox.entries('room')[0].reason, 'Too long.');
});

test('what failed can be tried again, or deleted', async () => {
  room.answers = [new Problem(400, 'No.'), new Problem(400, 'No.')];
  outbox.add('room', { name: 'mason' }, 'one');
  outbox.add('room', { name: 'mason' }, 'two');
  await settled();
  const [one, two] = outbox.entries('room');
  outbox.remove(one.key);
  outbox.retry(two.key);
  await settled();
  assert.deepEqual(texts(), ['two']);
  assert.deepEqual(states(), ['said']);
});

test('what is deleted while it waits for another attempt is not said', async () => {
  room.answers = [new Problem(503, 'Away')];
  outbox.add('room', { name: 'mason' }, 'never mind');
  await settled();
  outbox.remove(outbox.entries('room')[0].key);
  await clock.pass(60_000);
  assert.deepEqual(texts(), []);
});

test('rooms do not wait for each other', async () => {
  room.answers = [new Problem(503, 'Away', 60_000)];
  outbox.add('slow', { name: 'mason' }, 'waits');
  await settled();
  outbox.add('room', { name: 'mason' }, 'goes');
  await settled();
  assert.deepEqual(texts(), ['goes']);
});

test('nothing is said until it is certain who says it, and nothing more when it is not', async () => {
  isCertain = false;
  outbox.add('room', { name: 'mason' }, 'one');
  await settled();
  assert.deepEqual([texts(), states()], [[], ['waiting']]);
  isCertain = true;
  room.answers = [new Problem(503, 'Away')];
  outbox.work();
  await settled();
  isCertain = false;
  await clock.pass(60_000);
  assert.deepEqual([texts(), states()], [[], ['waiting']]);
  isCertain = true;
  outbox.hurry();
  await settled();
  assert.deepEqual([texts(), states()], [['one'], ['said']]);
});

test('the same words of somebody else are not mine', async () => {
  room.answers = ['lost'];
  outbox.add('room', { name: 'mason' }, 'hi');
  await settled();
  await clock.pass(0);
  room.said[0].sender = 'ana';
  const later = Date.now() + 20 * 60_000;
  Date.now = () => later;
  outbox = open();
  room.said[0].key = 'another';
  outbox.work();
  await settled();
  assert.deepEqual(room.said.map(({ sender }) => sender), ['ana', 'mason']);
});

test('a refusal keeps why, as far as the server tells it in a word', async () => {
  room.answers = [new Problem(401, 'x'), new Problem(403, 'x', 0, { reason: 'not_granted' }), new Problem(403, 'x', 0, { reason: 'sender' })];
  ['one', 'two', 'three'].forEach((text) => outbox.add('room', { name: 'mason' }, text));
  await settled();
  assert.deepEqual(outbox.entries('room').map(({ status, why }) => [status, why]), [[401, undefined], [403, 'not_granted'], [403, 'sender']]);
});

test('what a user has said is said as that user, under the name of their token', async () => {
  outbox.add('room', { name: 'Ana', user: '42' }, 'hi');
  await settled();
  assert.deepEqual(room.users, [['42', '']]);
  assert.equal(outbox.entries('room')[0].sender, 'Ana');
});

test('what a guest has said is said only while nobody is signed in', async () => {
  outbox.add('room', { name: 'Ana', user: '' }, 'hi');
  await settled();
  assert.deepEqual(room.users, [['', 'Ana']]);
});
