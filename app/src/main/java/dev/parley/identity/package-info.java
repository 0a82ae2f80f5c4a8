/**
 * Who asks, and what they may: tokens, API keys, grants. Pure: no HTTP, no Redis; what must be asked of others is in
 * {@link dev.parley.identity.remote}.
 *
 * <pre>
 *  token ──▶ Tokens: signature, times, issuer ──▶ Identity: user, name, Grants ──▶ may(verb, channel)
 *  API key ─▶ ApiKeys ─────────────────────────▶    ▲
 *  nothing ──────────────── Access.anyone ──────────┘
 * </pre>
 *
 * A grant is a verb on a {@link dev.parley.channel.ChannelPattern}; the grammar is the same in settings, in tokens and for keys.
 */
package dev.parley.identity;
