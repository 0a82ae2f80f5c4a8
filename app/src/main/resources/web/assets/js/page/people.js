import { keyOf, Namesakes, shortTag } from '../parley/people.js';
import { fromTemplate, paintAvatar, reconcile, setText, tellApart } from './dom.js';

/** Who is in the room; of a crowd, the first hundred. */
class PeopleList extends HTMLElement {
  render({ count, known }, me) {
    const more = count - known.length;
    const namesakes = new Namesakes(known);
    setText(this.querySelector('.more'), more > 0 ? `and ${more} more` : '');
    reconcile(this.querySelector('ul'), known, {
      keyOf: (person) => `${keyOf(person)} ${person.name}`,
      create,
      update: (row, person) => update(row, person, namesakes.distinction(person), keyOf(person) === keyOf(me)),
    });
  }
}

function create(person) {
  const row = fromTemplate('person-row');
  paintAvatar(row.querySelector('.avatar'), person.name, keyOf(person));
  row.querySelector('bdi').textContent = person.name;
  row.title = titleOf(person);
  return row;
}

function titleOf(person) {
  if (person.user) return `${person.name}, verified as ${person.user}`;
  return person.tag ? `${person.name} · ${shortTag(person)}` : person.name;
}

function update(row, person, distinction, isMe) {
  tellApart(row, person, distinction);
  setText(row.querySelector('.hint'), isMe ? 'you' : '');
}

const NAMED = 3;

/** Who is writing, other than the reader. */
class TypingLine extends HTMLElement {
  render(people, me) {
    const namesakes = new Namesakes([...people, me]);
    const others = people.filter((person) => keyOf(person) !== keyOf(me));
    setText(this, wordsFor(others.map((person) => calledFor(person, namesakes.distinction(person)))));
  }
}

function calledFor({ name, user }, distinction) {
  return [name, user && '✓', distinction && `· ${distinction}`].filter(Boolean).join(' ');
}

function wordsFor(names) {
  if (!names.length) return '';
  if (names.length > NAMED) return 'Several people are typing…';
  const list = Intl.ListFormat ? new Intl.ListFormat('en').format(names) : names.join(', ');
  return `${list} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

customElements.define('people-list', PeopleList);
customElements.define('typing-line', TypingLine);
