package dev.parley.redis.link;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;

/** What a listener subscribes to on each connection that it makes. */
interface Subscriptions {
    /**
     * Subscribes, and hears until the connection breaks, which it does not outlive. Something arrives at least as often as the
     * connection's read timeout wants it.
     *
     * @param established to be called once, when all that is published from then on will be heard
     * @param heard takes topic and payload; called on the calling thread, as {@code established} is
     * @param writer one thread, the only one that writes after the first subscription
     */
    void hear(Pipe connection, Runnable established, BiConsumer<byte[], byte[]> heard, ScheduledExecutorService writer);
}
