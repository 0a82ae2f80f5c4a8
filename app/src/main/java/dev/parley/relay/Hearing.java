package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import java.util.concurrent.CompletableFuture;

/** Sees to it that what is published reaches {@link Relay#hear}, from when a log or a family is made until it is closed. Nothing here blocks. */
public interface Hearing {
    /** Of one channel or family. May be used by anyone. */
    interface Ear extends AutoCloseable {
        /**
         * Done when all that is published from then on is heard; fails when that can't be had now. To be asked before each reading of
         * what was published before: it may not be so any more.
         */
        CompletableFuture<Void> heard();

        /** Whether nothing of it can be heard or read for now, though others may be. Where all are alike, {@link Relay} is told instead. */
        default boolean isAway() {
            return false;
        }

        /** The same; or nothing can be said there. */
        default boolean isInTrouble() {
            return false;
        }

        @Override
        void close();
    }

    /** Where all is heard that there is. */
    Hearing ALL = new Hearing() {
        private final Ear ear = new Ear() {
            private final CompletableFuture<Void> heard = CompletableFuture.completedFuture(null);

            @Override
            public CompletableFuture<Void> heard() {
                return heard;
            }

            @Override
            public void close() {}
        };

        @Override
        public Ear of(ChannelName channel) {
            return ear;
        }

        @Override
        public Ear of(Family family) {
            return ear;
        }
    };

    Ear of(ChannelName channel);

    /** That a channel begins there is told by {@link Relay#familyGrew}, or by a message in it. */
    Ear of(Family family);
}
