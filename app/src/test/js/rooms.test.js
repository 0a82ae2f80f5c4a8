import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Rooms } from '../../main/resources/web/assets/js/rooms/rooms.js';
import { Entries } from './entries.js';

let rooms;

beforeEach(() => {
  rooms = new Rooms(new Entries(), () => {});
  rooms.join('room');
  rooms.cameTo(new Map([['room', '1-0']]));
});

test('my own words are not unread in a room that I left before they were heard', () => {
  rooms.cameTo(new Map([['room', '1-1']]));
  rooms.haveSaid('room', '1-1');
  assert.equal(rooms.unread('room'), 0);
  rooms.cameTo(new Map([['room', '1-2']]));
  assert.equal(rooms.unread('room'), 1);
});

test('what others said before my words stays unread', () => {
  rooms.cameTo(new Map([['room', '1-2']]));
  rooms.haveSaid('room', '1-2');
  assert.equal(rooms.unread('room'), 2);
});
