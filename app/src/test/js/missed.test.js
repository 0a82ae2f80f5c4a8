import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Missed } from '../../main/resources/web/assets/js/rooms/missed.js';
import { Rooms } from '../../main/resources/web/assets/js/rooms/rooms.js';
import { settled } from './clock.js';
import { Entries } from './entries.js';

let storage;
let rooms;
let asked;
let said;
let missed;

beforeEach(() => {
  storage = new Entries();
  asked = [];
  said = [];
  open();
});

/** As a page that is loaded anew. */
function open() {
  rooms = new Rooms(storage, () => {});
  missed = new Missed(storage, { history: async (channel, { limit }) => {
    asked.push([channel, limit]);
    return { messages: said.slice(-limit) };
  } }, rooms);
}

function readNone(messages) {
  said = messages.map((message, n) => ({ id: `1-${n + 1}`, sender: 'ana', message }));
  rooms.join('room');
  rooms.cameTo(new Map([['room', '1-0']]));
  rooms.cameTo(new Map([['room', `1-${messages.length}`]]));
}

test('who was named while they were away is told, also after the next reload', async () => {
  readNone(['hello', '@mason?', 'bye']);
  missed.lookIn('room', { name: 'mason' });
  await settled();
  assert.deepEqual(asked, [['room', 3]]);
  assert.ok(rooms.isMentioned('room'));
  open();
  assert.ok(rooms.isMentioned('room'));
  rooms.markRead('room', '1-1');
  assert.ok(rooms.isMentioned('room'));
  rooms.markRead('room', '1-2');
  assert.ok(!rooms.isMentioned('room'));
});

test('nobody is asked twice for the same, nor for what is read', async () => {
  readNone(['hello', 'bye']);
  missed.lookIn('room', { name: 'mason' });
  missed.lookIn('room', { name: 'mason' });
  await settled();
  open();
  rooms.cameTo(new Map([['room', '1-2']]));
  missed.lookIn('room', { name: 'mason' });
  await settled();
  assert.equal(asked.length, 1);
  assert.ok(!rooms.isMentioned('room'));
});

test('of very much, only the newest is asked for', async () => {
  readNone(Array.from({ length: 500 }, () => '@mason'));
  missed.lookIn('room', { name: 'mason' });
  await settled();
  assert.deepEqual(asked, [['room', 200]]);
});

test('my own words do not name me', async () => {
  readNone(['I am @ana']);
  missed.lookIn('room', { name: 'ana' });
  await settled();
  assert.ok(!rooms.isMentioned('room'));
});
