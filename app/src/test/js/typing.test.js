import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Problem } from '../../main/resources/web/assets/js/parley/server.js';
import { Typing } from '../../main/resources/web/assets/js/rooms/company.js';
import { Clock, settled } from './clock.js';

let clock;
beforeEach(() => { clock = new Clock(); });
afterEach(() => clock.restore());

test('in a crowd nobody is told who is writing', async () => {
  const told = [];
  const typing = new Typing({ typing: async (channel) => told.push(channel) });
  await typing.tell('room', 51, 'mason');
  assert.deepEqual(told, []);
  await typing.tell('room', 50, 'mason');
  assert.deepEqual(told, ['room']);
});

test('when the server has enough, it is left in peace', async () => {
  let told = 0;
  const typing = new Typing({ typing: async () => {
    told++;
    throw new Problem(429, 'Too much.', 1_000);
  } });
  await typing.tell('room', 2, 'mason');
  await typing.tell('room', 2, 'mason');
  assert.equal(told, 1);
  await clock.pass(30_000);
  await settled();
  await typing.tell('room', 2, 'mason');
  assert.equal(told, 2);
});
