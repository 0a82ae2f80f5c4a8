import { NO_MESSAGES } from './feed.js';
import { formatCursor, isFamily, parseCursor } from './ids.js';
import { backoff, pauseAfter } from './retry.js';
import { decodeAll } from './text.js';
import { onWakeUp } from './wake-up.js';

const OWN_TYPES = ['message', ...NO_MESSAGES];
const CLOSED = 2; // as EventSource has it
const WELCOME_PATIENCE = 15_000;
const USUAL_HEARTBEAT = 10_000;
const SILENT_HEARTBEATS = 2.5;
/** A stream that ends sooner was opened by something that had expired before: clocks may differ by 30 s. */
const SHORTEST_LIFE = 500;

/**
 * One event stream that is kept open: a native EventSource, and what that lacks (docs/client.md tells more). Every break is one
 * case: close, wait as long as the server asked, else a jittered backoff, and open again with the cursor; only an answer that
 * will not change ends the trying. A stream that is silent for 2.5 heartbeats is opened anew; as EventSource drops types that
 * nobody listens for, it may only look silent, so `on.doubt` has the Feeds read on, which teaches them the types.
 *
 * Reopening loses and doubles nothing: the cursor says where to go on, and Feeds drop duplicates. So a stream that ends with what
 * allowed it is opened again by something fresh, and one that some channel is refused goes on without that channel.
 */
export class Connection {
  #server;
  #on;
  #channels = [];
  #hasFamily = false;
  #name = '';
  #last;
  #positions;
  #types;
  #you;
  #denied = new Set();
  #away = new Set(); // channels that the server can't pass on just now; '' when that is so for all
  #source;
  #turn = 0; // of opening: whoever waited meanwhile is too late
  #shown; // which credentials opened it
  #isRenewed = false; // and whether they were taken for fresh ones
  #welcomedAt;
  #isWatched = false; // whether what the timer waits for is the next sign of life
  #timer;
  #failures = 0;
  #heartbeat = USUAL_HEARTBEAT;
  #heardAt = 0;
  #state = { name: 'connecting' };
  #ignoreWakeUps;

  /**
   * on.event({type, channel, positions, data}) with positions a Map of channel → id; on.doubt();
   * on.state({name, until, reason, you, denied, away}) with you what the last welcome said, null when it said nothing, and denied the
   * channels that may not be heard. `positions` and `types` are what is known already, and are kept up to date.
   *
   * @param {any} server
   * @param {any} on
   * @param {{positions?: Map<string, string>, types?: Set<string>, last?: number}} [options]
   */
  constructor(server, on, { positions = new Map(), types = new Set(), last } = {}) {
    this.#server = server;
    this.#on = on;
    this.#positions = positions;
    this.#types = types;
    this.#last = last;
    this.#ignoreWakeUps = onWakeUp((why) => this.#wake(why));
  }

  get state() {
    return this.#state;
  }

