import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat } from '../../main/resources/web/assets/js/core/chat.js';
import { Reading } from '../../main/resources/web/assets/js/core/reading.js';
import { distance, isNewer } from '../../main/resources/web/assets/js/parley/ids.js';
import { ReadPositions } from '../../main/resources/web/assets/js/rooms/read-positions.js';
import { Server } from '../../main/resources/web/assets/js/parley/server.js';
import { Storage } from '../../main/resources/web/assets/js/storage.js';
import { TabConnection } from '../../main/resources/web/assets/js/tabs/tab-connection.js';
import { Clock, settled } from './clock.js';
import { Browser, World } from './world.js';

const ROOMS = ['a', 'b', 'c'];
const STEPS = 60;
const SEEDS = Number(process.env.PARLEY_SEEDS ?? 60);

/** The same for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function choices(seed) {
  let state = seed;
  return (most) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
}

/** A tab of a device: what it handed over, and what it shows. */
class Tab {
  arrived = new Map(); // channel → ids
  #ends;

  constructor(world, browser) {
    this.browser = browser;
    const { locks, Channel, place, crash } = browser.newTab();
    this.crash = crash;
    const sources = new Set();
    const EventSource = class extends world.EventSource {
      constructor(url) {
        super(url);
        sources.add(this);
      }
    };
    this.#ends = () => sources.forEach((source) => source.close());
    const server = new Server('http://parley.test/', { network: { fetch: world.fetch, EventSource } });
    const storage = new Storage('parley', place);
    this.chat = new Chat(server, {
      storage,
      keeps: ROOMS.length,
      locks: Promise.resolve(locks),
      connecting: (...where) => new TabConnection(...where, Promise.resolve({ locks, Channel }), { name: 'parley' }),
    });
    this.chat.name = 'mason';
    this.reading = new Reading(this.chat);
    this.positions = new ReadPositions(server, this.chat.rooms);
    this.positions.of(storage.owner);
    this.chat.addEventListener('state', ({ detail: { name } }) => name === 'live' && this.learn());
    this.chat.addEventListener('became', () => this.enter(this.place));
    this.chat.addEventListener('arrived', ({ detail: { channel, message } }) => {
      this.arrived.set(channel, [...this.arrived.get(channel) ?? [], message.id]);
    });
  }

  /** Where it was, it is again when it shows who is signed in, whose rooms are others'. */
  enter(channel) {
    this.place = channel;
    return this.reading.enter(channel);
  }

  /** As when it comes to the front, or the stream is live again. */
  async learn() {
    this.positions.of(this.chat.storage.owner);
    const read = await this.positions.learn();
    this.reading.hasReadElsewhere(read?.[this.reading.channel]);
  }

  close(isCrash) {
    if (isCrash) this.crash();
    this.chat.close();
    this.#ends();
  }

  /** What somebody who looks at the room has done. */
  read() {
    if (this.reading.room?.head) this.reading.markRead(this.reading.room.head);
  }
}

/** Whether each message of the room was handed over once, in order, from where the tab began to keep it. */
function assertComplete(world, tab, room, seed) {
  const ids = tab.arrived.get(room.channel) ?? [];
  const all = world.room(room.channel).map(({ id }) => id);
  assert.deepEqual(ids, ids.length ? all.slice(all.indexOf(ids[0])) : [], `seed ${seed}: arrived in ${room.channel}`);
  assert.equal(room.head ?? '0-0', world.head(room.channel), `seed ${seed}: head of ${room.channel}`);
  const { messages, atEnd } = room.timeline;
  if (!room.pages.loading && atEnd) {
    assert.deepEqual(messages.map(({ id }) => id), all.slice(-messages.length || all.length), `seed ${seed}: shown in ${room.channel}`);
  }
}

/** Unread is what came after what was read, for every tab the same. */
function assertUnread(world, tab, seed) {
  for (const channel of tab.chat.rooms.list()) {
    const read = tab.chat.rooms.readUpTo(channel);
    if (read) assert.equal(tab.chat.rooms.unread(channel), distance(read, world.head(channel)), `seed ${seed}: unread in ${channel}`);
  }
}

