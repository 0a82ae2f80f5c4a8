import { worker } from './worker.js';

const LEVEL = 'push.';
const TOLD = 'pushed';
const DAY = 24 * 60 * 60_000;
const NEXT = { none: 'all', all: 'mentions', mentions: 'none' };

/** Being told what is said in a room while no page is open, through the browser's push service: of each room all, mentions, or nothing. */
export class Pushes {
  #server;
  #storage;

  constructor(server, storage) {
    this.#server = server;
    this.#storage = storage;
  }

  get isPossible() {
    return Boolean(navigator.serviceWorker && globalThis.PushManager && globalThis.Notification) && Notification.permission !== 'denied';
  }

  level(channel) {
    return this.#storage.get(LEVEL + channel) ?? 'none';
  }

  /** Goes on to the next level, and resolves to that; rejects where it can't be done. */
  async change(channel, name) {
    const level = NEXT[this.level(channel)];
    if (await Notification.requestPermission() !== 'granted') throw new Error('refused');
    await this.#tell(channel, level, name);
    if (level === 'none') this.#storage.remove(LEVEL + channel);
    else this.#storage.set(LEVEL + channel, level);
    return level;
  }

  /** The server forgets who did not say so for a month; and who has another name is mentioned by that. */
  async renew(channels, name) {
    const due = channels.filter((channel) => this.level(channel) !== 'none');
    const told = this.#storage.get(TOLD);
    if (!this.isPossible || !due.length || (told?.name === name && Date.now() - told.at < DAY)) return;
    for (const channel of due) await this.#tell(channel, this.level(channel), name);
    this.#storage.set(TOLD, { at: Date.now(), name });
  }

  /** A room that was left is told of no more. */
  async forget(channel) {
    if (this.level(channel) === 'none') return;
    this.#storage.remove(LEVEL + channel);
    await this.#tell(channel, 'none', '');
  }

  /** Whoever was here is told nothing more in this browser: their push service says so to the server. */
  async end() {
    const registration = await navigator.serviceWorker?.getRegistration('/').catch(() => undefined);
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  }

  async #tell(channel, level, name) {
    const { endpoint, keys: { p256dh, auth } } = (await this.#subscription(channel)).toJSON();
    await this.#server.tellPush(channel, { endpoint, p256dh, auth, level, name });
  }

  /** One for all rooms. Where the chat has another key than it had, it is no good any more. */
  async #subscription(channel) {
    const { pushManager } = await worker();
    const key = await this.#server.pushKey(channel);
    const old = await pushManager.getSubscription();
    if (old && old.options.applicationServerKey && keyOf(old) === key) return old;
    await old?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }
}

function keyOf({ options: { applicationServerKey } }) {
  const text = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey)));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
