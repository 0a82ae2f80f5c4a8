import { keyOf } from '../parley/people.js';
import { paintAvatar, setText } from './dom.js';

/** Who the reader is: a guest who may change their name or sign in, or somebody who is signed in and may sign out. Events: `rename`, `sign-out`. */
class MyAccount extends HTMLElement {
  connectedCallback() {
    this.#on('#rename', 'rename');
    this.#on('#sign-out', 'sign-out');
  }

  /** @param owner the user who is signed in; '' for a guest. @param address where to sign in; undefined where nobody can or need */
  render(me, owner, address) {
    this.querySelector('#rename').hidden = !me.name || Boolean(owner);
    this.querySelector('.signed-in').hidden = !owner;
    this.querySelectorAll('.my-name').forEach((element) => setText(element, me.name));
    this.querySelectorAll('.avatar').forEach((avatar) => paintAvatar(avatar, me.name, keyOf(me)));
    const link = this.querySelector('.sign-in');
    link.hidden = !address || Boolean(owner);
    if (address) link.href = address;
  }

  #on(selector, event) {
    this.querySelector(selector).addEventListener('click', () => this.dispatchEvent(new CustomEvent(event)));
  }
}

customElements.define('my-account', MyAccount);
