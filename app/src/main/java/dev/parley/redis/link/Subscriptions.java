package dev.parley.redis.link;

import java.util.concurrent.ScheduledExecutorService;

/** What a listener subscribes to on each connection that it makes. */
interface Subscriptions {
    /** Takes what is published; see {@link Listener.Callbacks#heard}. */
    interface Ear {
        void heard(byte[] topic, byte[] payload, boolean byPattern);
    }

    /**
     * Subscribes, and hears until the connection breaks, which it does not outlive. Something arrives at least as often as the
     * connection's read timeout wants it.
     *
     * @param established to be called once, when all that is published from then on will be heard
     * @param ear called on the calling thread, as {@code established} is
     * @param writer one thread, the only one that writes after the first subscription
     */
    void hear(Pipe connection, Runnable established, Ear ear, ScheduledExecutorService writer);
}
