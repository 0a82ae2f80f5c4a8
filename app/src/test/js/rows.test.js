import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../main/resources/web/assets/js/timeline/rows.js';

const NOON = new Date(2026, 10, 21, 12).getTime();
const MINUTE = 60_000;
const said = (n, sender, minutes = 0, message = `message ${n}`) => ({ id: `1-${n}`, sender, message, at: NOON + minutes * MINUTE });
const entry = (more) => ({ key: 'k', sender: 'mason', message: 'hi', at: NOON, state: 'waiting', ...more });
const kinds = (rows) => rows.map(({ kind, continued }) => (continued ? `${kind}+` : kind));

test('messages are grouped by sender and time', () => {
  const rows = rowsOf([said(0, 'ana'), said(1, 'ana', 1), said(2, 'eve', 1), said(3, 'ana', 2), said(4, 'ana', 9)]);
  assert.deepEqual(kinds(rows), ['day', 'message', 'message+', 'message', 'message', 'message']);
});

test('each day begins with a line, and so does what is new', () => {
  const rows = rowsOf([said(0, 'ana'), said(1, 'ana', 1), said(2, 'ana', 2), said(3, 'ana', 24 * 60)], { newAfter: '1-1' });
  assert.deepEqual(kinds(rows), ['day', 'message', 'message+', 'new', 'message', 'day', 'message']);
});

test('where everything or nothing is new, there is no line', () => {
  assert.ok(!kinds(rowsOf([said(0, 'ana')], { newAfter: '1-0' })).includes('new'));
  assert.ok(!kinds(rowsOf([said(5, 'ana')], { newAfter: '1-0' })).includes('new'));
});

test('where all of the room is new, the line stands above it', () => {
  assert.deepEqual(kinds(rowsOf([said(0, 'ana')], { newAfter: '0-0', whole: true })), ['day', 'new', 'message']);
});

test('mine, and where I am mentioned', () => {
  const [, mine, theirs, both] = rowsOf(
    [said(0, 'mason', 0, 'I, mason'), said(1, 'ana', 0, '@mason?'), said(2, 'eve', 0, '@masonry')], { me: { name: 'mason' } });
  assert.deepEqual([mine.mine, mine.mention], [true, false]);
  assert.deepEqual([theirs.mine, theirs.mention], [false, true]);
  assert.equal(both.mention, false);
});

test('what is under way comes last, in its group', () => {
  assert.deepEqual(kinds(rowsOf([said(0, 'mason')], { entries: [entry({ at: NOON + MINUTE })] })), ['day', 'message', 'pending+']);
});

test('what has come back is shown once: known by its id when it was answered', () => {
  const answered = entry({ state: 'said', id: '1-1' });
  assert.deepEqual(kinds(rowsOf([said(0, 'ana')], { entries: [answered] })), ['day', 'message', 'pending']);
  assert.deepEqual(kinds(rowsOf([said(0, 'ana'), said(1, 'mason')], { entries: [answered] })), ['day', 'message', 'message']);
});

test('what has come back before the answer is known by its words', () => {
  const tried = entry({ since: { head: '1-0', at: NOON } });
  const same = said(1, 'mason', 0, 'hi');
  assert.deepEqual(kinds(rowsOf([said(0, 'ana'), same], { entries: [tried] })), ['day', 'message', 'message']);
  const earlier = entry({ since: { head: '1-1', at: NOON } });
  assert.deepEqual(kinds(rowsOf([said(0, 'ana'), same], { entries: [earlier] })), ['day', 'message', 'message', 'pending+']);
});

test('custom events are rows of their own and end a group', () => {
  const joined = { id: '1-1', event: 'userJoined', data: {}, at: NOON };
  assert.deepEqual(kinds(rowsOf([said(0, 'ana'), joined, said(2, 'ana')])), ['day', 'message', 'event', 'message']);
});

test('keys are unique and lasting', () => {
  const messages = [said(0, 'ana'), said(1, 'ana', 1)];
  const keys = rowsOf(messages).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(rowsOf([...messages, said(2, 'ana', 2)]).map(({ key }) => key).slice(0, 3), keys);
});

const by = (n, sender, who) => ({ ...said(n, sender), ...who });

test('people of one name are two, in two groups, and told apart', () => {
  const rows = rowsOf([by(0, 'Mason', { tag: 'k3f9aaaa' }), by(1, 'Mason', { tag: 'p0qrbbbb' }), by(2, 'Mason', { tag: 'p0qrbbbb' })]);
  assert.deepEqual(kinds(rows), ['day', 'message', 'message', 'message+']);
  assert.deepEqual(rows.slice(1).map(({ distinction }) => distinction), ['k3f9', 'p0qr', 'p0qr']);
});

test('where a name is one person\'s, nothing stands beside it', () => {
  const one = rowsOf([by(0, 'Mason', { tag: 'k3f9aaaa' })], { people: [{ name: 'Mason', tag: 'k3f9aaaa' }] });
  assert.equal(one[1].distinction, '');
  const two = rowsOf([by(0, 'Mason', { tag: 'k3f9aaaa' })], { people: [{ name: 'mason', tag: 'p0qrbbbb' }] });
  assert.equal(two[1].distinction, 'k3f9', 'another of that name is here, and has said nothing');
});

test('a guest Ana is not the verified Ana, nor in her group', () => {
  const rows = rowsOf([by(0, 'Ana', { user: '42' }), by(1, 'Ana', { tag: 'k3f9aaaa' })], { me: { name: 'Ana', user: '42' } });
  assert.deepEqual(rows.slice(1).map(({ mine, distinction }) => [mine, distinction]), [[true, ''], [false, 'k3f9']]);
  assert.equal(rows[2].continued, false);
});

test('mine is what my browser said, whatever I was called; not what others say under my name', () => {
  const rows = rowsOf([by(0, 'Mo', { tag: 'k3f9aaaa' }), by(1, 'Mason', { tag: 'p0qrbbbb' }), by(2, 'Mason', {})],
    { me: { name: 'Mason', tag: 'k3f9aaaa' } });
  assert.deepEqual(rows.slice(1).map(({ mine }) => mine), [true, false, false]);
});

test('what another of my name says is not taken for what I am saying', () => {
  const tried = entry({ since: { head: '1-0', at: NOON } });
  const theirs = by(1, 'mason', { tag: 'p0qrbbbb', message: 'hi' });
  const me = { name: 'mason', tag: 'k3f9aaaa' };
  assert.deepEqual(kinds(rowsOf([said(0, 'ana'), theirs], { entries: [tried], me })), ['day', 'message', 'message', 'pending']);
});
