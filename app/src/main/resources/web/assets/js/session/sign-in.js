import { newKey } from '../parley/retry.js';

const STATE = 'signing-in';

/**
 * The way to the application that knows who people are, and back (docs/identity.md). It comes back to the address in `return`, which
 * has a state that only this browser knows: nobody can be signed in as somebody else by a link that a stranger sends them.
 */
export class SignIn {
  #address;
  #storage;

  /** address: the application's; undefined for none. */
  constructor(address, storage) {
    this.#address = address;
    this.#storage = storage;
  }

  /** Where to go from this page, by hand; undefined where there is nothing. */
  from(page) {
    if (!this.#address) return undefined;
    if (!this.#storage.get(STATE)) this.#storage.set(STATE, newKey());
    const back = new URL(page);
    [back.hash, back.search] = ['', new URLSearchParams({ state: this.#storage.get(STATE) })];
    return this.#with(back);
  }

  /** Where whoever is signed in gets something fresh, without a page to come back to. */
  renewal(page) {
    return this.#address ? this.#with(new URL(new URL(page).pathname, page)) : undefined;
  }

  /**
   * What an address says to which somebody came back: {token} to begin a session with, {} where the application has set its cookie,
   * {unasked: true} for a token that nobody asked for here, or undefined for any other address.
   */
  comeBack({ hash, search }) {
    const [, token] = /^#token=([\w.-]+)$/.exec(hash) ?? [];
    const state = new URLSearchParams(search).get('state');
    if (!token && !state) return undefined;
    if (!state || state !== this.#storage.get(STATE)) return token ? { unasked: true } : undefined;
    this.#storage.remove(STATE);
    return token ? { token } : {};
  }

  #with(back) {
    const address = new URL(this.#address);
    address.searchParams.set('return', back.href);
    return address.href;
  }
}
