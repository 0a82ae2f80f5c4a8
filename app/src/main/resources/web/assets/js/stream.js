const PAST_MESSAGES = 50;
const DEFAULT_HEARTBEAT = 10_000;
const SILENT_HEARTBEATS = 2.5;
const CONNECT_PATIENCE = 20_000;
const OWN_EVENTS = ['welcome', 'heartbeat', 'presence', 'status', 'reset', 'bye'];

/** Follows one channel over any number of connections: each message once, in order, and the state always known. */
export class ChannelStream {
  #channel;
  #on;
  #source;
  #cursor = '';
  #highest = new Map();
  #heartbeat = DEFAULT_HEARTBEAT;
  #retry = 0;
  #refusals = 0;
  #timer;

  /** on.state(name, waitMs), on.message({id, sender, message, at}), on.reset() */
  constructor(channel, on) {
    this.#channel = channel;
    this.#on = on;
    addEventListener('online', () => this.open());
    addEventListener('pageshow', (event) => event.persisted && this.open());
  }

  open() {
    this.#source?.close();
    this.#on.state(this.#cursor ? 'reconnecting' : 'connecting');
    this.#reopenAfter(CONNECT_PATIENCE);
    const source = this.#source = new EventSource(this.#url());
    source.onerror = () => this.#broken();
    source.onmessage = (event) => this.#message(event);
    for (const name of OWN_EVENTS) {
      source.addEventListener(name, (event) => this.#ownEvent(name, event));
    }
  }

  #url() {
    const query = new URLSearchParams(this.#cursor ? { last_event_id: this.#cursor } : { last: PAST_MESSAGES });
    return `/subscribe/${encodeURIComponent(this.#channel)}?${query}`;
  }

  #message(event) {
    this.#heard(event);
    const id = event.lastEventId;
    if (this.#isNew(id)) this.#on.message({ ...JSON.parse(event.data), id });
  }

  #ownEvent(name, event) {
    const data = JSON.parse(event.data);
    if (name === 'welcome') this.#welcome(data);
    if (name === 'status') this.#on.state(data.redis === 'down' ? 'away' : 'live');
    if (name === 'reset') this.#on.reset();
    if (name === 'bye') this.#retry = data.retry;
    this.#heard(event);
  }

  #welcome({ heartbeat }) {
    this.#heartbeat = heartbeat;
    this.#refusals = this.#retry = 0;
    this.#on.state('live');
  }

  #heard(event) {
    this.#cursor = event.lastEventId || this.#cursor;
    this.#reopenAfter(this.#heartbeat * SILENT_HEARTBEATS);
  }

  // A reset repeats what was shown. The highest number of an epoch tells, and needs no memory of every id.
  #isNew(id) {
    const [epoch, number] = id.split('-');
    if (Number(number) <= this.#highest.get(epoch)) return false;
    this.#highest.set(epoch, Number(number));
    return true;
  }

  #broken() {
    if (this.#source.readyState === EventSource.CLOSED) return this.#refused();
    this.#on.state('reconnecting');
    // The browser retries by itself, when the server asked it to. Coming earlier would undo the spread of a drain.
    this.#reopenAfter(this.#retry + CONNECT_PATIENCE);
  }

  // The browser gives up for good after an answer such as 503.
  #refused() {
    const wait = 1000 + Math.random() * Math.min(14_000, 1000 * 2 ** this.#refusals++);
    this.#on.state('refused', wait);
    this.#reopenAfter(wait);
  }

  #reopenAfter(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), ms);
  }
}
