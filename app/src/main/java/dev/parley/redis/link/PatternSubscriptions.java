package dev.parley.redis.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.util.SafeEncoder;

/** Everything that is published to some patterns of topics. */
final class PatternSubscriptions implements Subscriptions {
    private static final Duration PING_INTERVAL = Duration.ofMillis(800);

    private final List<String> patterns;

    PatternSubscriptions(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    @Override
    public void hear(Pipe connection, Runnable established, Ear ear, ScheduledExecutorService writer) {
        new Hearing(connection, established, ear, writer)
                .proceedWithPatterns(
                        connection, patterns.stream().map(SafeEncoder::encode).toArray(byte[][]::new));
    }

    private final class Hearing extends BinaryJedisPubSub {
        private final Pipe connection;
        private final Runnable established;
        private final Ear ear;
        private final ScheduledExecutorService writer;

        Hearing(Pipe connection, Runnable established, Ear ear, ScheduledExecutorService writer) {
            this.connection = connection;
            this.established = established;
            this.ear = ear;
            this.writer = writer;
        }

        @Override
        public void onPSubscribe(byte[] subscribed, int subscriptions) {
            if (subscriptions < patterns.size()) {
                return;
            }
            established.run();
            scheduleNextPing();
        }

        @Override
        public void onPMessage(byte[] matched, byte[] topic, byte[] payload) {
            ear.heard(topic, payload, true);
        }

        private void scheduleNextPing() {
            writer.schedule(this::pingAndRepeat, PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void pingAndRepeat() {
            try {
                connection.ping();
                scheduleNextPing();
            } catch (RuntimeException broken) {
                // the listener's thread finds out by itself
            }
        }
    }
}
