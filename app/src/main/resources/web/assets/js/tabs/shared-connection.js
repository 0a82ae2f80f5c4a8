import { Connection } from '../parley/connection.js';
import { fitOneStream } from '../parley/ids.js';
import { newKey } from '../parley/retry.js';
import { onWakeUp } from '../parley/wake-up.js';
import { Leadership } from './leadership.js';

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
  #line;
  #leadership;
  #positions;
  #types;
  #tab = newKey();
  #wanted = [[], ''];
  #wantedElsewhere = new Map(); // tab → its channels
  #connection; // the leader's
  #state = { name: 'connecting' };
  #patience;
  #forget;
  #isClosed = false;

  /** As Connection's, with what tabs work together by: locks, the class Channel, and the name that those have who share. */
  constructor(server, on, { locks, Channel, name, positions = new Map(), types = new Set() }) {
    this.#server = server;
    this.#on = on;
    this.#positions = positions;
    this.#types = types;
    this.#line = new Channel(name);
    this.#line.onmessage = ({ data }) => this.#hear(data);
    this.#leadership = new Leadership(locks, `${name}.lead`, { lead: () => this.#lead(), follow: () => this.#stepDown() });
    this.#begin();
    this.#forget = this.#listenToThePage();
  }

  get state() {
    return this.#state;
  }

  get isLeader() {
    return this.#leadership.isHeld;
  }

  follow(channels, name) {
    const [own, ownName] = this.#wanted;
    if (name === ownName && channels.join() === own.join()) return;
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

  /** For good. */
  close() {
    this.#isClosed = true;
    this.#forget();
    this.#end();
    clearTimeout(this.#patience);
    this.#line.close();
  }

  #listenToThePage() {
    const hidden = () => this.#end();
    const shown = ({ persisted }) => persisted && this.#begin();
    globalThis.addEventListener?.('pagehide', hidden);
    globalThis.addEventListener?.('pageshow', shown);
    const ignoreWakeUps = onWakeUp(() => this.#connection || this.#askLeader());
    return () => {
      ignoreWakeUps();
      globalThis.removeEventListener?.('pagehide', hidden);
      globalThis.removeEventListener?.('pageshow', shown);
    };
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

  /** To the other tabs and to this one. An event to no tab would cost as much as one to many. */
  #pass(news) {
    if (!news.event || this.#wantedElsewhere.size) this.#line.postMessage(news);
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
    news.event?.positions.forEach((id, channel) => this.#positions.set(channel, id)); // a leader's Connection does that itself
    this.#take(news);
  }

  #take({ event, state, doubt }) {
    if (state) this.#state = state;
    if (state) this.#on.state(state);
    if (event) this.#on.event(event);
    if (doubt) this.#on.doubt();
  }

  #learnWanted({ by, wanted }) {
    const isNew = !this.#wantedElsewhere.has(by);
    if (wanted.length) this.#wantedElsewhere.set(by, wanted);
    else this.#wantedElsewhere.delete(by);
    if (isNew && wanted.length) this.#tellPositions();
    this.#follow();
  }

  /** Where the stream stands, for a tab that has just come: what was heard before it was known was not passed on. */
  #tellPositions() {
    if (this.#connection && this.#positions.size) this.#line.postMessage({ event: { type: 'heartbeat', positions: this.#positions, data: {} } });
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
    if (this.#connection || this.#isClosed) return;
    const overdue = patience === LONGEST_SILENCE ? () => this.#askLeader() : () => this.#leadership.seize();
    this.#patience = setTimeout(overdue, patience);
  }
}
