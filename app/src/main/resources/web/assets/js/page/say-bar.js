import { isTouched, Part } from './dom.js';
import { MessageComposer } from './message-composer.js';
import { NameForm } from './name-form.js';
import { SessionBar } from './session-bar.js';

/**
 * What stands below the messages: the message box, the form for one's name, why there is neither, or nothing while it is not known who
 * this is. Events: those of the three: `say`, `typing`, `named`, `kept`, `leave`.
 */
export class SayBar extends Part {
  static part = 'say-bar';
  composer = new MessageComposer();
  nameForm = new NameForm();
  #bar = new SessionBar();
  #isRenaming = false;
  #shown;
  #takesFocus = true;

  make() {
    const parts = [this.composer, this.nameForm, this.#bar];
    parts.forEach((part) => { part.hidden = true; });
    return parts;
  }

  begin() {
    for (const [part, types] of [[this.composer, ['say', 'typing']], [this.nameForm, ['named', 'kept']], [this.#bar, ['leave']]]) {
      types.forEach((type) => part.addEventListener(type, ({ detail }) => this.tell(type, detail)));
    }
    this.addEventListener('kept', () => this.keepName());
  }

  /** A part of a page takes the focus only from those who are in it. */
  set takesFocus(takesFocus) {
    this.#takesFocus = takesFocus;
  }

  /** A room was entered, which is to be written in. */
  enter(channel) {
    this.composer.enter(channel);
    this.#isRenaming = false;
    if (this.#shown === 'composer') this.#focus();
  }

  rename() {
    this.#isRenaming = true;
  }

  /** The old name stays, or there is a new one. */
  keepName() {
    this.#isRenaming = false;
  }

  focus() {
    this.composer.focus();
  }

  /** @param standing of standing.js @param name of the reader @param isKnown whether the server has told who that is @param address where to sign in, if anywhere @param obstacle why nobody can */
  render({ standing, name, isKnown, address, obstacle }) {
    const before = this.#shown;
    this.#shown = this.#due(standing, name, isKnown || !(address || obstacle));
    this.#bar.render(standing, address, this.composer.text, obstacle);
    if (this.#shown === before) return;
    this.composer.hidden = this.#shown !== 'composer';
    this.nameForm.hidden = this.#shown !== 'name';
    if (this.#shown === 'name') this.nameForm.ask(name, this.#takesFocus || this.#isRenaming);
    if (this.#shown === 'composer') this.#focus();
  }

  #due(standing, name, isKnown) {
    if (standing) return 'bar';
    if (name && !this.#isRenaming) return 'composer';
    return isKnown ? 'name' : 'nothing';
  }

  #focus() {
    if (this.#takesFocus && !isTouched()) this.focus();
  }
}
