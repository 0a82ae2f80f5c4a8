import { Connection } from '../parley/connection.js';
import { onWakeUp } from '../parley/wake-up.js';
import { Leadership } from './leadership.js';

const LINE = 'parley';
const LEAD = 'parley.lead';
const ANSWER_PATIENCE = 1_500;
/** Longer than a leader is ever silent: its watchdog barks after 2.5 heartbeats of 10 s. */
const LONGEST_SILENCE = 30_000;

/**
 * One stream for all tabs of this browser, with the interface of a Connection. (Over HTTP/1.1 a browser opens six
 * connections to a host; with a stream for each tab, the seventh tab would hang.)
 *
 * The tab that leads holds the stream, and passes every event on over a BroadcastChannel. Each tab keeps the positions
 * that it heard. So when the leader goes, the next one opens the stream at the last event that was passed on; and whatever a
 * tab missed in between, its Feed finds missing by the next event's positions.
 */
export class SharedConnection {
  #server;
  #on;
  #line = new BroadcastChannel(LINE);
  #leadership = new Leadership(LEAD, { lead: () => this.#lead(), follow: () => this.#stepDown() });
  #positions = new Map();
  #types = new Set();
  #wanted = [[], ''];
  #connection; // the leader's
  #state = { name: 'connecting' };
  #patience;

  static get isPossible() {
    return 'locks' in navigator && 'BroadcastChannel' in globalThis;
  }

  /** As Connection's. */
  constructor(server, on) {
    this.#server = server;
    this.#on = on;
    this.#line.onmessage = ({ data }) => this.#hear(data);
    this.#begin();
    addEventListener('pagehide', () => this.#leadership.resign());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#begin());
    onWakeUp(() => this.#connection || this.#askLeader());
  }

  get state() {
    return this.#state;
  }

  get isLeader() {
    return this.#leadership.isHeld;
  }

  /** All tabs want the same rooms and have the same name, so any one of them can lead. */
  follow(channels, name) {
    this.#wanted = [channels, name];
    [...this.#positions.keys()].filter((channel) => !channels.includes(channel))
      .forEach((channel) => this.#positions.delete(channel));
    this.#connection?.follow(channels, name);
  }

  listenFor(type) {
    if (this.#types.has(type)) return;
    this.#learn(type);
    this.#line.postMessage({ listenFor: type });
  }

  #begin() {
    this.#leadership.campaign();
    this.#askLeader();
  }

  #lead() {
    clearTimeout(this.#patience);
    this.#connection = new Connection(this.#server, {
      event: (event) => this.#pass({ event }),
      state: (state) => this.#pass({ state }),
      doubt: () => this.#pass({ doubt: true }),
    }, { positions: this.#positions });
    this.#types.forEach((type) => this.#connection.listenFor(type));
    this.#connection.follow(...this.#wanted);
  }

  #stepDown() {
    this.#connection?.close();
    this.#connection = undefined;
    this.#expectWord(LONGEST_SILENCE);
  }

  /** To the other tabs and to this one. */
  #pass(news) {
    this.#line.postMessage(news);
    this.#take(news);
  }

  #hear(news) {
    if (news.listenFor) return this.#learn(news.listenFor);
    if (news.whoLeads) return this.#connection && this.#line.postMessage({ state: this.#state });
    if (this.#connection) return; // the last words of a leader before this one
    this.#expectWord(LONGEST_SILENCE);
    this.#take(news);
  }

  #take({ event, state, doubt }) {
    event?.positions.forEach((id, channel) => this.#positions.set(channel, id));
    if (state) this.#state = state;
    if (state) this.#on.state(state);
    if (event) this.#on.event(event);
    if (doubt) this.#on.doubt();
  }

  #learn(type) {
    this.#types.add(type);
    this.#connection?.listenFor(type);
  }

  #askLeader() {
    this.#line.postMessage({ whoLeads: true });
    this.#expectWord(ANSWER_PATIENCE);
  }

  /** A phone puts tabs in the background to sleep, the leader too. Then this one takes the lead. */
  #expectWord(patience) {
    clearTimeout(this.#patience);
    if (this.#connection) return;
    const overdue = patience === LONGEST_SILENCE ? () => this.#askLeader() : () => this.#leadership.seize();
    this.#patience = setTimeout(overdue, patience);
  }
}
