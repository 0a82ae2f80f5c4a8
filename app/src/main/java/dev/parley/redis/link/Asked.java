package dev.parley.redis.link;

import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.CommandObject;

/**
 * A command, from when it is asked until it is answered.
 *
 * @param bytes that it takes
 * @param since when it was asked, as System.nanoTime
 */
record Asked<T>(CommandObject<T> command, CompletableFuture<T> answer, long bytes, long since) {
    static <T> Asked<T> now(CommandObject<T> command) {
        return new Asked<>(command, new CompletableFuture<>(), size(command), System.nanoTime());
    }

    void succeed(Object raw) {
        try {
            answer.complete(command.getBuilder().build(raw));
        } catch (RuntimeException unreadable) {
            answer.completeExceptionally(unreadable);
        }
    }

    private static long size(CommandObject<?> command) {
        long size = 0;
        for (var argument : command.getArguments()) {
            size += argument.getRaw().length;
        }
        return size;
    }
}
