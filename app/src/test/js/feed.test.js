import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Feed } from '../../main/resources/web/assets/js/parley/feed.js';
import { isNewer } from '../../main/resources/web/assets/js/parley/ids.js';
import { Problem } from '../../main/resources/web/assets/js/parley/server.js';
import { Clock, settled } from './clock.js';

const message = (id) => ({ id, sender: 'ana', message: `message ${id}` });

let clock;
let history;
let pageSize;
let reads;
let heard;
let feed;

beforeEach(() => {
  clock = new Clock();
  [history, reads, heard] = [[], [], []];
  pageSize = 200;
  feed = new Feed(readAfter, ({ id }) => heard.push(id));
});
afterEach(() => clock.restore());

async function readAfter(after, limit) {
  reads.push(after);
  if (history === undefined) throw new Error('away');
  const messages = history.filter(({ id }) => isNewer(id, after)).slice(0, Math.min(limit, pageSize));
  return { messages, head: history.at(-1)?.id ?? '0-0' };
}

const publish = (...ids) => history.push(...ids.map(message));
const take = (...ids) => ids.forEach((id) => feed.take(message(id)));

test('a server that asks for time gets it', async () => {
  let asked = 0;
  const refused = new Feed(async () => {
    asked++;
    throw new Problem(429, 'Too much.', 60_000);
  }, () => {});
  refused.startAt('1-0');
  refused.repair();
  await clock.pass(59_000);
  assert.equal(asked, 1);
  await clock.pass(2_000);
  assert.equal(asked, 2);
  refused.close();
});

test('the next message is handed over, one that came already is not', () => {
  feed.startAt('1-4');
  take('1-5', '1-5', '1-4', '1-6');
  assert.deepEqual(heard, ['1-5', '1-6']);
  assert.deepEqual(reads, []);
});

test('what arrives before the feed knows where it stands is held', () => {
  take('1-5', '1-4', '1-6');
  assert.deepEqual(heard, []);
  feed.startAt('1-4');
  assert.deepEqual(heard, ['1-5', '1-6']);
});

test('a gap is filled from history, and what arrives meanwhile waits for its turn', async () => {
  feed.startAt('1-0');
  publish('1-1', '1-2', '1-3');
  take('1-3', '1-4');
  publish('1-4');
  await settled();
  assert.deepEqual(heard, ['1-1', '1-2', '1-3', '1-4']);
  assert.deepEqual(reads, ['1-0']);
});

test('a gap of many pages, each of which holds less than was asked for', async () => {
  pageSize = 30;
  feed.startAt('1-0');
  publish(...Array.from({ length: 100 }, (_, i) => `1-${i + 1}`));
  take('1-100');
  await settled();
  assert.equal(heard.length, 100);
  assert.deepEqual(reads, ['1-0', '1-30', '1-60', '1-90']);
});

test('a gap of many pages', async () => {
  feed.startAt('1-0');
  publish(...Array.from({ length: 450 }, (_, i) => `1-${i + 1}`));
  take('1-450');
  await settled();
  assert.equal(heard.length, 450);
  assert.equal(reads.length, 3);
});

test('a position shows what was never heard, such as an event of an unknown type', async () => {
  feed.startAt('1-0');
  publish('1-1');
  feed.standsAt('1-1');
  await settled();
  feed.standsAt('1-1');
  assert.deepEqual(heard, ['1-1']);
  assert.equal(reads.length, 1);
});

test('a new epoch may hide the end of the old one', async () => {
  feed.startAt('1-0');
  publish('1-1', '2-0');
  take('2-0');
  await settled();
  assert.deepEqual(heard, ['1-1', '2-0']);
});

test('what history has no more is passed over', async () => {
  feed.startAt('1-0');
  publish('1-8', '1-9');
  take('1-9', '1-10');
  await settled();
  assert.deepEqual(heard, ['1-8', '1-9', '1-10']);
});

test('a second gap that opens during the first repair is repaired too', async () => {
  feed.startAt('1-0');
  publish('1-1', '1-2');
  take('1-2');
  take('1-4');
  await Promise.resolve();
  publish('1-3', '1-4');
  await settled();
  assert.deepEqual(heard, ['1-1', '1-2', '1-3', '1-4']);
});

test('reading is tried again until it succeeds', async () => {
  feed.startAt('1-0');
  const kept = [message('1-1'), message('1-2')];
  history = undefined;
  take('1-2');
  await clock.pass(2_000);
  history = kept;
  await clock.pass(4_000);
  await settled();
  assert.deepEqual(heard, ['1-1', '1-2']);
});

test('after a reset it goes on from the oldest message, and ids that came before may come again', () => {
  feed.startAt('1-50');
  feed.reset('1-70');
  take('1-70', '1-71');
  feed.reset('1-70');
  take('1-70');
  assert.deepEqual(heard, ['1-70', '1-71', '1-70']);
});

test('a closed feed says nothing more', async () => {
  feed.startAt('1-0');
  publish('1-1', '1-2');
  take('1-2');
  feed.close();
  await settled();
  assert.deepEqual(heard, []);
});
