import { setText } from './dom.js';

const NAMED = 3;

/** Who is writing, other than the reader. */
export class TypingLine extends HTMLElement {
  render(names, me) {
    setText(this, wordsFor(names.filter((name) => name !== me)));
  }
}

function wordsFor(names) {
  if (!names.length) return '';
  if (names.length > NAMED) return 'Several people are typing…';
  const list = new Intl.ListFormat('en').format(names);
  return `${list} ${names.length === 1 ? 'is' : 'are'} typing…`;
}
