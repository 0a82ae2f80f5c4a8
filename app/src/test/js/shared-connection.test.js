import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Server } from '../../main/resources/web/assets/js/parley/server.js';
import { SharedConnection } from '../../main/resources/web/assets/js/tabs/shared-connection.js';
import { Clock, settled } from './clock.js';
import { Browser, World } from './world.js';

let clock;
let world;
let browser;
let posted;
let tabs;

beforeEach(() => {
  clock = new Clock();
  world = new World();
  browser = new Browser();
  [posted, tabs] = [[], []];
});
afterEach(() => {
  tabs.forEach(({ connection }) => connection.close());
  clock.restore();
});

/** A tab that follows these, when its stream is live: what it heard, as channel → id. */
async function open(...channels) {
  const { locks, Channel } = browser.newTab();
  const Line = class extends Channel {
    postMessage(news) {
      posted.push(news);
      super.postMessage(news);
    }
  };
  const heard = new Map();
  const server = new Server('http://parley.test/', { network: { fetch: world.fetch, EventSource: world.EventSource } });
  const on = { event: ({ positions }) => positions.forEach((id, channel) => heard.set(channel, id)), state() {}, doubt() {} };
  const connection = new SharedConnection(server, on, { locks, Channel: Line, name: 'parley' });
  connection.follow(channels, 'mason');
  tabs.push({ connection, heard });
  for (let turn = 0; turn < 8; turn++) await settled();
  return tabs.at(-1);
}

const eventsPosted = () => posted.filter(({ event }) => event).length;

test('what a lone tab hears costs no word to others', async () => {
  const { heard } = await open('room', 'garden');
  posted = [];
  for (let n = 0; n < 5; n++) world.say('room', 'ana', String(n));
  await settled();
  assert.equal(heard.get('room'), '1-4');
  assert.deepEqual(posted, []);
});

test('a tab that follows the same again says nothing', async () => {
  const { connection } = await open('room');
  posted = [];
  connection.follow(['room'], 'mason');
  assert.deepEqual(posted, []);
  connection.follow(['room', 'garden'], 'mason');
  assert.equal(posted.length, 1);
});

test('a tab that comes is told where the stream stands, before anything more is said', async () => {
  await open('room', 'garden');
  world.say('garden', 'ana', 'one');
  await settled();
  const { heard } = await open('room', 'garden');
  assert.equal(heard.get('garden'), '1-0');
  assert.equal(world.streams.size, 1);
});

test('and hears all that follows; when it has gone, nothing is passed on any more', async () => {
  await open('room');
  const second = await open('room');
  world.say('room', 'ana', 'to both');
  for (let turn = 0; turn < 3; turn++) await settled();
  assert.equal(second.heard.get('room'), '1-0');
  second.connection.close();
  for (let turn = 0; turn < 3; turn++) await settled();
  posted = [];
  world.say('room', 'ana', 'to one');
  await settled();
  assert.equal(eventsPosted(), 0);
});
