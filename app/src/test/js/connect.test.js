import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { connect, WIRE } from '../../main/resources/web/assets/js/parley.js';
import { Clock, settled } from './clock.js';
import { Storage } from '../../main/resources/web/assets/js/storage.js';
import { Browser, World } from './world.js';

let clock;
let world;
let chats;

beforeEach(() => {
  clock = new Clock();
  world = new World();
  chats = [];
});
afterEach(() => {
  chats.forEach((chat) => chat.close());
  clock.restore();
});

function open(channels, options) {
  const chat = connect(channels, { server: 'http://parley.test', fetch: world.fetch, EventSource: world.EventSource, ...options });
  chats.push(chat);
  return chat;
}

const texts = (heard) => heard.map(({ channel, message, event }) => `${channel} ${message ?? event}`);

async function live(chat) {
  const ready = chat.ready();
  await settled();
  await ready;
}

test('messages and custom events are told by callbacks, by events, and to loops', async () => {
  const [called, listened, looped] = [[], [], []];
  const chat = open(['a', 'b'], { onMessage: (message) => called.push(message), onEvent: (event) => called.push(event), events: ['joined'] });
  chat.addEventListener('message', ({ detail }) => listened.push(detail));
  (async () => {
    for await (const said of chat) looped.push(said);
    looped.push({ channel: 'the', message: 'end' });
  })();
  await live(chat);
  world.say('a', 'ana', 'one');
  world.say('b', '', '', { event: 'joined', data: { who: 'eve' } });
  await settled();
  chat.close();
  await settled();
  assert.deepEqual(texts(called), ['a one', 'b joined']);
  assert.deepEqual(texts(listened), ['a one']);
  assert.deepEqual(texts(looped), ['a one', 'b joined', 'the end']);
});

test('channels are joined and left while the stream is open, and nothing is lost by that', async () => {
  const heard = [];
  const chat = open(['a'], { onMessage: (message) => heard.push(message) });
  await live(chat);
  chat.join('b');
  world.say('a', 'ana', 'while it changes');
  await settled();
  world.say('b', 'ana', 'joined');
  chat.leave('a');
  await settled();
  world.say('a', 'ana', 'left');
  await settled();
  assert.deepEqual(texts(heard), ['a while it changes', 'b joined']);
  assert.deepEqual(chat.channels, ['b']);
});

test('another chat goes on at the cursor of the one before', async () => {
  const chat = open(['a', 'b']);
  await live(chat);
  world.say('a', 'ana', 'heard');
  await settled();
  const { cursor } = chat;
  chat.close();
  world.say('a', 'ana', 'missed');
  const heard = [];
  await live(open(['a', 'b'], { cursor, onMessage: (message) => heard.push(message) }));
  await settled();
  assert.deepEqual(texts(heard), ['a missed']);
});

test('what is unread is told, and how far was read goes on another time', async () => {
  const told = [];
  world.say('a', 'ana', 'old');
  const chat = open(['a'], { name: 'mason', onUnread: ({ unread, mentioned }) => told.push([unread, mentioned]) });
  await live(chat);
  world.say('a', 'ana', 'one');
  world.say('a', 'ana', '@mason');
  await settled();
  assert.deepEqual([chat.unread('a'), chat.isMentioned('a'), told.at(-1)], [2, true, [2, true]]);
  const { read } = chat;
  chat.markRead('a');
  assert.deepEqual([chat.unread('a'), told.at(-1)], [0, [0, false]]);
  const another = open(['a'], { read });
  await live(another);
  assert.equal(another.unread('a'), 2);
});

test('what is said goes out in order, once, and the promise tells', async () => {
  const chat = open(['a'], { name: 'mason' });
  world.answers = ['lost'];
  const said = [chat.say('a', 'one'), chat.say('a', 'ana', 'two')];
  assert.deepEqual(chat.waiting('a').map(({ message }) => message), ['one', 'two']);
  await settled();
  await clock.pass(10_000);
  await settled();
  assert.deepEqual(await Promise.all(said), [{ id: '1-0', at: 0 }, { id: '1-1', at: 1 }]);
  assert.deepEqual(world.room('a').map(({ sender, message }) => `${sender} ${message}`), ['mason one', 'ana two']);
});

test('what is said at once is heard here too', async () => {
  const heard = [];
  const chat = open(['a'], { onMessage: (message) => heard.push(message) });
  chat.say('a', 'mason', 'at once');
  await settled();
  assert.deepEqual(texts(heard), ['a at once']);
});

test('what is said goes out also where the stream does not open', async () => {
  const chat = open(['a'], { EventSource: class extends world.EventSource { readyState = 2; tell() {} } });
  chat.say('a', 'mason', 'hello?').catch(() => {});
  await settled();
  await clock.pass(16_000);
  assert.equal(world.room('a').length, 1);
});

test('a refusal rejects with what the server said, and holds nothing up', async () => {
  const chat = open(['a'], { name: 'mason' });
  world.answers = [400];
  await assert.rejects(chat.say('a', 'bad'), { status: 400, message: 'It is 400.' });
  await chat.say('a', 'good');
  assert.equal(chat.waiting('a').length <= 1, true);
});

test('a custom event is published once, though its answer is lost', async () => {
  const chat = open(['a']);
  world.answers = ['lost'];
  const emitted = chat.emit('a', 'joined', { who: 'eve' });
  await settled();
  await clock.pass(10_000);
  assert.deepEqual(await emitted, { id: '1-0', at: 0 });
  assert.equal(world.room('a').length, 1);
});

