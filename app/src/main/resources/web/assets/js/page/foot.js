import { isTouched, the } from './dom.js';

/** What stands below the messages: the message box, the form for one's name, why there is neither, or nothing while it is not known who this is. */
export class Foot {
  #chat;
  #session;
  #composer = the('message-composer');
  #nameForm = the('name-form');
  #bar = the('session-bar');
  #isRenaming = false;
  #shown;

  constructor(chat, session) {
    this.#chat = chat;
    this.#session = session;
  }

  /** A room was entered, which is to be written in. */
  enter() {
    this.keepName();
    this.#focus();
  }

  rename() {
    this.#isRenaming = true;
    this.draw();
  }

  /** The old name stays, or there is a new one. */
  keepName() {
    this.#isRenaming = false;
    this.draw();
  }

  draw() {
    const { standing } = this.#chat;
    const before = this.#shown;
    this.#shown = this.#due(standing);
    this.#bar.render(standing, this.#session.address, this.#composer.text);
    if (this.#shown === before) return;
    this.#composer.hidden = this.#shown !== 'composer';
    this.#nameForm.hidden = this.#shown !== 'name';
    if (this.#shown === 'name') this.#nameForm.ask(this.#chat.name);
    this.#focus();
  }

  #due(standing) {
    if (standing) return 'bar';
    if (this.#chat.name && !this.#isRenaming) return 'composer';
    return this.#chat.isKnown || !this.#session.address ? 'name' : 'nothing';
  }

  #focus() {
    if (this.#shown === 'composer' && !isTouched()) this.#composer.focus();
  }
}
