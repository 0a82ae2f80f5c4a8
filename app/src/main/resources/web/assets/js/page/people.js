import { fromTemplate, paintAvatar, reconcile, setText } from './dom.js';

/** Who is in the room; of a crowd, the first hundred. */
class PeopleList extends HTMLElement {
  render({ count, names }, me) {
    const more = count - names.length;
    setText(this.querySelector('.more'), more > 0 ? `and ${more} more` : '');
    reconcile(this.querySelector('ul'), names, { keyOf: (name) => name, create, update: (row, name) => mark(row, name === me) });
  }
}

function create(name) {
  const row = fromTemplate('person-row');
  paintAvatar(row.querySelector('.avatar'), name);
  row.querySelector('bdi').textContent = name;
  return row;
}

function mark(row, isMe) {
  setText(row.querySelector('.hint'), isMe ? 'you' : '');
}

const NAMED = 3;

/** Who is writing, other than the reader. */
class TypingLine extends HTMLElement {
  render(names, me) {
    setText(this, wordsFor(names.filter((name) => name !== me)));
  }
}

function wordsFor(names) {
  if (!names.length) return '';
  if (names.length > NAMED) return 'Several people are typing…';
  const list = Intl.ListFormat ? new Intl.ListFormat('en').format(names) : names.join(', ');
  return `${list} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

customElements.define('people-list', PeopleList);
customElements.define('typing-line', TypingLine);
