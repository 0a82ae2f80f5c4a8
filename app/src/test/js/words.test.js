import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGLISH } from '../../main/resources/web/assets/js/words/en.js';
import { ENGLISH_PAGE } from '../../main/resources/web/assets/js/words/en-page.js';
import { choose, Words, wordsIn } from '../../main/resources/web/assets/js/words/words.js';
import { clientSources, codeOf, literalsOf, webFile, webFiles } from './sources.js';

const LANGUAGES = webFiles('assets/js/words').map((file) => file.slice(0, -3)).filter((name) => name.length === 2 && name !== 'en');
const english = { ...ENGLISH, ...ENGLISH_PAGE };
const tables = await Promise.all(LANGUAGES.map(async (lang) =>
  [lang, (await import(`../../main/resources/web/assets/js/words/${lang}.js`)).WORDS]));

const formsOf = (said) => (typeof said === 'string' ? { other: said } : said);
const placesOf = (said) => [...new Set(Object.values(formsOf(said)).join().match(/\{\w+\}/g))].sort();

test('all languages say the same: none misses a text, or has one more', () => {
  assert.ok(LANGUAGES.length >= 2);
  LANGUAGES.forEach((lang) => assert.equal(choose([lang]).lang, lang));
  tables.forEach(([lang, table]) => assert.deepEqual(Object.keys(table).sort(), Object.keys(english).sort(), lang));
  assert.deepEqual(Object.keys(ENGLISH).filter((key) => key in ENGLISH_PAGE), []);
});

test('all languages have the same values in each text', () => {
  for (const [lang, table] of tables) {
    Object.keys(english).forEach((key) => assert.deepEqual(placesOf(table[key]), placesOf(english[key]), `${key} in ${lang}`));
  }
});

test('a text that a number decides about has a form for each number that its language knows', () => {
  for (const [lang, table] of [['en', english], ...tables]) {
    const forms = ['other', ...[0, 1, 2, 5, 11, 100].map((n) => new Intl.PluralRules(lang).select(n))];
    for (const [key, said] of Object.entries(table)) {
      if (typeof said !== 'string') assert.deepEqual(Object.keys(said).sort(), [...new Set(forms)].sort(), `${key} in ${lang}`);
    }
  }
});

test('no text is left in English', () => {
  const same = new Set(['messageTo', 'chat', 'findKey', 'roomKeys', 'upKey', 'endKey', 'helpKey', 'offline', 'live']);
  for (const [lang, table] of tables) {
    Object.keys(english).filter((key) => !same.has(key)).forEach((key) => assert.notDeepEqual(table[key], english[key], `${key} in ${lang}`));
  }
});

test('every text is said somewhere, and what is said is there', () => {
  const sources = [...clientSources().map(([, source]) => source), webFile('assets/js/parley/connection.js')].map(codeOf).join('\n'); // the last names states
  const page = webFile('index.html');
  const onServer = ['talkIn', 'nothingSaidIn']; // http/page/Document
  const saidByName = (key) => sources.includes(`'${key}'`) || sources.includes(` ${key}: '`);
  Object.keys(english).forEach((key) => assert.ok(saidByName(key) || page.includes(`{{${key}}}`) || onServer.includes(key), `nobody says ${key}`));
  for (const [, key] of page.matchAll(/\{\{(\w+)\}\}/g)) assert.ok(key === 'lang' || typeof english[key] === 'string', key);
  for (const [, key] of sources.matchAll(/\bsay\('(\w+)'/g)) assert.ok(key in english, key);
});

test('no template says anything by itself', () => {
  for (const [path, source] of clientSources()) assert.deepEqual(literalsOf(source), [], path);
  const text = webFile('index.html').replace(/\{\{\w+\}\}/g, '').replace(/<(script|title)\b.*?<\/\1>|<svg hidden>.*<\/svg>/gs, '').replace(/\bParley\b/g, '');
  assert.doesNotMatch(text.replace(/<[^>]*>/g, ' '), /\p{L}/u);
  assert.doesNotMatch(text, /(?:aria-label|title|placeholder|alt)="[^"]*\p{L}/u);
});

