import { browserSecret } from './parley/browser.js';
import { Connection } from './parley/connection.js';
import { NOTHING, Token } from './parley/credentials.js';
import { Feed, messageOf } from './parley/feed.js';
import { isFamily, predecessor } from './parley/ids.js';
import { deliver, newKey, Pause } from './parley/retry.js';
import { Server } from './parley/server.js';

export { Connection, Server };

/**
 * Parley for any page or program with EventSource and fetch; it knows no DOM.
 *
 *     const chat = connect(['everyone'], { onMessage: ({ sender, message }) => console.log(sender, message) });
 *     await chat.say('everyone', 'mason', 'hi');
 *
 * Where people have tokens, `{ token }` shows one, and `{ refresh: async () => token }` gets the next when it ends.
 *
 * All text is handed over as plain text: show it with `textContent`.
 */
export function connect(channels, options) {
  return new Chat(channels, options);
}

/** Some channels over one stream. Each message and custom event is handed over once, in order, none missing. */
class Chat {
  #server;
  #connection;
  #feeds = new Map();
  #on;
  #closed = false;
  #pause = new Pause();

  /**
   * @param channels names, 1 to 32, and families such as `user-42:*`, whose channels join when they begin
   * @param options server: the address of Parley, by default where this file came from; name: who listens, for
   *     presence; last: how many past messages to begin with;
   *     token: who that is, and refresh: async () => token, asked for one when there is none, when it ends, and when it is not
   *     taken; with nothing, or after five failures, the stream ends and onSignedOut({reason}) tells, with reason expired, revoked or kicked;
   *     onMessage({channel, id, sender, user, tag, message, at}), with user if the sender is verified, else with the tag of their
   *     browser if it has one; onEvent({channel, id, event, data, at}) for custom events;
   *     onState({name, until, reason, you, denied}) with name connecting, live, reconnecting, away, offline, refused or signedout,
   *     with what `welcome` said of you, and the channels that you may not hear;
   *     onPresence({channel, count, members, who}), of a crowd without members; onTyping({channel, names, who}); onOmitted({family, channels}), for which there
   *     was no room; onReset({channel, reason}): some messages are gone for good, and of those that are left some may come again
   */
  constructor(channels, { server = new URL('../..', import.meta.url).href, name = '', last = 0, token, refresh, ...on } = {}) {
    this.#on = on;
    const credentials = token || refresh ? new Token(token, refresh) : NOTHING;
    this.#server = new Server(server, { browser: browserSecret(), credentials });
    this.#connection = new Connection(this.#server, {
      event: (event) => this.#hear(event),
      state: (state) => this.#stateIs(state),
      doubt: () => this.#feeds.forEach((feed) => feed.repair()),
    }, { last });
    channels.filter((channel) => !isFamily(channel)).forEach((channel) => this.#feedOf(channel));
    this.#connection.follow(channels, name);
  }

  /** Resolves to {id, at} when it is said, however long that takes; rejects when it is refused. With a token, the sender may be ''. */
  say(channel, sender, message, key = newKey()) {
    return deliver(this.#server, { channel, sender, message, key }, this.#pause, () => !this.#closed);
  }

  /** A page of what was said, ascending: {messages, oldest, head}; with before, after or both, and limit (200 at most). */
  history(channel, range) {
    return this.#server.history(channel, range);
  }

  close() {
    this.#closed = true;
    this.#pause.cut();
    this.#connection.close();
    this.#feeds.forEach((feed) => feed.close());
  }

  #stateIs(state) {
    this.#on.onState?.(state);
    if (state.name === 'signedout') this.#on.onSignedOut?.({ reason: state.reason });
  }

  /** Made when it is first needed; the first message of a channel that joins says where it begins. */
  #feedOf(channel, from) {
    if (!this.#feeds.has(channel)) {
      this.#feeds.set(channel, this.#feed(channel));
      if (from) this.#feeds.get(channel).startAt(from);
    }
    return this.#feeds.get(channel);
  }

  #feed(channel) {
    const readAfter = (after, limit) => this.#server.history(channel, { after, limit });
    return new Feed(readAfter, (message) => {
      if (message.event) this.#connection.listenFor(message.event);
      (message.event ? this.#on.onEvent : this.#on.onMessage)?.({ channel, ...message });
    });
  }

  #hear(event) {
    const { type, channel, positions, data } = event;
    const message = messageOf(event);
    if (message) this.#feedOf(channel, predecessor(message.id)).take(message);
    if (type === 'presence') this.#on.onPresence?.({ channel, ...data });
    if (type === 'typing') this.#on.onTyping?.({ channel, ...data });
    if (type === 'reset') this.#reset(channel, data);
    if (type === 'omitted') this.#on.onOmitted?.(data);
    positions.forEach((id, of) => !isFamily(of) && this.#position(this.#feedOf(of), id));
  }

  #position(feed, id) {
    if (feed.last) feed.standsAt(id);
    else feed.startAt(id);
  }

  #reset(channel, { reason, oldest }) {
    this.#feedOf(channel).reset(oldest);
    this.#on.onReset?.({ channel, reason });
  }
}
