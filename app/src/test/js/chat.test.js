import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Chat } from '../../main/resources/web/assets/js/core/chat.js';
import { Reading } from '../../main/resources/web/assets/js/core/reading.js';
import { Connection } from '../../main/resources/web/assets/js/parley/connection.js';
import { Server } from '../../main/resources/web/assets/js/parley/server.js';
import { Storage } from '../../main/resources/web/assets/js/storage.js';
import { Clock, settled } from './clock.js';
import { World } from './world.js';

let clock;
let world;
let chat;
let reading;
let heard;
let arrived;

beforeEach(() => {
  clock = new Clock();
  world = new World();
  world.you = { tag: 'mine' };
  open(new Storage('parley', null));
});
afterEach(() => {
  chat.close();
  clock.restore();
});

function open(storage) {
  const server = new Server('http://parley.test/', { network: { fetch: world.fetch, EventSource: world.EventSource } });
  chat = new Chat(server, { storage, locks: Promise.resolve(), connecting: (...where) => new Connection(...where) });
  chat.name = 'Mason';
  reading = new Reading(chat);
  [heard, arrived] = [[], []];
  chat.addEventListener('heard', ({ detail: { channel, message } }) => heard.push(`${channel} ${message.message}`));
  chat.addEventListener('arrived', ({ detail: { channel, message } }) => arrived.push(`${channel} ${message.message}`));
}

const shown = () => reading.room.timeline.messages.map(({ message }) => message);
const pagesAsked = () => world.asked.filter((asked) => /^GET \/room\d*$/.test(asked)).length;

test('whoever enters a room reads what was said there, and hears what is said', async () => {
  world.say('room', 'ana', 'before');
  await reading.enter('room');
  await settled();
  world.say('room', 'ana', 'after');
  await settled();
  assert.deepEqual(shown(), ['before', 'after']);
  assert.deepEqual([heard, arrived], [['room after'], ['room after']]);
  assert.equal(chat.state.name, 'live');
});

test('back in a room that was shown lately, all of it is there at once, and nothing is asked', async () => {
  await reading.enter('room1');
  await settled();
  await reading.enter('room2');
  await settled();
  world.say('room1', 'ana', 'meanwhile');
  await settled();
  const before = pagesAsked();
  reading.enter('room1');
  assert.deepEqual(shown(), ['meanwhile']);
  await settled();
  assert.equal(pagesAsked(), before);
  assert.equal(reading.newAfter, '0-0', 'and it is new');
});

test('what a guest writes is to go out only while nobody is signed in', async () => {
  world.answers = [503];
  await reading.enter('room');
  const key = chat.say('room', 'hi');
  assert.equal(chat.outbox.entry(key).user, '');
});

test('eight rooms are kept beside the one that is shown; the one that was left first is read anew', async () => {
  for (let n = 0; n < 10; n++) await reading.enter(`room${n}`);
  assert.deepEqual(chat.keptRooms.map(({ channel }) => channel), [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `room${n}`));
  const before = pagesAsked();
  await reading.enter('room0');
  assert.equal(pagesAsked(), before + 1);
});

test('a kept room that has missed very much is read anew, not caught up with', async () => {
  await reading.enter('room1');
  await reading.enter('room2');
  await settled();
  world.cut();
  await settled();
  for (let n = 0; n < 300; n++) world.say('room1', 'ana', String(n));
  world.mend();
  const before = pagesAsked();
  await clock.pass(20_000);
  await settled();
  assert.equal(pagesAsked(), before);
  await reading.enter('room1');
  assert.equal(shown().at(0), '0', 'from where I had read to');
});

test('two readers of one room see the same, and it stays until both have left', async () => {
  const other = new Reading(chat);
  await reading.enter('room');
  await other.enter('room');
  assert.equal(reading.room, other.room);
  reading.leave();
  chat.leave('room');
  assert.deepEqual(chat.keptRooms, [other.room]);
  other.leave();
  assert.deepEqual(chat.keptRooms, []);
});

test('what I say is in the room once, though its answer is lost', async () => {
  await reading.enter('room');
  await settled();
  world.answers = ['lost'];
  reading.say('hi');
  await settled();
  await clock.pass(10_000);
  await settled();
  assert.deepEqual(shown(), ['hi']);
  assert.deepEqual(chat.outbox.entries('room'), []);
  assert.equal(chat.rooms.unread('room'), 0, 'my own words are nothing new');
});

test('what others say in rooms that I do not look at is unread, and a mention is one', async () => {
  await reading.enter('room1');
  await reading.enter('room2');
  await settled();
  world.say('room1', 'ana', 'hello');
  world.say('room1', 'ana', 'where is @mason?');
  await settled();
  assert.deepEqual([chat.rooms.unread('room1'), chat.rooms.isMentioned('room1')], [2, true]);
  reading.enter('room1');
  reading.markRead(reading.room.head);
  assert.deepEqual([chat.rooms.unread('room1'), chat.rooms.isMentioned('room1')], [0, false]);
});

test('of somebody else who is signed in now, nothing of the one before is shown', async () => {
  await reading.enter('room');
  await settled();
  let became = 0;
  chat.addEventListener('became', () => became++);
  world.you = { user: '42', name: 'Ana' };
  chat.reconnect();
  await settled();
  await settled();
  assert.deepEqual([became, chat.name, chat.storage.owner, chat.keptRooms.length], [1, 'Ana', '42', 0]);
});

test('of many rooms, a message makes only its own be looked at, and nothing that is kept be listed', async () => {
  const asked = [];
  const kept = new Map();
  const place = new Proxy({
    getItem: (key) => { asked.push(key); return kept.get(key) ?? null; },
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  }, { ownKeys: () => { asked.push('all'); return [...kept.keys()]; }, getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  open(new Storage('parley', place));
  chat.join(...Array.from({ length: 32 }, (_, n) => `room${n}`));
  await settled();
  world.say('room1', 'ana', 'first');
  await settled();
  const changed = [];
  chat.addEventListener('changed', ({ detail: { channels } }) => changed.push(channels));
  asked.length = 0;
  world.say('room2', 'ana', 'second');
  await settled();
  assert.deepEqual(changed, [['room2']]);
  assert.deepEqual(asked.filter((key) => key === 'all' || /read\.room(?!2$)/.test(key)), []);
  assert.ok(asked.length <= 12, `${asked.length} entries: ${asked}`);
});