test('what says something by itself is found', () => {
  const english = ["h('p', {}, 'Nobody is here')", "h('p.hint', { role: 'status' }, 'you')", "setText(box, 'Copied')", "h('a', { title: 'Send' })", 'this.#notify(`Refused: ${reason}`)',
    "button.textContent = 'Copied';", "const TEXT = 'You may not listen here.';"];
  english.forEach((code) => assert.equal(literalsOf(code).length, 1, code));
  const none = ["h('p.hint', { role: 'status' })", "say('copied')", "console.warn('It can’t be done:', fault)", "throw new TypeError('say() takes a text.');", "key === 'Escape'",
    "// The box's text is 'Nobody is here'", "{ 'Content-Type': 'application/json' }", "h('span', {}, '✓')"];
  none.forEach((code) => assert.deepEqual(literalsOf(code), [], code));
});

test('the language is the first of those that are wanted that there are words in; times are those of the reader’s country', () => {
  assert.deepEqual(choose(['de-AT', 'en']), { lang: 'de', locale: 'de-AT' });
  assert.deepEqual(choose(['fr', 'es-MX', 'de']), { lang: 'es', locale: 'es-MX' });
  assert.deepEqual(choose(['de', 'en-GB', 'de-CH']), { lang: 'de', locale: 'de-CH' });
  assert.deepEqual(choose(['ES']), { lang: 'es', locale: 'ES' });
  assert.deepEqual(choose(['fr-FR', 'it']), { lang: 'en', locale: 'fr-FR' });
  assert.deepEqual(choose([undefined, '', 'no language', 'de']), { lang: 'de', locale: 'de' });
  assert.deepEqual(choose([]), { lang: 'en', locale: 'en' });
});

test('another language is loaded when it is wanted', async () => {
  const words = await wordsIn(choose(['de-DE']));
  assert.deepEqual([words.lang, words.say('send')], ['de', 'Senden']);
  assert.equal((await wordsIn(choose(['en-GB']), english)).say('rooms'), 'Rooms');
});

test('a language that does not come leaves the words in English, and a text that it lacks, too', async (t) => {
  const warned = t.mock.method(console, 'warn', () => {});
  const words = await wordsIn({ lang: 'xx', locale: 'de' });
  assert.deepEqual([words.lang, words.say('send'), warned.mock.callCount()], ['en', 'Send', 1]);
});

test('values stand in their places, numbers as the language writes them', async () => {
  const german = await wordsIn(choose(['de']));
  assert.equal(german.say('tooLong', { count: 4123, most: 4000 }), '4.123 Zeichen; eine Nachricht hat höchstens 4.000.');
  assert.equal(new Words().say('nameTaken', { name: '$& {name}' }), 'Somebody called $& {name} is here already.');
});

test('a number decides how it is said, and so does a row of names', async () => {
  const [english, german] = [new Words(), await wordsIn(choose(['de']))];
  const typing = (words, ...names) => words.say('typing', { count: names.length, names: words.list(names) });
  assert.equal(typing(english, 'ana'), 'ana is typing…');
  assert.equal(typing(english, 'ana', 'eve'), 'ana and eve are typing…');
  assert.equal(typing(german, 'ana', 'eve'), 'ana und eve schreiben …');
});

test('elements stand among the words', () => {
  const words = new Words(undefined, english);
  assert.deepEqual(words.parts('welcome', { room: 'ELEMENT' }), ['Welcome to ', 'ELEMENT', '']);
});

test('why something failed: in the server’s words, or that it said none', () => {
  const words = new Words();
  assert.equal(words.problem({ status: 403, detail: 'No.' }), 'No.');
  assert.equal(words.problem({ status: 502 }), 'The server answered 502.');
  assert.equal(words.problem({ status: 0 }), 'The server can’t be reached.');
});

test('days have names', async () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  const [words, german] = [new Words(), await wordsIn(choose(['de']))];
  assert.equal(words.day(now - 3_600_000, now), 'Today');
  assert.equal(words.day(now - 86_400_000, now), 'Yesterday');
  assert.equal(german.day(now - 86_400_000, now), 'Gestern');
  assert.match(words.day(now - 400 * 86_400_000, now), /2025/);
  assert.match(german.day(now - 20 * 86_400_000, now), /^[A-Z][a-z]+tag, \d+\. /);
});

test('since when something is new', () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  assert.doesNotMatch(new Words().since(now - 3_600_000, now), /Today/);
  assert.match(new Words().since(now - 86_400_000, now), /^Yesterday, \d/);
});
