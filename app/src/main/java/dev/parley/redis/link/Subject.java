package dev.parley.redis.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A channel or a family that there is interest in. Guarded by its {@link Interest}. */
final class Subject {
    /** What is published about it; of one slot, so that one command can subscribe to all. */
    final List<String> topics;

    int wishes;
    long lingersUntil; // as System.nanoTime, when there are no wishes any more
    CompletableFuture<Void> heard; // done when it is subscribed; null when it was not asked for on this connection

    Subject(List<String> topics) {
        this.topics = topics;
    }
}
