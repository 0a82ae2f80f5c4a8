import { keyOf } from '../parley/people.js';
import { h, marks, paintAvatar, Part, setText } from './dom.js';

/** Who the reader is: a guest who may change their name or sign in, or somebody who is signed in and may sign out. Events: `rename`, `sign-out`. */
export class MyAccount extends Part {
  static part = 'my-account';

  make() {
    const name = () => [h('span.avatar.small', { 'aria-hidden': 'true' }), ' '];
    return [
      h('button.quiet-button.wide', { id: 'rename', type: 'button', hidden: true }, ...name(), h('span.cut', {}, h('bdi.my-name')), ' ', h('span.hint', {}, this.say('changeName'))),
      h('div.signed-in', { hidden: true },
        h('p', {}, ...name(), h('span.cut', {}, h('bdi.my-name'), ' ', ...marks(this.words))),
        h('button.quiet-button', { id: 'sign-out', type: 'button' }, this.say('signOut'))),
      h('a.sign-in.quiet-button.wide', { hidden: true }, this.say('signIn')), h('p.hint.obstacle', { hidden: true }),
    ];
  }

  begin() {
    this.#on('#rename', 'rename');
    this.#on('#sign-out', 'sign-out');
  }

  /** @param owner the user who is signed in; '' for a guest. @param address where to sign in; undefined where nobody can or need @param obstacle why nobody can, a key of words/ */
  render(me, owner, { address, obstacle }) {
    this.find('#rename').hidden = !me.name || Boolean(owner);
    this.find('.signed-in').hidden = !owner;
    this.querySelectorAll('.my-name').forEach((element) => setText(element, me.name));
    this.querySelectorAll('.avatar').forEach((avatar) => paintAvatar(avatar, me.name, keyOf(me)));
    const link = this.find('.sign-in');
    link.hidden = !address || Boolean(owner);
    if (address) link.href = address;
    this.find('.obstacle').hidden = !obstacle;
    if (obstacle) setText(this.find('.obstacle'), this.say(obstacle));
  }

  #on(selector, event) {
    this.find(selector).addEventListener('click', () => this.tell(event));
  }
}
