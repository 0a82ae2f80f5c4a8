const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;
/** No line of Parley's is longer than 64 KiB; what is, is no stream of ours. */
const LONGEST = 1 << 20;

/**
 * An event stream that is read with fetch: what there is of EventSource that a Connection uses. It never connects again by itself: `onerror`
 * with readyState CLOSED means that the answer was no stream, with CONNECTING that there was none, or that it ended.
 */
export class FetchSource extends EventTarget {
  readyState = CONNECTING;
  onerror = () => {};
  #abort = new AbortController();

  /** open(signal) → a promise of the answer. */
  constructor(open) {
    super();
    this.#read(open).catch(() => { /* broken off */ }).then(() => this.#ended());
  }

  close() {
    this.onerror = () => {};
    this.readyState = CLOSED;
    this.#abort.abort();
  }

  async #read(open) {
    const answer = await open(this.#abort.signal);
    if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      this.readyState = CLOSED;
      return answer.body?.cancel();
    }
    this.readyState = OPEN;
    const blocks = new Blocks((type, event) => this.#tell(type, event));
    for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      blocks.take(value);
    }
  }

  #ended() {
    if (this.readyState === OPEN) this.readyState = CONNECTING;
    this.onerror();
  }

  #tell(type, event) {
    if (this.readyState === OPEN) this.dispatchEvent(Object.assign(new Event(type), event));
  }
}

/** Cuts a stream into events, as the HTML standard interprets it: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class Blocks {
  #told;
  #rest = '';
  #type = '';
  #data = [];
  #id = '';

  /** told(type, {data, lastEventId}). */
  constructor(told) {
    this.#told = told;
  }

  take(text) {
    this.#rest += text;
    const lines = this.#rest.split(/\r\n|\n|\r(?=[^])/); // a \r at the very end may be half of a line's end
    this.#rest = lines.pop();
    if (this.#rest.length > LONGEST) throw new Error('That is no event stream.');
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (!line) return this.#end();
    const [, field, value] = /^([^:]*)(?:: ?([^]*))?$/.exec(line);
    if (field === 'data') this.#data.push(value ?? '');
    if (field === 'event') this.#type = value ?? '';
    if (field === 'id' && !value?.includes('\0')) this.#id = value ?? '';
  }

  #end() {
    const [type, data] = [this.#type || 'message', this.#data];
    [this.#type, this.#data] = ['', []];
    if (data.length) this.#told(type, { data: data.join('\n'), lastEventId: this.#id });
  }
}
