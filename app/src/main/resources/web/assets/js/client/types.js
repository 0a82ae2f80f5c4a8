/** What connect() takes and gives, for those who have a compiler look after it. */

/**
 * @typedef {object} Message
 * @property {string} channel
 * @property {string} id
 * @property {string} sender a name; who that is, is told by `user` if it is verified, else by `tag`, the sender's browser, if it has one
 * @property {string} [user]
 * @property {string} [tag]
 * @property {string} message plain text, for `textContent`
 * @property {number} at ms since 1970
 */

/**
 * @typedef {object} CustomEventMessage
 * @property {string} channel
 * @property {string} id
 * @property {string} event its type
 * @property {any} data
 * @property {number} at
 */

/**
 * @typedef {object} State
 * @property {'connecting'|'live'|'reconnecting'|'away'|'offline'|'refused'|'signedout'} name
 * @property {number} [until] when it is tried again
 * @property {string} [reason]
 * @property {any} [you] what the server said of you
 * @property {string[]} [denied] channels that you may not hear
 * @property {string[]} [away] channels that can't be passed on just now, though others can: a part of a Redis Cluster is away
 */

/** @typedef {{name: string, user?: string, tag?: string}} Person */
/** @typedef {{key: string, channel: string, sender: string, message: string, at: number, state: 'waiting'|'said'|'failed', id?: string, reason?: string, why?: string, status?: number}} Entry */

/**
 * @typedef {object} Options
 * @property {string|URL} [server] the address of Parley; by default where this file came from
 * @property {string} [name] who listens and speaks; with a token, it says that
 * @property {number} [last] how many past messages to begin with
 * @property {string} [token] who that is
 * @property {() => Promise<string>} [refresh] gives a token: when there is none, when it ends, and when it is not taken
 * @property {string[]} [events] types of custom events that are not to be up to a heartbeat late the first time
 * @property {string} [cursor] where to go on: the `cursor` of another time
 * @property {Record<string, string>} [read] channel → the id up to which it was read: the `read` of another time
 * @property {AbortSignal} [signal] closes it
 * @property {boolean} [shared] one stream for all tabs of this site, where they can work together
 * @property {boolean} [keep] what was read, and what is to be said, survives the page, in localStorage
 * @property {string} [reader] whose that is, where people have tokens
 * @property {typeof fetch} [fetch]
 * @property {any} [EventSource]
 * @property {Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>)} [headers] of all requests; then the stream is read with fetch
 * @property {RequestCredentials} [credentials]
 * @property {(message: Message) => void} [onMessage]
 * @property {(event: CustomEventMessage) => void} [onEvent]
 * @property {(state: State) => void} [onState]
 * @property {(presence: {channel: string, count: number, members: string[], who?: object[]}) => void} [onPresence] of a crowd without members
 * @property {(typing: {channel: string, names: string[], who?: object[]}) => void} [onTyping]
 * @property {(omitted: {family: string, channels: string[]}) => void} [onOmitted] for which there was no room
 * @property {(reset: {channel: string, reason: string}) => void} [onReset] some messages are gone for good, and of those that are left some may come again
 * @property {(unread: {channel: string, unread: number, mentioned: boolean}) => void} [onUnread]
 * @property {(outbox: {waiting: Entry[]}) => void} [onOutbox] what is to be said and is not in its channel yet has changed
 * @property {(out: {reason: string}) => void} [onSignedOut]
 */

export {};
