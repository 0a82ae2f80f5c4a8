import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Frame } from '../../main/resources/web/assets/js/page/frame.js';
import { Clock } from './clock.js';

let clock;
let drawn;
let frame;
const { now } = performance;

beforeEach(() => {
  clock = new Clock();
  performance.now = () => Date.now();
  globalThis.requestAnimationFrame = (draw) => setTimeout(draw, 0);
  drawn = 0;
  frame = new Frame(() => drawn++);
});
afterEach(() => {
  performance.now = now;
  delete globalThis.requestAnimationFrame;
  clock.restore();
});

async function passSlowly(ms, each = () => {}) {
  for (let n = 0; n < ms; n += 10) {
    each();
    await clock.pass(10);
  }
}

test('after a quiet while it draws at once, and once for all that is different', async () => {
  frame.request(500);
  frame.request();
  await clock.pass(0);
  assert.equal(drawn, 1);
  await passSlowly(1_000);
  assert.equal(drawn, 1);
});

test('in a flood it draws 20 times a second, and of what may wait as often as that may', async () => {
  await passSlowly(1_000, () => frame.request());
  assert.ok(drawn >= 15 && drawn <= 21, `${drawn} times`);
  drawn = 0;
  await passSlowly(5_000, () => frame.request(500));
  assert.ok(drawn >= 9 && drawn <= 11, `${drawn} times`);
});

test('what may not wait is drawn soon though something waits, which has been drawn with it then', async () => {
  frame.request();
  await passSlowly(60);
  frame.request(500);
  await passSlowly(60);
  assert.equal(drawn, 1);
  frame.request();
  await passSlowly(30);
  assert.equal(drawn, 2);
  await passSlowly(1_000);
  assert.equal(drawn, 2);
});
