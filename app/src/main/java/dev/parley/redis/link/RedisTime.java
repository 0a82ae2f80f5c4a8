package dev.parley.redis.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** What time it is for Redis, in ms since 1970: an instance's own clock may be wrong. */
public final class RedisTime {
    private RedisTime() {}

    public static long ask(Connection connection) {
        connection.sendCommand(Command.TIME);
        return millis(connection.getMultiBulkReply());
    }

    /** That of who has a key. */
    public static CompletableFuture<Long> ask(Redis redis, String key) {
        CommandObject<List<String>> time =
                new CommandObject<>(new CommandArguments(Command.TIME), BuilderFactory.STRING_LIST);
        return redis.ask(key, commands -> time).thenApply(RedisTime::millis);
    }

    private static long millis(List<String> secondsAndMicros) {
        return TimeUnit.SECONDS.toMillis(Long.parseLong(secondsAndMicros.get(0)))
                + TimeUnit.MICROSECONDS.toMillis(Long.parseLong(secondsAndMicros.get(1)));
    }
}
