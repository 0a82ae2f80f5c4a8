import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../main/resources/web/', import.meta.url));
/** What speaks to people, and not to those who write programs. */
const SPEAKING = ['page', 'embed', 'core', 'session', 'rooms', 'timeline', 'outbox', ''];

export function webFile(path) {
  return readFileSync(join(web, path), 'utf8');
}

/** Names of the files of a folder. */
export function webFiles(folder) {
  return readdirSync(join(web, folder));
}

/** [path, text] of the modules that show something, or decide what is shown. */
export function clientSources() {
  const folder = (name) => readdirSync(join(web, 'assets/js', name)).filter((file) => file.endsWith('.js')).map((file) => join('assets/js', name, file));
  return [...SPEAKING.flatMap(folder), 'assets/js/words/words.js'].map((path) => [path, webFile(path)]);
}

const TEXT = String.raw`'(?:[^'\\\n]|\\.)*'|` + '`[^`\\n]*`';
const CHILD = new RegExp(String.raw`\bh\('[^']*'(?:, (?:\{[^{}]*\}|[\w.]+\([^()]*\)|${TEXT}))*?, (?<text>${TEXT})`, 'g');
const SHOWN = new RegExp(String.raw`(?:setText\([^,]*, |textContent[:=] ?|textContent = |ariaLabel[:=] ?|(?:'aria-label'|title|placeholder|ariaLabel): |\bnotify\()(?<text>${TEXT})`, 'g');
const SENTENCE = new RegExp(String.raw`(?<text>${TEXT})`, 'g');

/** Texts in this code that people would read: shown as they are, or sentences. Faults and what is told to a console are for others. */
export function literalsOf(source) {
  const code = codeOf(source).replace(/console\.\w+\((?:[^()]|\([^()]*\))*\)/g, '').replace(/new \w*(?:Error|Problem)\((?:[^()]|\([^()]*\))*\)/g, '');
  const found = [
    ...[...code.matchAll(CHILD), ...code.matchAll(SHOWN)].filter(({ groups }) => /\p{L}{2}/u.test(wordsOf(groups.text))),
    ...[...code.matchAll(SENTENCE)].filter(({ groups }) => /\p{Lu}[\p{L}’]+(?: \p{L}|[:…])|\p{L} \p{L}+[.…?]'?$/u.test(wordsOf(groups.text))),
  ];
  return [...new Set(found.map(({ groups }) => groups.text))];
}

/** Without comments. */
export function codeOf(source) {
  return source.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/ .*$/gm, '');
}

/** Without quotes, values, and the name that is the same everywhere. */
const wordsOf = (text) => text.slice(1, -1).replace(/\$\{[^}]*\}/g, '').replace(/Parley/g, '');
