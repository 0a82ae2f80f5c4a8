package dev.parley.redis.link;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A channel or a family that there is interest in. Guarded by its {@link Interest}. */
final class Subject {
    /** What is published about it; of one slot, so that one command can subscribe to all. */
    final List<String> topics;

    final ChannelName channel; // null for a family
    final Family family; // null for a channel

    int wishes;
    long lingersUntil; // as System.nanoTime, when there are no wishes any more
    Shard home; // where it is or was asked for; null when it never was
    CompletableFuture<Void> heard; // done when it is subscribed; null when it was not asked for on this connection

    // For one that moves from shard to shard.
    boolean isAgain; // it was subscribed elsewhere, or its subscription was ended: something may be missed in between
    int redirections; // since it was heard
    boolean isToldLate; // while it is among the unheard
    long unheardSince; // as System.nanoTime, while it is among the unheard
    boolean wasAway; // nobody could say or hear anything since it was heard

    Subject(List<String> topics, ChannelName channel, Family family) {
        this.topics = topics;
        this.channel = channel;
        this.family = family;
    }

    /** One for all, within its slot. */
    String topic() {
        return topics.get(0);
    }

    boolean isHeard() {
        return heard != null && heard.isDone();
    }
}
