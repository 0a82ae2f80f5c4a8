import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { LIMIT, Timeline } from '../../main/resources/web/assets/js/timeline/timeline.js';

const range = (from, to) => Array.from({ length: to - from }, (_, i) => ({ id: `1-${from + i}` }));
const page = (from, to, oldest = '1-0') => ({ messages: range(from, to), oldest });
const ends = (timeline) => [timeline.oldest, timeline.newest];

let timeline;
beforeEach(() => {
  timeline = new Timeline();
});

test('it begins with a page of history', () => {
  timeline.show(page(50, 100), '1-99');
  assert.deepEqual(ends(timeline), ['1-50', '1-99']);
  assert.ok(timeline.hasOlder && timeline.atEnd);
});

test('a page older than what is known of the room does not reach its end', () => {
  timeline.show(page(50, 100), '1-100');
  assert.ok(!timeline.atEnd);
  timeline.addNewer(range(100, 101), '1-100');
  assert.ok(timeline.atEnd);
});

test('an empty room', () => {
  timeline.show({ messages: [], oldest: '0-0' }, '0-0');
  assert.ok(timeline.atEnd && !timeline.hasOlder);
  timeline.arrived({ id: '1-0' }, true);
  assert.deepEqual(ends(timeline), ['1-0', '1-0']);
});

test('however much arrives, it keeps the newest for a reader at the end', () => {
  timeline.show(page(0, 50), '1-49');
  range(50, 1000).forEach((message) => timeline.arrived(message, true));
  assert.equal(timeline.messages.length, LIMIT);
  assert.deepEqual(ends(timeline), ['1-700', '1-999']);
  assert.ok(timeline.hasOlder && timeline.atEnd);
});

test('a reader elsewhere keeps what they look at, and reads on from there', () => {
  timeline.show(page(0, 50), '1-49');
  range(50, 1000).forEach((message) => timeline.arrived(message, false));
  assert.deepEqual(ends(timeline), ['1-0', '1-299']);
  assert.ok(!timeline.atEnd);
  timeline.addNewer(range(300, 350), '1-999');
  assert.deepEqual(ends(timeline), ['1-50', '1-349']);
});

test('reading back cuts at the end, and reading on finds it again', () => {
  timeline.show(page(300, 600), '1-599');
  timeline.addOlder(page(250, 300));
  assert.deepEqual(ends(timeline), ['1-250', '1-549']);
  timeline.addNewer(range(550, 600), '1-599');
  assert.ok(timeline.atEnd);
});

test('the beginning of the room is known when it is reached', () => {
  timeline.show(page(10, 60), '1-59');
  timeline.addOlder(page(5, 10, '1-5'));
  assert.ok(!timeline.hasOlder);
});

test('the same message is never there twice, and a late one takes its place', () => {
  timeline.show(page(0, 3), '1-2');
  timeline.arrived({ id: '1-1', message: 'again' }, true);
  timeline.arrived({ id: '1-4' }, true);
  timeline.arrived({ id: '1-3' }, true);
  assert.deepEqual(timeline.messages.map(({ id }) => id), ['1-0', '1-1', '1-2', '1-3', '1-4']);
  assert.equal(timeline.messages[1].message, 'again');
  assert.ok(timeline.has('1-3') && !timeline.has('1-5'));
});
