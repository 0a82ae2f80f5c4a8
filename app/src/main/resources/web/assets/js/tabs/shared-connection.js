import { Connection, onWakeUp } from '../parley/connection.js';
import { fitOneStream } from '../parley/ids.js';
import { newKey } from '../parley/retry.js';
import { Leadership } from './leadership.js';

const LINE = 'parley';
const LEAD = 'parley.lead';
const ANSWER_PATIENCE = 1_500;
/** Longer than a leader is ever silent: its watchdog barks after 2.5 heartbeats of 10 s. */
const LONGEST_SILENCE = 30_000;

/**
 * One stream for all tabs of this browser, with the interface of a Connection: a browser opens six connections to a host.
 *
 * The tab that leads holds the stream, carries what any tab follows, and passes every event on. Each tab keeps the positions
 * that it heard, so when the leader goes, the next one goes on there; what a tab missed in between, its Feed finds missing.
 */
export class SharedConnection {
  #server;
  #on;
  #line = new BroadcastChannel(LINE);
  #leadership = new Leadership(LEAD, { lead: () => this.#lead(), follow: () => this.#stepDown() });
  #positions = new Map();
  #types = new Set();
  #tab = newKey();
  #wanted = [[], ''];
  #wantedElsewhere = new Map(); // tab → its channels
  #connection; // the leader's
  #state = { name: 'connecting' };
  #patience;

  /**
   * Whether tabs can work together here: through Web Locks, a BroadcastChannel and storage. Each is tried, because where site
   * data is blocked they are all there, and refuse.
   */
  static async isPossible(storage) {
    try {
      new BroadcastChannel(LINE).close();
      await navigator.locks.request(`${LEAD}.probe`, { ifAvailable: true }, () => {});
      return storage.isKept;
    } catch {
      return false;
    }
  }

  /** As Connection's. */
  constructor(server, on) {
    this.#server = server;
    this.#on = on;
    this.#line.onmessage = ({ data }) => this.#hear(data);
    this.#begin();
    addEventListener('pagehide', () => this.#end());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#begin());
    onWakeUp(() => this.#connection || this.#askLeader());
  }

  get state() {
    return this.#state;
  }

  get isLeader() {
    return this.#leadership.isHeld;
  }

  follow(channels, name) {
    this.#wanted = [channels, name];
    this.#tellWanted(channels);
    this.#follow();
  }

  /** No need to wait for the next attempt. */
  retryNow() {
    if (this.#connection) this.#connection.retryNow();
    else this.#line.postMessage({ retryNow: true });
  }

  /** As Connection's, for all tabs. */
  reopen() {
    if (this.#connection) this.#connection.reopen();
    else this.#line.postMessage({ reopen: true });
  }

  listenFor(type) {
    if (this.#types.has(type)) return;
    this.#learn(type);
    this.#line.postMessage({ listenFor: type });
  }

  #begin() {
    this.#leadership.campaign();
    this.#tellWanted(this.#wanted[0]);
    this.#askLeader();
  }

  #end() {
    this.#tellWanted([]);
    this.#leadership.resign();
  }

  #tellWanted(channels) {
    this.#line.postMessage({ wanted: channels, by: this.#tab });
  }

  /** What this tab wants, and what of the others' fits beside it. */
  #follow() {
    const [own, name] = this.#wanted;
    const channels = new Set(own);
    for (const channel of [...this.#wantedElsewhere.values()].flat()) {
      if (fitOneStream([...channels, channel])) channels.add(channel);
    }
    [...this.#positions.keys()].filter((channel) => !channels.has(channel)).forEach((channel) => this.#positions.delete(channel));
    this.#connection?.follow([...channels], name);
  }

  #lead() {
    clearTimeout(this.#patience);
    this.#connection = new Connection(this.#server, {
      event: (event) => this.#pass({ event }),
      state: (state) => this.#pass({ state }),
      doubt: () => this.#pass({ doubt: true }),
    }, { positions: this.#positions });
    this.#types.forEach((type) => this.#connection.listenFor(type));
    this.#follow();
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
    if (news.wanted) return this.#learnWanted(news);
    if (news.whoLeads) return this.#answer();
    if (news.retryNow) return this.#connection?.retryNow();
    if (news.reopen) return this.#connection?.reopen();
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

  #learnWanted({ by, wanted }) {
    if (wanted.length) this.#wantedElsewhere.set(by, wanted);
    else this.#wantedElsewhere.delete(by);
    this.#follow();
  }

  /** Another tab asks who is there; perhaps somebody has signed in meanwhile. */
  #answer() {
    this.#tellWanted(this.#wanted[0]);
    if (this.#connection) this.#line.postMessage({ state: this.#state });
    if (this.#state.name === 'signedout') this.#connection?.reopen();
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
