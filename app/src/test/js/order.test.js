import assert from 'node:assert/strict';
import { test } from 'node:test';
import { called, inOrder, nextRoom } from '../../main/resources/web/assets/js/rooms/order.js';

test('myself first, then who spoke last, then the others by name', () => {
  const people = ['zoe', 'ana', 'ben', 'mason', 'eve'].map((name) => ({ name }));
  const messages = [{ sender: 'eve' }, { sender: 'zoe' }, { event: 'x' }, { sender: 'zoe' }, { sender: 'gone' }];
  assert.deepEqual(inOrder(people, { name: 'mason' }, messages).map(({ name }) => name), ['mason', 'zoe', 'eve', 'ana', 'ben']);
});

test('people of one name are told apart', () => {
  const people = [{ name: 'ana', tag: 'a' }, { name: 'ana', tag: 'b' }];
  assert.deepEqual(inOrder(people, { name: 'ana', tag: 'b' }, []).map(({ tag }) => tag), ['b', 'a']);
  assert.deepEqual(inOrder(people, { name: 'me' }, [{ sender: 'ana', tag: 'b' }]).map(({ tag }) => tag), ['b', 'a']);
});

const rooms = [['a', 0], ['b', 0], ['c', 3], ['d', 1]].map(([channel, unread]) => ({ channel, unread }));
const from = (current, ...way) => nextRoom(rooms.map((room) => ({ ...room, current: room.channel === current })), ...way);

test('rooms follow each other, round and round', () => {
  assert.deepEqual(['a', 'd'].map((room) => from(room, 1, false)), ['b', 'a']);
  assert.deepEqual(['a', 'd'].map((room) => from(room, -1, false)), ['d', 'c']);
});

test('the next room with something unread, or none', () => {
  assert.deepEqual(['a', 'c', 'd'].map((room) => from(room, 1, true)), ['c', 'd', 'c']);
  assert.equal(from('c', -1, true), 'd');
  assert.equal(nextRoom([{ channel: 'a', current: true, unread: 5 }], 1, true), 'a');
});

test('people are found by letters of their name, whatever marks and case those are written with', () => {
  const people = ['José', 'josefine', 'Ana', 'Łucja', 'Лена', 'Jo\u0301se', 'ИРИНА'].map((name) => ({ name }));
  const found = (letters) => called(people, letters).map(({ name }) => name);
  assert.deepEqual(found('jose'), ['José', 'josefine', 'Jo\u0301se']);
  assert.deepEqual(found(' JOSÉ '), ['José', 'josefine', 'Jo\u0301se']);
  assert.deepEqual(found('ИРи'), ['ИРИНА']);
  assert.deepEqual(found('.*'), []);
  assert.equal(found(' ').length, people.length);
});
