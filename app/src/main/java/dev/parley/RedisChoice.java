package dev.parley;

import dev.parley.redis.EmbeddedRedis;
import dev.parley.redis.RedisUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * Which Redis to use: the one that is set; else the one on this machine; else one that we start. So Parley runs anywhere
 * with one command, and started twice on one machine it makes two instances of one chat.
 *
 * @param embedded what was started for this, and is to be closed in the end
 */
record RedisChoice(RedisUrl url, Optional<EmbeddedRedis> embedded) implements AutoCloseable {
    private static final RedisUrl LOCAL = RedisUrl.parse("redis://localhost:" + RedisUrl.DEFAULT_PORT);
    private static final int PROBE_MILLIS = 500;

    static RedisChoice make(Optional<RedisUrl> set) throws IOException {
        if (set.isPresent()) {
            return new RedisChoice(set.get(), Optional.empty());
        }
        if (somethingListens()) {
            return new RedisChoice(LOCAL, Optional.empty());
        }
        try {
            return new RedisChoice(LOCAL, Optional.of(EmbeddedRedis.start(RedisUrl.DEFAULT_PORT)));
        } catch (IOException e) {
            if (somethingListens()) {
                return new RedisChoice(LOCAL, Optional.empty()); // another instance was a little faster
            }
            throw e;
        }
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedRedis::close);
    }

    private static boolean somethingListens() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), RedisUrl.DEFAULT_PORT), PROBE_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
