import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BEGINNING, compare, distance, formatCursor, isId, isNewer, isNext, parseCursor, predecessor, successor,
} from '../../main/resources/web/assets/js/parley/ids.js';

test('ids are ordered by epoch, then by number, and not as text', () => {
  assert.ok(isNewer('10-10', '10-9'));
  assert.ok(isNewer('11-0', '10-999'));
  assert.equal(compare('10-9', '10-9'), 0);
});

test('nothing is missing between an id and the next of its epoch', () => {
  assert.ok(isNext('10-5', '10-4'));
  assert.ok(!isNext('10-6', '10-4'));
  assert.ok(!isNext('10-4', '10-4'));
});

test('a new epoch may hide the end of the one before, but not after the beginning', () => {
  assert.ok(!isNext('11-0', '10-4'));
  assert.ok(isNext('11-0', BEGINNING));
  assert.ok(!isNext('11-1', BEGINNING));
});

test('the distance is what came in between', () => {
  assert.equal(distance('10-4', '10-7'), 3);
  assert.equal(distance('10-7', '10-4'), 0);
  assert.equal(distance('10-7', '11-1'), 2);
  assert.equal(distance(BEGINNING, '10-0'), 1);
});

test('neighbours of an id', () => {
  assert.equal(successor('10-9'), '10-10');
  assert.equal(predecessor('10-10'), '10-9');
  assert.equal(predecessor('10-0'), BEGINNING);
});

test('a cursor of one channel is plain, one of several names each', () => {
  const positions = new Map([['a', '1-2'], ['ü:x', '3-4']]);
  assert.equal(formatCursor(positions, ['a']), '1-2');
  assert.equal(formatCursor(positions, ['a', 'ü:x', 'new']), 'a=1-2,%C3%BC%3Ax=3-4');
  assert.equal(formatCursor(positions, ['new']), '');
});

test('a cursor of families names their channels and the marks', () => {
  const positions = new Map([['user-42:mail', '1-2'], ['user-421:mail', '3-4'], ['everyone', '5-6'], ['user-42:*', '7-0']]);
  assert.equal(formatCursor(positions, ['user-42:*']), 'user-42%3A*=7-0,user-42%3Amail=1-2');
  assert.equal(
    formatCursor(positions, ['everyone', 'user-42:*']), 'everyone=5-6,user-42%3A*=7-0,user-42%3Amail=1-2',
  );
  assert.equal(formatCursor(new Map(), ['user-42:*']), '');
});

test('an event is of the channel that its id names first, numbers included', () => {
  assert.deepEqual([...parseCursor('7=3-4,a=1-2', ['a', '7'])], [['7', '3-4'], ['a', '1-2']]);
  assert.deepEqual([...parseCursor('1-2', ['a'])], [['a', '1-2']]);
  assert.deepEqual([...parseCursor('', ['a'])], []);
});

test('what is no id is not taken for one', () => {
  assert.ok(isId('1795226995253-41'));
  ['', '1', '1-', 'a-1', '1-1;', '-1-1', 'message-box'].forEach((text) => assert.ok(!isId(text), text));
});
