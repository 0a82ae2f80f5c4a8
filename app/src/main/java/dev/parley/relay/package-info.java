/**
 * Which channels live on this instance, and who listens to them. Knows neither Redis nor HTTP.
 *
 * <pre>
 *  Redis' listener thread            fan-out workers, one per core             the connection's write loop
 *  ──────────────────────            ─────────────────────────────             ───────────────────────────
 *  Relay.hear ─▶ ChannelLog.hear ─▶ Share.signal ─▶ Share.run ─▶ wake ─────▶ Subscription.next ─▶ bytes for the socket
 *                     │   ▲                                                         │
 *               a gap?│   │merge                                                    │reads, without a lock
 *                     ▼   │                                                         ▼
 *                Past (XRANGE), on a repair thread ──────────────▶ Tail: frames, encoded once, addressed by offset
 * </pre>
 *
 * A crowd is told at its {@link dev.parley.relay.Pace}, and each pass over it takes turns with what else its worker has to do (see
 * {@link dev.parley.relay.Share}), so that other channels hardly notice it.
 *
 * <p>Where an instance does not hear everything, a log has an ear of its own from the {@link dev.parley.relay.Hearing}, and waits before each reading
 * until that hears: so nothing falls between.
 *
 * <p>A channel is a log of bytes and a connection is a position in it, or in each of several: there is no queue per connection.
 * State (who is here, who is typing, whether Redis is there) is not in the log but in {@link dev.parley.relay.Slots}; a
 * connection that has caught up sends the newest value of what changed.
 *
 * <p>Which channels a connection has changes only where it listens to families. {@link dev.parley.relay.LiveFamily} knows which
 * channels belong to one, and {@link dev.parley.relay.Following} finds what a connection lacks; its own write loop makes the change:
 *
 * <pre>
 *  Relay.hear ─▶ LiveFamily.heard ─▶ Past (the index) ─▶ Following.look ─▶ Starts ─▶ Subscription.follow, in the write loop
 *                unknown channel?     on a repair thread                  joins the log, like a stream that opens
 *  Relay.familyGrew ─▶ the same, where channels are heard one by one
 * </pre>
 */
package dev.parley.relay;
