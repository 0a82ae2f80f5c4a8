import { locks, siteStorage, tools } from '../capabilities.js';
import { browserSecret } from '../parley/browser.js';
import { Connection } from '../parley/connection.js';
import { NOTHING, Token } from '../parley/credentials.js';
import { Server } from '../parley/server.js';
import { Storage } from '../storage.js';
import { TabConnection } from '../tabs/tab-connection.js';
import { Chat } from './chat.js';

/**
 * A Chat for a page that is not Parley's own: of one reader, with a list of rooms that is this page's only.
 *
 * @param base the server's address
 * @param options token, refresh; shared: one stream for all tabs of this site; keep: what was read, and what is to be said, survives the page;
 *     reader: whose all that is; holdsEach: see Chat; stream: options of its Connection; network: see Server
 */
export function openChat(base, { token, refresh, shared, keep, reader = '', holdsEach, stream, network }) {
  const credentials = token || refresh ? new Token(token, refresh) : NOTHING;
  const kept = new Storage(`parley@${base}${encodeURIComponent(reader)}`, keep ? siteStorage : null);
  return new Chat(new Server(base, { browser: browserSecret(), credentials, network }), {
    storage: kept,
    list: new Storage('list', null),
    locks: keep ? locks : Promise.resolve(),
    holdsEach,
    isOneReader: true,
    connecting(server, on) {
      const options = { ...stream, name: kept.name };
      return shared ? new TabConnection(server, on, tools(), options) : new Connection(server, on, options);
    },
  });
}

/** Where Parley is, if it has served the module of this address. */
export function originOf(module) {
  return /^(https?:.*?\/)assets\//.exec(module)?.[1];
}

/** An address as a Server wants it. */
export function baseOf(address) {
  return new URL(String(address).replace(/\/*$/, '/')).href;
}
