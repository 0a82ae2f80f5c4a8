const SHOWN = 300;
const NEAR_BOTTOM = 40;
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"', '&quot;': '"', '&#39;': "'", '&apos;': "'" };

// One pass, so that a typed "&lt;", which arrives as "&amp;lt;", stays what was typed.
function decode(escaped) {
  return escaped.replace(/&(?:amp|lt|gt|#34|quot|#39|apos);/g, (entity) => ENTITIES[entity]);
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function timeOf(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const time = element('time', 'time', date.toLocaleString([], { dateStyle: today ? undefined : 'medium', timeStyle: 'short' }));
  time.dateTime = date.toISOString();
  time.title = date.toLocaleString([], { dateStyle: 'full', timeStyle: 'long' });
  return time;
}

function messageElement({ id, sender, message, at }) {
  const item = element('article', 'message');
  const who = element('strong', 'sender', decode(sender));
  const text = element('p', 'text', decode(message));
  who.dir = text.dir = 'auto';
  item.dataset.id = id;
  item.append(who, timeOf(at), text);
  return item;
}

/** The list of messages. It follows the newest one only while the reader is at the bottom. */
export class MessageLog {
  #log;
  #jump;
  #waiting = [];
  #following = true;

  constructor(log, jump) {
    this.#log = log;
    this.#jump = jump;
    log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    jump.addEventListener('click', () => {
      this.#toBottom();
      log.focus();
    });
    new ResizeObserver(() => this.#following && this.#toBottom()).observe(log);
  }

  message(message) {
    this.#add(messageElement(message));
  }

  aside(text) {
    this.#add(element('p', 'aside', text));
  }

  // A burst costs one layout per frame. Not requestAnimationFrame, which sleeps while the page is hidden.
  #add(item) {
    if (this.#waiting.push(item) === 1) setTimeout(() => this.#render(), 16);
  }

  #render() {
    this.#log.append(...this.#waiting.splice(0).slice(-SHOWN));
    const height = this.#log.scrollHeight;
    while (this.#log.childElementCount > SHOWN) this.#log.firstElementChild.remove();
    if (this.#following) return this.#toBottom();
    this.#log.scrollTop -= height - this.#log.scrollHeight;
    this.#jump.hidden = false;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    if (this.#following) this.#jump.hidden = true;
  }

  #toBottom() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
