const PAUSE = 1_000;
const SPELLED_OUT = 2;
const WANTED = 'notify';
const FRONT = 'parley.front';

/** Says that something was said when nobody looks: in the title, and on request as a notification of the desktop. */
export class Attention {
  #storage;
  #button;
  #leaveFront = () => {};

  constructor(storage, button) {
    this.#storage = storage;
    this.#button = button;
    button.addEventListener('click', () => this.#toggle());
    ['focus', 'blur', 'pageshow'].forEach((type) => addEventListener(type, () => this.#keepFront()));
    document.addEventListener('visibilitychange', () => this.#keepFront());
    this.#keepFront();
    this.#label();
  }

  /** Whether the reader looks at this tab. */
  static get isInFront() {
    return document.visibilityState === 'visible' && document.hasFocus();
  }

  title(channel, unread) {
    const title = `${unread ? `(${unread > 99 ? '99+' : unread}) ` : ''}${channel} · Parley`;
    if (document.title !== title) document.title = title;
  }

  /** One for each room, the newest; not when any of our tabs is in front. */
  async notify(channel, { sender, message }, open) {
    if (!this.#isOn || await this.#anyTabIsInFront()) return;
    const notification = new Notification(`${sender} in ${channel}`, { body: message, tag: `parley ${channel}` });
    notification.onclick = () => {
      window.focus();
      open(channel);
    };
  }

  get #isOn() {
    return this.#storage.get(WANTED) === true && globalThis.Notification?.permission === 'granted';
  }

  async #toggle() {
    const wanted = !this.#isOn && await Notification.requestPermission() === 'granted';
    this.#storage.set(WANTED, wanted);
    this.#label();
  }

  #label() {
    const permission = globalThis.Notification?.permission;
    this.#button.hidden = !permission || permission === 'denied';
    this.#button.setAttribute('aria-pressed', this.#isOn);
    this.#button.querySelector('span').textContent = this.#isOn ? 'Notifications are on' : 'Notify me';
  }

  /** The tab in front holds a lock, for the others to see. */
  #keepFront() {
    this.#leaveFront();
    this.#leaveFront = () => {};
    if (!Attention.isInFront) return;
    const end = new Promise((resolve) => { this.#leaveFront = resolve; });
    navigator.locks?.request(FRONT, { mode: 'shared' }, () => end);
  }

  async #anyTabIsInFront() {
    if (!navigator.locks) return Attention.isInFront;
    const { held } = await navigator.locks.query();
    return held.some(({ name }) => name === FRONT);
  }
}

/** Reads new messages out to those who can't see them come: politely, and a flood only as its size. */
export class Announcer {
  #region;
  #waiting = [];
  #timer;

  constructor(region) {
    this.#region = region;
  }

  message({ sender, message }) {
    this.#waiting.push(`${sender}: ${message}`);
    this.#timer ??= setTimeout(() => this.#speak(), PAUSE);
  }

  #speak() {
    this.#timer = undefined;
    const messages = this.#waiting.splice(0);
    this.#region.textContent = messages.length > SPELLED_OUT ? `${messages.length} new messages` : messages.join('\n');
  }
}