/** All devices know the furthest that any of them has read, and so does the server. */
function assertSameOnAllDevices(world, tabs, seed) {
  for (const [channel, id] of Object.entries(world.noted)) {
    for (const tab of tabs.filter(({ chat }) => chat.rooms.has(channel))) {
      assert.equal(tab.chat.rooms.readUpTo(channel), id, `seed ${seed}: read in ${channel}`);
    }
  }
}

async function quiet(clock) {
  for (let n = 0; n < 45; n++) {
    await clock.pass(1_000);
    await settled();
  }
}

async function comeToTheFront(clock, tabs) {
  await Promise.all(tabs.map((tab) => tab.learn()));
  await quiet(clock);
}

/** Of a guest with a browser, or of a user with two devices. */
async function live(seed, you, devices) {
  const clock = new Clock();
  const choose = choices(seed);
  const world = new World();
  world.you = you;
  const browsers = Array.from({ length: devices }, () => new Browser());
  const tabs = [];
  let said = 0;
  const mine = new Set();
  const tab = () => tabs[choose(tabs.length)];
  const room = () => ROOMS[choose(ROOMS.length)];
  const open = async (browser = browsers[choose(devices)]) => {
    tabs.push(new Tab(world, browser));
    await Promise.race([tabs.at(-1).enter(room()), settled()]);
  };
  const steps = [
    () => world.say(room(), 'ana', `ana ${said++}`),
    () => world.say(room(), 'ana', `ana ${said++}`),
    () => { tab().enter(room()); },
    () => {
      const { chat, reading } = tab();
      if (you && chat.storage.owner !== you.user) return; // the page has no message box until it knows who that is
      const text = `mason ${said++}`;
      mine.add(text);
      reading.say(text);
    },
    () => tab().read(),
    () => { tab().learn(); },
    () => (world.isCut ? world.mend() : world.cut()),
    () => { world.answers.push('lost'); },
    () => { world.losesNext = true; },
    () => (tabs.length < 2 + 2 * devices ? open() : undefined),
    () => (tabs.length > 1 ? tabs.splice(choose(tabs.length), 1)[0].close(choose(2) === 0) : undefined),
    () => clock.pass(choose(4_000)),
    () => settled(),
  ];
  try {
    for (const browser of browsers) await open(browser);
    for (let n = 0; n < STEPS; n++) {
      await steps[choose(steps.length)]();
      if (choose(2)) await settled();
    }
    world.mend();
    [world.answers, world.losesNext] = [[], false];
    for (const browser of browsers) if (!tabs.some((each) => each.browser === browser)) await open(browser);
    await quiet(clock);
    world.say('a', 'ana', 'the end');
    await quiet(clock);
    await comeToTheFront(clock, tabs); // tells what could not be told
    await comeToTheFront(clock, tabs);
    assertSameOnAllDevices(world, tabs, seed);
    for (const each of tabs) {
      each.chat.keptRooms.forEach((kept) => assertComplete(world, each, kept, seed));
      assertUnread(world, each, seed);
    }
    const all = ROOMS.flatMap((channel) => world.room(channel)).map(({ message }) => message);
    mine.forEach((text) => assert.equal(all.filter((message) => message === text).length, 1, `seed ${seed}: “${text}” is in its room once`));
    assert.equal(world.streams.size, new Set(tabs.map(({ browser }) => browser)).size, `seed ${seed}: one stream for all tabs of a device`);
  } finally {
    tabs.forEach((each) => each.close(false));
    clock.restore();
  }
}

test('in any order of cuts, repeats, readers, and tabs that open, close and crash, each message comes once and unread is right', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await live(seed, undefined, 1);
});

test('and so it is on two devices of one user, who reads on both', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await live(seed, { user: '42', name: 'mason' }, 2);
});
