import { Client } from './client/client.js';
import { Connection } from './parley/connection.js';
import { Problem, Server } from './parley/server.js';

export { Client, Connection, Problem, Server };

/** The version of the wire that this speaks (docs/protocol.md). */
export const WIRE = 1;

/** @typedef {import('./client/types.js').Message} Message */
/** @typedef {import('./client/types.js').CustomEventMessage} CustomEventMessage */
/** @typedef {import('./client/types.js').State} State */
/** @typedef {import('./client/types.js').Person} Person */
/** @typedef {import('./client/types.js').Entry} Entry */
/** @typedef {import('./client/types.js').Options} Options */

/**
 * Parley for any page or program: browsers, workers, Node.js from 20. It knows no DOM.
 *
 *     const chat = connect(['everyone'], { name: 'mason', onMessage: ({ sender, message }) => console.log(sender, message) });
 *     await chat.say('everyone', 'hi');
 *
 * All text is handed over as plain text: show it with `textContent`.
 *
 * @param {string[]} channels names, 1 to 32, and families such as `user-42:*`, whose channels join when they begin
 * @param {Options} [options]
 * @returns {Client}
 */
export function connect(channels, options = {}) {
  return new Client(channels, options);
}
