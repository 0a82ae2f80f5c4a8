import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reading } from '../../main/resources/web/assets/js/core/reading.js';

/** Of who came back to a room after 1-2, in which 1-9 was said last. */
function reading() {
  return Object.assign(new Reading({}), { room: { head: '1-9' }, newAfter: '1-2' });
}

test('the line moves on with what was read on another device', () => {
  const mine = reading();
  mine.hasReadElsewhere('1-5');
  assert.equal(mine.newAfter, '1-5');
  mine.hasReadElsewhere('1-3');
  mine.hasReadElsewhere(undefined);
  assert.equal(mine.newAfter, '1-5');
});

test('and it goes when all was read there', () => {
  const mine = reading();
  mine.hasReadElsewhere('1-9');
  assert.equal(mine.newAfter, undefined);
});

test('where nothing is new, nothing becomes new by that', () => {
  const mine = Object.assign(reading(), { newAfter: undefined });
  mine.hasReadElsewhere('1-5');
  assert.equal(mine.newAfter, undefined);
});
