import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateIn } from '../../main/resources/web/assets/js/page/conversation-view.js';
import { viewOf } from '../../main/resources/web/assets/js/page/view.js';
import { Rooms } from '../../main/resources/web/assets/js/rooms/rooms.js';
import { Timeline } from '../../main/resources/web/assets/js/timeline/timeline.js';
import { Words } from '../../main/resources/web/assets/js/words/words.js';
import { Entries } from './entries.js';

const words = new Words();

const said = (n, sender = 'ana') => ({ id: `1-${n}`, sender, message: String(n), at: 0 });
const entry = { key: 'k', channel: 'room', sender: 'mason', message: 'on its way', at: 0, state: 'waiting' };

/** A chat in these rooms, in the first of which there is something to see. */
function chatIn(...channels) {
  const rooms = new Rooms(new Entries(), () => {});
  rooms.join(...channels);
  rooms.cameTo(new Map(channels.map((channel) => [channel, '1-0'])));
  return { rooms, me: { name: 'mason' }, isKnown: true, storage: { owner: '' }, outbox: { entries: () => [entry] } };
}

function readingOf(channel, messages, { oldest = '1-0', head = messages.at(-1)?.id ?? '0-0', ...pages } = {}) {
  const timeline = new Timeline();
  timeline.show({ messages, oldest }, head);
  const room = { channel, timeline, pages: { loading: false, timeline, ...pages }, company: { people: { count: 1, known: [{ name: 'mason' }] }, typing: [] } };
  return { room, channel, newAfter: undefined, standing: undefined };
}

test('what was said, and what is on its way, is shown in the room', () => {
  const { list, bar, channel } = viewOf(chatIn('room'), readingOf('room', [said(0), said(1)]), words);
  assert.deepEqual(list.rows.map(({ kind }) => kind), ['day', 'message', 'message', 'pending']);
  assert.deepEqual([channel, list.beginning, bar], ['room', 'This is where the room begins', { standing: undefined, name: 'mason', isKnown: true }]);
});

test('what is on its way belongs at the end, which a reader of old messages does not see', () => {
  const { list } = viewOf(chatIn('room'), readingOf('room', [said(0)], { head: '1-9' }), words);
  assert.deepEqual([list.atEnd, list.rows.some(({ kind }) => kind === 'pending')], [false, false]);
});

test('where a room begins it says how', () => {
  const beginning = (...args) => viewOf(chatIn('room'), readingOf('room', ...args), words).list.beginning;
  assert.equal(beginning([], { loading: true }), 'Loading…');
  assert.equal(beginning([]), 'Nothing was said here yet. Say hello.');
  assert.equal(beginning([said(5)], { oldest: '1-5' }), 'Older messages are no longer kept');
  assert.equal(beginning([said(5)]), '');
  assert.equal(beginning([], { refusal: { status: 403 } }), 'What was said here is not for everybody.');
  assert.equal(beginning([], { refusal: { status: 400, detail: 'No.' } }), 'No.');
});

test('other rooms tell what is unread in them, and whether I am named', () => {
  const chat = chatIn('room', 'garden', 'attic');
  chat.rooms.cameTo(new Map([['room', '1-5'], ['garden', '1-2'], ['attic', '1-3']]));
  chat.rooms.mention('attic', '1-2');
  const view = viewOf(chat, readingOf('room', [said(0)]), words);
  assert.deepEqual(view.rooms, [
    { channel: 'room', current: true, unread: 5, mentioned: false },
    { channel: 'garden', current: false, unread: 2, mentioned: false },
    { channel: 'attic', current: false, unread: 3, mentioned: true },
  ]);
  assert.deepEqual([view.elsewhere, view.unread, view.list.unseen], [{ unread: 5, mentioned: true }, 10, 5]);
});

test('a room can be left, but not the last one that everyone is in', () => {
  const mayLeave = (...rooms) => viewOf(chatIn(...rooms), readingOf(rooms[0], []), words).mayLeave;
  assert.deepEqual([mayLeave('room'), mayLeave('everyone'), mayLeave('everyone', 'room')], [true, false, true]);
});

test('a room may be away while others are not', () => {
  const state = { name: 'live', away: ['garden'] };
  assert.deepEqual(['room', 'garden'].map((channel) => stateIn(channel, state).name), ['live', 'away']);
  assert.equal(stateIn('room', { name: 'connecting' }).name, 'connecting');
});
