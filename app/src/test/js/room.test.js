import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../../main/resources/web/assets/js/rooms/room.js';
import { Problem } from '../../main/resources/web/assets/js/parley/problem.js';
import { settled } from './clock.js';

const on = { changed() {}, message() {}, reset() {}, listenFor() {}, shown() {} };
const members = (...names) => ({ count: 500, members: names.map((name) => ({ name })) });
const presence = (count, ...names) => ({
  type: 'presence', channel: 'room', positions: new Map([['room', '1-0']]), data: { count, members: names } });

test('of a crowd the names are asked for, and the count is told', async () => {
  const room = new Room('room', { history: () => new Promise(() => {}), members: async () => members('ana', 'eve') }, on);
  room.enter();
  room.hear(presence(501));
  await settled();
  assert.deepEqual(room.company.people, { count: 501, known: [{ name: 'ana' }, { name: 'eve' }] });
  room.hear(presence(502));
  assert.deepEqual(room.company.people, { count: 502, known: [{ name: 'ana' }, { name: 'eve' }] });
  room.hear(presence(1, 'ana'));
  assert.deepEqual(room.company.people, { count: 1, known: [{ name: 'ana' }] });
  room.hear(presence(0));
  assert.deepEqual(room.company.people, { count: 0, known: [] });
});

/** A server with so many messages, of which all but the newest `kept` are gone. */
function serverWith(count, kept = count) {
  const all = Array.from({ length: count }, (_, n) => ({ id: `1-${n}`, sender: 'ana', message: String(n), at: 0 })).slice(-kept);
  const n = (id) => (id.startsWith('0') ? -1 : Number(id.slice(2)));
  return {
    members: async () => members(),
    history: async (channel, { before, after, limit }) => ({
      oldest: all[0].id,
      head: all.at(-1).id,
      messages: after ? all.filter(({ id }) => n(id) > n(after)).slice(0, limit)
        : all.filter(({ id }) => !before || n(id) < n(before)).slice(-limit),
    }),
  };
}

const shown = (room) => room.timeline.messages.map(({ message }) => Number(message));

test('a room opens around the last message that was read', async () => {
  const room = new Room('room', serverWith(200), on);
  await room.enter(undefined, '1-79');
  assert.equal(shown(room).at(0), 30);
  assert.equal(shown(room).at(-1), 129);
  assert.ok(!room.timeline.atEnd);
});

test('at its end, when little is new', async () => {
  const room = new Room('room', serverWith(200), on);
  await room.enter(undefined, '1-160');
  assert.deepEqual([shown(room).at(0), shown(room).at(-1)], [150, 199]);
});

test('at its beginning, when nothing was read, or what was read last is gone', async () => {
  for (const [room, read] of [[new Room('room', serverWith(200), on), '0-0'], [new Room('room', serverWith(300, 200), on), '1-3']]) {
    await room.enter(undefined, read);
    assert.equal(shown(room)[0], read === '0-0' ? 0 : 100);
    assert.ok(!room.timeline.hasOlder);
  }
});

test('who is here and who is writing are told with who they are', async () => {
  const room = new Room('room', serverWith(1), on);
  await room.enter();
  const told = presence(2, 'Ana', 'Ana');
  told.data.who = [{ user: '42' }, { tag: 'k3f9aaaa' }];
  room.hear(told);
  assert.deepEqual(room.company.people.known, [{ name: 'Ana', user: '42' }, { name: 'Ana', tag: 'k3f9aaaa' }]);
  room.hear({ ...told, type: 'typing', data: { names: ['Ana', 'Ana'], who: told.data.who } });
  room.hear({ type: 'message', channel: 'room', positions: new Map([['room', '1-1']]), data: { sender: 'Ana', tag: 'k3f9aaaa', message: 'hi' } });
  assert.deepEqual(room.company.typing, [{ name: 'Ana', user: '42' }], 'who has said it is not writing any more, and the other is');
});

test('a room that may not be read is not loading for ever', async () => {
  const problem = new Problem(403, 'No.', 0, { reason: 'not_granted' });
  const room = new Room('room', { members: async () => members(), history: async () => { throw problem; } }, on);
  await room.enter();
  assert.deepEqual([room.pages.loading, room.pages.refusal], [false, problem]);
});
