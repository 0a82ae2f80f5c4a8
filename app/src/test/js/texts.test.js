import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentions, segments } from '../../main/resources/web/assets/js/timeline/segments.js';
import { eventText, isLong } from '../../main/resources/web/assets/js/timeline/texts.js';
import { channelAt, normalName, problemWithName } from '../../main/resources/web/assets/js/rooms/names.js';
import { Words } from '../../main/resources/web/assets/js/words/words.js';

const links = (text) => segments(text).filter(({ url }) => url).map(({ url }) => url);

test('web addresses are links, without what ends the sentence', () => {
  assert.deepEqual(links('see https://example.org/a. And (http://example.org/b_(c)), or https://example.org?'),
    ['https://example.org/a', 'http://example.org/b_(c)', 'https://example.org']);
});

test('nothing else is a link', () => {
  ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'xhttps://example.org', 'https://', 'file:///etc/passwd',
    'example.org'].forEach((text) => assert.deepEqual(links(text), [], text));
});

test('the pieces are the text', () => {
  const text = 'hey @mason, https://example.org/@mason and "@Mason"';
  const pieces = segments(text, 'mason');
  assert.equal(pieces.map((piece) => piece.text).join(''), text);
  assert.equal(pieces.filter(({ mention }) => mention).length, 2);
});

test('@ and a name mention it as a word of its own, in any case, whatever characters it has', () => {
  assert.ok(mentions('Hello @MASON!', 'mason'));
  assert.ok(!mentions('@masonry', 'mason'));
  assert.ok(!mentions('free@mason', 'mason'));
  assert.ok(mentions('hi @лена', 'Лена'));
  assert.ok(mentions('is @a.*(b) here?', 'a.*(b)'));
  assert.ok(!mentions('anything', ''));
});

test('without @, only a name that no word can be taken for is mentioned', () => {
  assert.ok(mentions('Will, will you?', 'Will'));
  assert.ok(!mentions('I will do it', 'Will'));
  assert.ok(!mentions('I will do it', 'will'));
  assert.ok(!mentions('Freewill', 'Will'));
  assert.ok(!mentions('W. Shakespeare', 'W'));
});

test('an address ends where characters would turn it round', () => {
  const [, link, rest] = segments('see https://example.org/\u202egpj.exe', 'ana');
  assert.deepEqual([link.url, rest.text], ['https://example.org/', '\u202egpj.exe']);
});

test('what is longer than a screen is long, in lines or in letters', () => {
  assert.ok(!isLong('word '.repeat(200)));
  assert.ok(isLong('word '.repeat(300)));
  assert.ok(!isLong('\n'.repeat(10)));
  assert.ok(isLong('\n'.repeat(20)));
});

test('custom events in words', () => {
  const words = new Words();
  assert.equal(eventText({ event: 'userJoined', data: { username: 'mason' } }, words), 'mason joined');
  assert.equal(eventText({ event: 'userLeft', data: { username: 'mason' } }, words), 'mason left');
  assert.equal(eventText({ event: 'deploy.finished', data: { version: 1, by: { name: 'ana' } } }, words),
    'deploy finished · version: 1, by: {"name":"ana"}');
  assert.equal(eventText({ event: 'buildBroken', data: {} }, words), 'build broken');
  assert.ok(eventText({ event: 'long', data: { text: 'x'.repeat(999) } }, words).length <= 200);
});

test('rooms have good names, and addresses that say them', () => {
  ['everyone', 'user-42:inbox', 'Küche', '日本語', 'a'.repeat(64)].forEach((name) => assert.equal(problemWithName(name), '', name));
  ['', ' ', '-a', 'a b', 'a/b', 'a'.repeat(65), '<b>'].forEach((name) => assert.equal(problemWithName(name), 'malformed', name));
  assert.equal(problemWithName('subscribe'), 'reserved');
  assert.equal(channelAt('/'), 'everyone');
  assert.equal(channelAt('/K%C3%BCche'), 'Küche');
  assert.equal(normalName(' Ku\u0308che '), 'Küche');
});
