package dev.parley;

import dev.parley.redis.embedded.LocalRedis;
import dev.parley.redis.link.RedisUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Which Redis to use: the one that is set, or else that of this machine.
 *
 * @param local that of this machine; closed with this
 */
record RedisChoice(RedisUrl url, Optional<LocalRedis> local) implements AutoCloseable {
    /** @throws IOException when there is none to be had; the message says what to change */
    static RedisChoice make(Settings settings) throws IOException {
        if (settings.redisUrl != null && settings.data != null) {
            throw new IOException(
                    "--data [PARLEY_DATA] is for the Redis that Parley brings; leave out that or --redis-url");
        }
        if (settings.redisUrl != null) {
            return new RedisChoice(settings.redisUrl, Optional.empty());
        }
        LocalRedis local = LocalRedis.find(
                RedisUrl.DEFAULT_PORT, Optional.ofNullable(settings.data), Path.of(System.getProperty("user.home")));
        return new RedisChoice(local.url(), Optional.of(local));
    }

    /** The address, and what else people should know of it. */
    String shown() {
        return url.shown() + local.map(LocalRedis::remark).orElse("");
    }

    void keepUp(BooleanSupplier isUp) {
        local.ifPresent(redis -> redis.keepUp(isUp));
    }

    @Override
    public void close() {
        local.ifPresent(LocalRedis::close);
    }
}
