import { notifiers } from '../capabilities.js';
import { addressOf } from '../rooms/names.js';
import { setText } from './dom.js';
import { worker } from './worker.js';

const WANTED = 'notify';

/** Notifications of the desktop or phone, on request. A service worker shows them: a page of its own can't do so on phones. */
export class Notifications {
  #storage;
  #button;
  #words;

  /** open(address) when one was followed. */
  constructor(storage, button, words, open) {
    this.#storage = storage;
    this.#button = button;
    this.#words = words;
    button.addEventListener('click', () => this.#toggle());
    notifiers?.addEventListener('message', ({ data }) => data.open && open(data.open));
    notifiers?.startMessages();
    this.#label();
  }

  /** One for each room, the newest. */
  async show(channel, { sender, message }) {
    const registration = await worker().catch(() => undefined);
    await registration?.showNotification(`${sender} · ${channel}`, {
      body: message, tag: `parley ${channel}`, renotify: true, data: addressOf(channel),
    });
  }

  get #isPossible() {
    return Boolean(notifiers) && Notification.permission !== 'denied';
  }

  /** What the browser lets us do is asked last: the page waits for its answer. */
  get isOn() {
    return this.#storage.get(WANTED) === true && this.#isPossible && Notification.permission === 'granted';
  }

  async #toggle() {
    const wanted = !this.isOn && await Notification.requestPermission() === 'granted';
    try {
      if (wanted) await worker();
      this.#storage.set(WANTED, wanted);
      this.#label();
    } catch { // site data is blocked
      this.#button.disabled = true;
      this.#label('mayNotNotify');
    }
  }

  #label(key = this.isOn ? 'notifying' : 'notify') {
    this.#button.hidden = !this.#isPossible;
    this.#button.setAttribute('aria-pressed', this.isOn);
    setText(this.#button.querySelector('span'), this.#words.say(key));
  }
}