test('members, directory and history are asked for', async () => {
  world.say('a', 'ana', 'one');
  const chat = open(['a']);
  assert.equal((await chat.members('a')).count, 0);
  assert.deepEqual((await chat.directory()).map(({ channel }) => channel), ['a']);
  assert.deepEqual((await chat.history('a', { limit: 1 })).messages.map(({ message }) => message), ['one']);
});

test('a view of a room has what was said before, and tells when there is more', async () => {
  world.say('a', 'ana', 'before');
  const chat = open(['a'], { name: 'mason' });
  await live(chat);
  const view = chat.view('a');
  let told = 0;
  const end = view.subscribe(() => told++);
  await settled();
  const before = view.snapshot;
  assert.equal(before, view.snapshot, 'the same, until something is different');
  world.say('a', 'ana', 'after');
  await settled();
  assert.deepEqual(view.snapshot.messages.map(({ message }) => message), ['before', 'after']);
  assert.equal(view.snapshot.unread, 1);
  view.markRead();
  assert.equal(view.snapshot.unread, 0);
  end();
  const count = told;
  world.say('a', 'ana', 'nobody looks');
  await settled();
  assert.equal(told, count);
});

test('headers go with every request, and the stream is read with fetch then', async () => {
  const seen = [];
  const body = 'event: welcome\ndata: {"heartbeat":10000}\nid: 0-0\n\ndata: {"sender":"ana","message":"R&amp;D","at":1}\nid: 1-0\n\n';
  const fetch = async (url, { headers, credentials }) => {
    seen.push([new URL(url).pathname, headers['X-Gate'], credentials]);
    return new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(body)) }),
      { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const heard = [];
  const chat = open(['a'], { fetch, EventSource: undefined, headers: async () => ({ 'X-Gate': 'open' }), credentials: 'include', onMessage: (message) => heard.push(message) });
  await chat.ready();
  await settled();
  assert.deepEqual(texts(heard), ['a R&D']);
  assert.deepEqual(seen, [['/subscribe/a', 'open', 'include']]);
});

test('a signal closes it, and after that everything says so', async () => {
  const end = new AbortController();
  const chat = open(['a'], { name: 'mason', signal: end.signal });
  await live(chat);
  world.cut();
  const said = chat.say('a', 'too late');
  end.abort();
  await assert.rejects(said, /closed before that was said/);
  for (const action of [() => chat.say('a', 'x'), () => chat.emit('a', 'x'), () => chat.history('a'), () => chat.ready(), () => chat.typing('a')]) {
    await assert.rejects(action, /This chat is closed/);
  }
  for (const action of [() => chat.join('b'), () => chat.setName('x'), () => chat.view('a'), () => chat[Symbol.asyncIterator]()]) {
    assert.throws(action, /This chat is closed/);
  }
  assert.equal(world.streams.size, 0);
  assert.equal(open(['a'], { signal: AbortSignal.abort() }).channels.length, 1);
  assert.equal(world.streams.size, 0);
});

test('who says something, does not wait and closes is not ended by that', async () => {
  const chat = open(['a']);
  await live(chat);
  world.answers.push('lost', 'lost');
  chat.say('a', 'mason', 'said, and not answered'); // a promise that is rejected and not caught fails this test
  chat.emit('a', 'joined');
  const waitedFor = chat.say('a', 'mason', 'and this');
  await settled();
  chat.close();
  await assert.rejects(waitedFor, /closed before that was said/);
  await settled();
});

test('a chat that is closed hears nothing of what other tabs keep', async (t) => {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  t.after(() => delete globalThis.addEventListener);
  const storage = new Storage('parley', new Browser().newTab().place);
  let told = 0;
  storage.onChange(() => told++);
  page.dispatchEvent(Object.assign(new Event('storage'), { key: 'parley.read.a' }));
  storage.ignoreChanges();
  page.dispatchEvent(Object.assign(new Event('storage'), { key: 'parley.read.a' }));
  assert.equal(told, 1);
});

test('wrong arguments are told, with what would be right', () => {
  const wrong = (action, words) => assert.throws(action, (fault) => fault.message.includes(words) || assert.fail(fault.message));
  wrong(() => open('everyone'), "connect(['everyone'])");
  wrong(() => open(['no name']), '“no name” is no channel');
  wrong(() => open(Array.from({ length: 33 }, (_, n) => `room${n}`)), 'at most 32 channels');
  wrong(() => open(['a'], { onMesage() {} }), 'no option “onMesage”');
  wrong(() => open(['a'], { last: '20' }), 'last is a number from 0 to 200, not “20”');
  wrong(() => open(['a'], { onMessage: 'x' }), 'onMessage is a function');
  wrong(() => open(['a'], { keep: true, token: 'x' }), '{reader}');
  wrong(() => open(['a'], { shared: true, last: 20 }), 'ask history()');
  wrong(() => connect(['a']), 'needs {server}');
  const chat = open(['a']);
  wrong(() => chat.join('b c'), 'no channel');
  wrong(() => chat.view('elsewhere'), 'join() it first');
  wrong(() => chat.setName(7), 'A name is a string, not 7');
  assert.rejects(chat.say('a', 7), /A message is a string/);
  assert.rejects(chat.emit('a'), /The type of an event is a string/);
});

test('a loop that is too slow is told so, and not in silence', async () => {
  const chat = open(['a']);
  await live(chat);
  const loop = chat[Symbol.asyncIterator]();
  for (let n = 0; n <= 1_001; n++) world.say('a', 'ana', String(n));
  await settled();
  await assert.rejects(loop.next(), /more than 1000 messages behind/);
});

test('the version of the wire is told', () => assert.equal(WIRE, 1));