  /** Which channels the stream carries, and who listens. A change reopens it, and nobody notices. */
  follow(channels, name = '') {
    const isSameReader = name === this.#name || (!name && this.#you?.user); // whose name the token says
    if (isSameReader && channels.join() === this.#channels.join()) return;
    this.#channels = [...channels];
    this.#hasFamily = channels.some(isFamily);
    this.#name = name;
    if (this.#wanted.length) this.#open();
    else this.#stop();
  }

  /** No need to wait for the next attempt; and what was refused for good may be possible now. */
  retryNow() {
    if (this.#channels.length && !this.#source) this.reopen();
  }

  /** Whoever the reader is now, and whatever they may. */
  reopen() {
    this.#denied.clear();
    this.#open();
  }

  listenFor(type) {
    if (OWN_TYPES.includes(type) || this.#types.has(type)) return;
    this.#types.add(type);
    if (this.#source) this.#listen(this.#source, type);
  }

  close() {
    this.#ignoreWakeUps();
    this.#stop();
  }

  /** Those that may be heard, as far as is known. */
  get #wanted() {
    return this.#denied.size ? this.#channels.filter((channel) => !this.#denied.has(channel)) : this.#channels;
  }

  #open() {
    this.#stop();
    const { credentials } = this.#server;
    this.#shown = credentials.version;
    if (credentials.needsTicket) this.#inTurn(this.#server.ticketed(this.#url()), (url) => this.#openAt(url));
    else this.#openAt(this.#url());
  }

  #openAt(url) {
    this.#welcomedAt = undefined;
    const source = this.#source = this.#server.eventSource(url);
    source.onerror = () => (source.readyState === CLOSED ? this.#refused() : this.#broken());
    [...OWN_TYPES, ...this.#types].forEach((type) => this.#listen(source, type));
    this.#after(WELCOME_PATIENCE, () => this.#broken());
  }

  #stop() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  /** Goes on with what was waited for, unless the stream was opened anew, or ended, meanwhile. */
  async #inTurn(waiting, then, failed = (problem) => this.#problem(problem)) {
    const turn = this.#turn;
    try {
      const result = await waiting;
      if (turn === this.#turn) then(result);
    } catch (problem) {
      if (turn === this.#turn) failed(problem);
    }
  }

  #url() {
    const cursor = formatCursor(this.#positions, this.#wanted);
    return this.#server.streamUrl(this.#wanted, { cursor, last: this.#last, name: this.#name });
  }

  #listen(source, type) {
    source.addEventListener(type, (event) => source === this.#source && this.#hear(type, event));
  }

  #hear(type, { data: json, lastEventId }) {
    const positions = parseCursor(lastEventId, this.#wanted);
    const [channel] = positions.keys();
    const data = decodeAll(JSON.parse(json));
    if (this.#hasFamily) this.#positions.clear(); // a member may have left
    positions.forEach((id, of) => this.#positions.set(of, id));
    this.#heardAt = Date.now();
    if (!this.#isWatched) this.#watch();
    this.#on.event({ type, channel, positions, data });
    if (type === 'welcome') this.#welcomed(data);
    if (type === 'status') this.#statusIs(data);
    if (type === 'expiring') this.#renew().catch(() => { /* it is tried again when it has expired */ });
    if (type === 'bye') this.#left(data);
  }

  /** Of all channels, or of one that it names. */
  #statusIs({ redis, channel = '' }) {
    if (redis === 'down') this.#away.add(channel);
    else if (channel) this.#away.delete(channel);
    else this.#away.clear();
    const areAllAway = this.#away.has('') || this.#wanted.every((wanted) => this.#away.has(wanted));
    this.#report({ name: areAllAway ? 'away' : 'live' });
  }

  #welcomed({ heartbeat, you = null }) {
    this.#you = you;
    this.#welcomedAt = Date.now();
    this.#heartbeat = heartbeat;
    this.#failures = 0;
    this.#away.clear(); // what is away is told again
    this.#watch();
    this.#report({ name: 'live' });
  }

  /** Looks when the stream would have been silent for too long, and not anew with every event. */
  #watch() {
    const rest = this.#heardAt + this.#heartbeat * SILENT_HEARTBEATS - Date.now();
    if (rest <= 0) return this.#silent();
    this.#after(rest, () => this.#watch());
    this.#isWatched = true;
  }

  #silent() {
    this.#report({ name: 'reconnecting' });
    this.#open();
    this.#on.doubt?.();
  }

  /** The server said goodbye, or did not let us in. */
  #left({ retry, reason }) {
    if (reason === 'revoked' || reason === 'kicked') this.#signedOut(reason);
    else if (reason === 'expired') this.#expired();
    else this.#broken(retry, reason);
  }

  #renew() {
    return this.#server.credentials.renew(this.#shown);
  }

  /** With something fresh it goes on at once: the server has spread the ends. */
  #expired() {
    const hasLived = Date.now() - this.#welcomedAt >= SHORTEST_LIFE;
    if (this.#isRenewed && !hasLived) return this.#signedOut('expired');
    this.#stop();
    this.#inTurn(this.#renew(), (isFresh) => {
      this.#isRenewed = isFresh;
      if (isFresh) this.reopen();
      else this.#signedOut('expired');
    });
  }

  /** reason: `draining`, `redis`, `full` or `authority`, if the server gave one. */
  #broken(wait = backoff(this.#failures++), reason = undefined) {
    this.#stop();
    this.#report({ name: this.#nameOfBreak(reason), reason, until: Date.now() + wait });
    this.#after(wait, () => this.#open());
  }

  #nameOfBreak(reason) {
    if (globalThis.navigator?.onLine === false) return 'offline';
    return reason === 'redis' ? 'away' : 'reconnecting';
  }

  #refused() {
    clearTimeout(this.#timer);
    this.#inTurn(this.#server.whyRefused(this.#url()), () => this.#problem());
  }

  /** undefined where there is none any more. */
  #problem(problem) {
    const others = problem?.channels && this.#wanted.filter((channel) => !problem.channels.includes(channel));
    if (others?.length && others.length < this.#wanted.length) this.#openWithout(problem.channels);
    else if (problem?.status === 401) this.#signedOut(problem.reason ?? 'expired');
    else if (problem?.reason === 'kicked') this.#signedOut('kicked');
    else if (problem?.reason === 'sender' && this.#name) this.#openNameless();
    else if (problem?.isFinal) this.#giveUp(problem);
    else this.#broken(pauseAfter(problem, this.#failures++));
  }

  /** The token says another name, and is believed. */
  #openNameless() {
    this.#name = '';
    this.#open();
  }

  #openWithout(channels) {
    channels.forEach((channel) => this.#denied.add(channel));
    this.#open();
  }

  #giveUp({ message, channels = [] }) {
    this.#stop();
    channels.forEach((channel) => this.#denied.add(channel));
    this.#report({ name: 'refused', reason: message });
  }

  /** reason: `expired`, also where nothing was ever shown, `revoked` or `kicked`. */
  #signedOut(reason) {
    this.#isRenewed = false;
    this.#stop();
    this.#report({ name: 'signedout', reason });
  }

  /** Timers sleep with the machine, and a network that changed may have taken the link along. */
  #wake(why) {
    if (!this.#channels.length || this.#isOver) return;
    const silence = Date.now() - this.#heardAt;
    const waiting = !this.#source;
    if (waiting || why === 'network' || silence > this.#heartbeat * SILENT_HEARTBEATS) this.#open();
  }

  /** Who was signed out may have signed in elsewhere; who was sent out was not. */
  get #isOver() {
    const { name, reason } = this.#state;
    return name === 'refused' || (name === 'signedout' && reason !== 'expired');
  }

  #report(state) {
    this.#state = { ...state, you: this.#you, denied: [...this.#denied], away: [...this.#away].filter(Boolean) };
    this.#on.state(this.#state);
  }

  #after(ms, action) {
    this.#isWatched = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }
}
