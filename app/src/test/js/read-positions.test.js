import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ReadPositions } from '../../main/resources/web/assets/js/rooms/read-positions.js';
import { Rooms } from '../../main/resources/web/assets/js/rooms/rooms.js';
import { Clock, settled } from './clock.js';
import { Entries } from './entries.js';

let clock;
let noted;
let asked;
let isAway;
let refused;

beforeEach(() => {
  clock = new Clock();
  noted = {};
  asked = [];
  isAway = false;
  refused = undefined;
});

afterEach(() => clock.restore());

const server = {
  readPositions: async () => {
    asked.push('read');
    if (isAway) throw new Error('away');
    return noted;
  },
  tellRead: async (read) => {
    asked.push(read);
    if (isAway) throw new Error('away');
    if (refused in read) throw Object.assign(new Error('refused'), { isFinal: true });
    return Object.assign(noted, read);
  },
};

/** A device on which somebody is signed in, and in a room. */
function device(user = 'ana', entries = new Entries()) {
  const rooms = new Rooms(entries, () => {});
  const positions = new ReadPositions(server, rooms);
  positions.of(user);
  rooms.join('room');
  return { rooms, positions };
}

const heads = (id) => new Map([['room', id]]);

test('what was read on one device is not unread on another', async () => {
  const [laptop, phone] = [device(), device()];
  for (const each of [laptop, phone]) {
    await each.positions.learn();
    each.rooms.cameTo(heads('1-0'));
    each.rooms.cameTo(heads('1-9'));
  }
  laptop.rooms.markRead('room', '1-7');
  laptop.rooms.markRead('room', '1-8');
  await clock.pass(3_000);
  assert.deepEqual(asked.slice(2), [{ room: '1-8' }]);
  await clock.pass(10_000);
  await phone.positions.learn();
  assert.equal(phone.rooms.unread('room'), 1);
});

test('a new device goes on where the others are', async () => {
  noted = { room: '1-5' };
  const { rooms, positions } = device();
  rooms.cameTo(heads('1-9'));
  rooms.markRead('room', '1-9'); // seen, but where they stopped is not known yet
  await positions.learn();
  assert.equal(rooms.unread('room'), 4);
  rooms.markRead('room', '1-9');
  await clock.pass(3_000);
  assert.deepEqual(noted, { room: '1-9' });
});

test('a room that is new everywhere counts as read', async () => {
  const { rooms, positions } = device();
  rooms.cameTo(heads('1-9'));
  await positions.learn();
  assert.equal(rooms.unread('room'), 0);
});

test('when it can’t be known, what is read here counts, and is told later', async () => {
  isAway = true;
  const { rooms, positions } = device();
  rooms.cameTo(heads('1-3'));
  await positions.learn();
  rooms.markRead('room', '1-5');
  await clock.pass(3_000);
  isAway = false;
  rooms.markRead('room', '1-6');
  await clock.pass(3_000);
  assert.deepEqual(noted, { room: '1-6' });
});

test('a guest tells nobody, and asks nothing', async () => {
  const { rooms, positions } = device('');
  rooms.cameTo(heads('1-3'));
  await positions.learn();
  rooms.markRead('room', '1-5');
  await clock.pass(10_000);
  assert.deepEqual(asked, []);
});

test('what one user has read is never told of another', async () => {
  const { rooms, positions } = device('ana');
  await positions.learn();
  rooms.markRead('room', '1-5');
  positions.of('ben');
  await positions.learn();
  await clock.pass(10_000);
  await settled();
  assert.deepEqual(asked, ['read', 'read']);
  assert.deepEqual(noted, {});
});

test('what could not be told is told after the page has learnt, also when it was loaded again meanwhile', async () => {
  const entries = new Entries();
  noted = { room: '1-1' };
  isAway = true;
  const before = device('ana', entries);
  await before.positions.learn();
  before.rooms.markRead('room', '1-5');
  await clock.pass(3_000);
  isAway = false;
  const after = device('ana', entries);
  await after.positions.learn();
  await clock.pass(3_000);
  assert.deepEqual(noted, { room: '1-5' });
  assert.equal(asked.length, 4);
});

test('a room that may not be heard any more keeps no other from being told', async () => {
  const { rooms, positions } = device();
  await positions.learn();
  rooms.join('withdrawn', 'other');
  refused = 'withdrawn';
  ['room', 'withdrawn', 'other'].forEach((room) => rooms.markRead(room, '1-5'));
  await clock.pass(3_000);
  await settled();
  assert.deepEqual(noted, { room: '1-5', other: '1-5' });
  rooms.markRead('room', '1-6');
  await clock.pass(3_000);
  assert.deepEqual(asked.at(-1), { room: '1-6' });
});
