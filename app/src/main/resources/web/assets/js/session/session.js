import { SessionLine } from '../tabs/session-line.js';
import { areCookiesKept, Cookie } from './cookie.js';
import { SignIn } from './sign-in.js';

/** Signing in and out on Parley's own page, in all tabs at once. */
export class Session {
  #signIn;
  #cookie;
  #storage;
  #line;
  #leaving;
  /** What has to be changed before anybody can sign in, as a key of words/; undefined where nothing has. */
  obstacle;

  /** base: the server's address; address: where people sign in, undefined for nowhere; leaving(): the page is going to be loaded anew. */
  constructor(base, address, storage, leaving) {
    this.#storage = storage;
    this.#leaving = leaving;
    this.#signIn = new SignIn(address, storage);
    this.obstacle = address && !areCookiesKept() ? 'noCookies' : undefined;
    this.#cookie = new Cookie(base, storage, () => this.#signIn.renewal(location.href));
    this.#line = new SessionLine(storage, () => this.#reload());
  }

  /** See parley/credentials.js. */
  get credentials() {
    return this.#cookie;
  }

  /** Where the reader of this page signs in; undefined for nowhere, and where it would be in vain. */
  get address() {
    return this.obstacle ? undefined : this.#signIn.from(location.href);
  }

  /** What the application has sent along with who comes back is taken, and gone from the address. Resolves to what is to be told, if anything: [key, problem], of words/. */
  async begin() {
    this.#storage.become(this.#storage.owner); // a tab may have written something more of whoever had signed out
    const back = this.#signIn.comeBack(location);
    if (!back) return undefined;
    history.replaceState(history.state, '', location.pathname);
    if (back.unasked) return [this.obstacle ?? 'unasked'];
    try {
      if (back.token) await this.#cookie.begin(back.token);
      this.#line.tell(false);
      return undefined;
    } catch (problem) {
      return ['notSignedInNow', problem];
    }
  }

  /**
   * Signs out, and drops what this browser kept; resolves to what is to be told when that failed, as above. A session that is over is out already;
   * and while Redis is away, at least the cookie is gone.
   */
  async end() {
    try {
      await this.#cookie.end();
    } catch (problem) {
      if (![401, 503].includes(problem.status)) return ['notSignedOut', problem];
    }
    this.#storage.become('');
    this.#line.tell(true);
    this.#reload();
    return undefined;
  }

  /** Until it is done, nothing may be shown, kept or renewed for who was here. */
  #reload() {
    this.#leaving();
    this.#storage.close();
    location.reload();
  }
}
