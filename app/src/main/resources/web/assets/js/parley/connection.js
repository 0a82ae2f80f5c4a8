import { formatCursor, parseCursor } from './ids.js';
import { backoff } from './retry.js';
import { decodeAll } from './text.js';
import { onWakeUp } from './wake-up.js';

const OWN_TYPES = ['message', 'welcome', 'reset', 'heartbeat', 'presence', 'typing', 'status', 'bye'];
const WELCOME_PATIENCE = 15_000;
const USUAL_HEARTBEAT = 10_000;
const SILENT_HEARTBEATS = 2.5;

/**
 * One event stream that is kept open: a native EventSource, and what that lacks.
 *
 * - EventSource ends for good on an answer such as 502 or 503, and tells neither why nor when it tries again. So every
 *   break is handled here, in one way: close, wait (as long as the server asked, else a jittered backoff), and open
 *   again with the cursor. Only an answer that will not change (400, 403) ends the trying.
 * - EventSource does not notice a link that died in silence. Any event is life, and a heartbeat comes when there is no
 *   other; after 2.5 intervals without one the stream is opened anew, and after sleep it is looked at right away.
 * - EventSource drops events whose type nobody listens for, and custom events have any type. But every event tells the
 *   stream's position, if only the next heartbeat, so the gap shows: a Feed reads it from history, learns the type
 *   there, and has it listened for. A stream of nothing but unknown types looks silent to the watchdog; that costs one
 *   reopening, and `on.doubt` has the Feeds read on, so it happens once.
 *
 * Reopening loses and doubles nothing, whatever the reason: the cursor says where to go on, and Feeds drop duplicates.
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
    positions.forEach((id, of) => this.#positions.set(of, id));
    this.#heardAt = Date.now();
    this.#after(this.#heartbeat * SILENT_HEARTBEATS, () => this.#silent());
    this.#on.event({ type, channel, positions, data });
    if (type === 'welcome') this.#welcomed(data);
    if (type === 'status') this.#report({ name: data.redis === 'down' ? 'away' : 'live' });
    if (type === 'bye') this.#broken(data.retry);
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

  #broken(wait = backoff(this.#failures++)) {
    this.#stop();
    this.#report({ name: globalThis.navigator?.onLine === false ? 'offline' : 'reconnecting', until: Date.now() + wait });
    this.#after(wait, () => this.#open());
  }

  async #refused(source) {
    clearTimeout(this.#timer);
    const problem = await this.#server.whyRefused(this.#url()).catch((refusal) => refusal);
    if (source !== this.#source) return;
    if (problem?.isFinal) this.#giveUp(problem.message);
    else this.#broken(Math.max(problem?.retryAfter ?? 0, backoff(this.#failures++)));
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
