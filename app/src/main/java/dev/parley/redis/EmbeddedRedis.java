package dev.parley.redis;

import java.io.IOException;
import redis.embedded.RedisServer;
import redis.embedded.exceptions.EmbeddedRedisException;

/** The Redis that Parley brings along, for machines that have none: local, in memory only, gone when Parley ends. */
public final class EmbeddedRedis implements AutoCloseable {
    private final RedisServer server;

    private EmbeddedRedis(RedisServer server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @throws IOException when it can't, for instance because the port is taken
     */
    public static EmbeddedRedis start(int port) throws IOException {
        try {
            RedisServer server = RedisServer.builder()
                    .port(port)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            return new EmbeddedRedis(server);
        } catch (EmbeddedRedisException e) {
            throw new IOException("the embedded Redis did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
