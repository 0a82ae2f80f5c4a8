import { keyOf, Namesakes, shortTag } from '../parley/people.js';
import { h, marks, paintAvatar, Part, reconcile, setText, tellApart } from './dom.js';

/** Who is in the room; of a crowd, the first hundred. */
export class PeopleList extends Part {
  static part = 'people-list';

  make() {
    return [h('h2.panel-title', {}, 'People here ', h('span.people-count')), h('ul', { role: 'list' }), h('p.hint.more')];
  }

  render({ count, known }, me) {
    const more = count - known.length;
    const namesakes = new Namesakes(known);
    setText(this.find('.people-count'), String(count || ''));
    setText(this.find('.more'), more > 0 ? `and ${more} more` : '');
    reconcile(this.find('ul'), known, {
      keyOf: (person) => `${keyOf(person)} ${person.name}`,
      create,
      update: (row, person) => update(row, person, namesakes.distinction(person), keyOf(person) === keyOf(me)),
    });
  }
}

function create(person) {
  const row = h('li', {}, h('span.avatar.small', { 'aria-hidden': 'true' }),
    h('span.cut', {}, h('bdi'), ' ', ...marks({ hidden: true })), h('span.hint'));
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
