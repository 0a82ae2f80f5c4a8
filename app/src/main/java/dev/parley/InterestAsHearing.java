package dev.parley;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import dev.parley.redis.link.Interest;
import dev.parley.relay.Hearing;
import java.util.concurrent.CompletableFuture;

/** What is subscribed in Redis, as the relay asks for it. */
record InterestAsHearing(Interest interest) implements Hearing {
    @Override
    public Ear of(ChannelName channel) {
        return new WishAsEar(interest.in(channel));
    }

    @Override
    public Ear of(Family family) {
        return new WishAsEar(interest.in(family));
    }

    private record WishAsEar(Interest.Wish wish) implements Ear {
        @Override
        public CompletableFuture<Void> heard() {
            return wish.heard();
        }

        @Override
        public boolean isAway() {
            return wish.isAway();
        }

        @Override
        public boolean isInTrouble() {
            return wish.isInTrouble();
        }

        @Override
        public void close() {
            wish.close();
        }
    }
}
