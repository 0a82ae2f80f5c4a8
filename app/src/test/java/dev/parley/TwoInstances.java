package dev.parley;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The normal fixture: two instances over one Redis, under a prefix of their own. */
public final class TwoInstances implements AutoCloseable {
    public final String prefix = "test:" + UUID.randomUUID() + ":";
    public final TestRedis redis;
    public final TestInstance one;
    public final TestInstance other;

    public TwoInstances(TestRedis redis, String... flags) {
        this.redis = redis;
        one = TestInstance.start(redis, prefix, flags);
        other = TestInstance.start(redis, prefix, flags);
    }

    /** Over the Redis that all tests share. */
    public static TwoInstances onSharedRedis(String... flags) {
        return new TwoInstances(TestRedis.shared(), flags);
    }

    public Http http() {
        return one.http();
    }

    public List<TestInstance> both() {
        return List.of(one, other);
    }

    /** A listener on each, both welcomed. */
    public List<Recorder> listenOnBoth(String channel) {
        return Stream.of(one, other)
                .map(instance -> Recorder.open(instance.port(), "/subscribe/" + channel))
                .toList();
    }

    /** Publishes a raw message, as redis-cli does. */
    public void inject(String channel, String payload) {
        try (var jedis = redis.connect()) {
            jedis.publish(prefix + channel, payload);
        }
    }

    @Override
    public void close() {
        one.close();
        other.close();
        redis.assertNothingSecret(prefix);
    }
}
