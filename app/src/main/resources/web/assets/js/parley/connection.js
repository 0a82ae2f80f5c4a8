import { formatCursor, isFamily, parseCursor } from './ids.js';
import { backoff, pauseAfter } from './retry.js';
import { decodeAll } from './text.js';

const OWN_TYPES = ['message', 'welcome', 'reset', 'heartbeat', 'presence', 'typing', 'status', 'omitted', 'bye'];
const WELCOME_PATIENCE = 15_000;
const USUAL_HEARTBEAT = 10_000;
const SILENT_HEARTBEATS = 2.5;

/**
 * One event stream that is kept open: a native EventSource, and what that lacks (docs/client.md tells more). Every break is one
 * case: close, wait as long as the server asked, else a jittered backoff, and open again with the cursor; only an answer that
 * will not change ends the trying. A stream that is silent for 2.5 heartbeats is opened anew; as EventSource drops types that
 * nobody listens for, it may only look silent, so `on.doubt` has the Feeds read on, which teaches them the types.
 *
 * Reopening loses and doubles nothing: the cursor says where to go on, and Feeds drop duplicates.
 */
export class Connection {
  #server;
  #on;
  #channels = [];
  #name = '';
  #last;
  #positions;
  #types;
  #source;
  #timer;
  #failures = 0;
  #heartbeat = USUAL_HEARTBEAT;
  #heardAt = 0;
  #state = { name: 'connecting' };
  #ignoreWakeUps;

  /**
   * on.event({type, channel, positions, data}) with positions a Map of channel → id; on.state({name, until, reason});
   * on.doubt(). `positions` and `types` are what is known already, and are kept up to date.
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
    if (name === this.#name && channels.join() === this.#channels.join()) return;
    this.#channels = [...channels];
    this.#name = name;
    if (channels.length) this.#open();
    else this.#stop();
  }

  /** No need to wait for the next attempt; and what was refused for good may be possible now. */
  retryNow() {
    if (this.#channels.length && !this.#source) this.#open();
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

  #open() {
    this.#stop();
    const source = this.#source = new EventSource(this.#url());
    source.onerror = () => (source.readyState === EventSource.CLOSED ? this.#refused(source) : this.#broken());
    [...OWN_TYPES, ...this.#types].forEach((type) => this.#listen(source, type));
    this.#after(WELCOME_PATIENCE, () => this.#broken());
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #url() {
    const cursor = formatCursor(this.#positions, this.#channels);
    return this.#server.streamUrl(this.#channels, { cursor, last: this.#last, name: this.#name });
  }

  #listen(source, type) {
    source.addEventListener(type, (event) => {
      if (source === this.#source) this.#hear(type, event);
    });
  }

  #hear(type, { data: json, lastEventId }) {
    const positions = parseCursor(lastEventId, this.#channels);
    const [channel] = positions.keys();
    const data = decodeAll(JSON.parse(json));
    if (this.#channels.some(isFamily)) this.#positions.clear(); // a member may have left
    positions.forEach((id, of) => this.#positions.set(of, id));
    this.#heardAt = Date.now();
    this.#after(this.#heartbeat * SILENT_HEARTBEATS, () => this.#silent());
    this.#on.event({ type, channel, positions, data });
    if (type === 'welcome') this.#welcomed(data);
    if (type === 'status') this.#report({ name: data.redis === 'down' ? 'away' : 'live' });
    if (type === 'bye') this.#broken(data.retry, data.reason);
  }

  #welcomed({ heartbeat }) {
    this.#heartbeat = heartbeat;
    this.#failures = 0;
    this.#report({ name: 'live' });
  }

  #silent() {
    this.#report({ name: 'reconnecting' });
    this.#open();
    this.#on.doubt?.();
  }

  /** reason: why the server said goodbye, or did not let us in: `draining`, `redis` or `full`. */
  #broken(wait = backoff(this.#failures++), reason = undefined) {
    this.#stop();
    this.#report({ name: this.#nameOfBreak(reason), reason, until: Date.now() + wait });
    this.#after(wait, () => this.#open());
  }

  #nameOfBreak(reason) {
    if (globalThis.navigator?.onLine === false) return 'offline';
    return reason === 'redis' ? 'away' : 'reconnecting';
  }

  async #refused(source) {
    clearTimeout(this.#timer);
    const problem = await this.#server.whyRefused(this.#url()).catch((refusal) => refusal);
    if (source !== this.#source) return;
    if (problem?.isFinal) this.#giveUp(problem.message);
    else this.#broken(pauseAfter(problem, this.#failures++));
  }

  #giveUp(reason) {
    this.#stop();
    this.#report({ name: 'refused', reason });
  }

  /** Timers sleep with the machine, and a network that changed may have taken the link along. */
  #wake(why) {
    if (!this.#channels.length || this.#state.name === 'refused') return;
    const silence = Date.now() - this.#heardAt;
    const waiting = !this.#source;
    if (waiting || why === 'network' || silence > this.#heartbeat * SILENT_HEARTBEATS) this.#open();
  }

  #report(state) {
    this.#state = state;
    this.#on.state(state);
  }

  #after(ms, action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }
}

const REASONS = { online: 'network', offline: 'network', pageshow: 'awake', visibilitychange: 'awake' };

/** Calls when a connection should be looked at: after sleep, or when the network changed. Gives what ends that. */
export function onWakeUp(look) {
  const heard = ({ type }) => look(REASONS[type]);
  const types = Object.keys(REASONS);
  types.forEach((type) => globalThis.addEventListener?.(type, heard));
  return () => types.forEach((type) => globalThis.removeEventListener?.(type, heard));
}
