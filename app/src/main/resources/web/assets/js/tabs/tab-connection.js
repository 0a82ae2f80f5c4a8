import { Connection } from '../parley/connection.js';
import { SharedConnection } from './shared-connection.js';

/**
 * One stream for all tabs where they can work together, and else one of this tab's own; with the interface of a Connection.
 * Which of the two it is shows a moment after the start; what is asked meanwhile is done then.
 */
export class TabConnection {
  #chosen;
  #asked = [];
  #isClosed = false;

  /**
   * @param tools a promise of {locks, Channel}, what tabs work together with, or of undefined where they can't
   * @param options as Connection's, and `name`: tabs of one name share
   */
  constructor(server, on, tools, options) {
    tools.then((found) => this.#choose(found ? new SharedConnection(server, on, { ...options, ...found }) : new Connection(server, on, options)));
  }

  get isLeader() {
    return this.#chosen ? this.#chosen.isLeader ?? true : false;
  }

  follow(channels, name) {
    this.#do((connection) => connection.follow(channels, name));
  }

  retryNow() {
    this.#do((connection) => connection.retryNow());
  }

  reopen() {
    this.#do((connection) => connection.reopen());
  }

  listenFor(type) {
    this.#do((connection) => connection.listenFor(type));
  }

  close() {
    this.#isClosed = true;
    this.#chosen?.close();
  }

  #choose(connection) {
    this.#chosen = connection;
    if (this.#isClosed) return connection.close();
    this.#asked.splice(0).forEach((action) => action(connection));
  }

  #do(action) {
    if (this.#isClosed) return;
    if (this.#chosen) action(this.#chosen);
    else this.#asked.push(action);
  }
}
