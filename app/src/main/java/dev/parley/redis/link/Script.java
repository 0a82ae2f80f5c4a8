package dev.parley.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/** A Lua script, run by its digest; sent in full when Redis does not know it (yet, or any more). */
public final class Script {
    private final String source;
    private final String digest;
    private final AtomicBoolean loading = new AtomicBoolean();

    /** A connection that many share. */
    private interface Way {
        CompletableFuture<Object> send(Function<CommandObjects, CommandObject<Object>> command);
    }

    /**
     * @param owner whose script it is: the files lie in its package
     * @param files names of the files that make up the script, in order
     */
    public Script(Class<?> owner, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(owner, file));
        }
        source = text.toString();
        digest = Sha1.hex(SafeEncoder.encode(source));
    }

    /** The script's answer, which must be a list. */
    public List<?> run(RedisClient client, List<String> keys, List<String> args) {
        try {
            return (List<?>) client.evalsha(digest, keys, args);
        } catch (JedisNoScriptException unknown) {
            return (List<?>) client.eval(source, keys, args);
        }
    }

    /** The same on a connection of one's own. */
    public List<?> run(Connection connection, List<String> keys, List<String> args) {
        try {
            return (List<?>) connection.executeCommand(Redis.COMMANDS.evalsha(digest, keys, args));
        } catch (JedisNoScriptException unknown) {
            return (List<?>) connection.executeCommand(Redis.COMMANDS.eval(source, keys, args));
        }
    }

    /**
     * The same without waiting, on the connection for what people say. Fails as {@link Redis#tell} does; a script that Redis
     * does not know did not run, so asking again is no repetition.
     */
    public CompletableFuture<List<?>> ask(Redis redis, List<String> keys, List<String> args) {
        return ask(redis::tell, keys, args);
    }

    /** The same, on the connection for everything else. */
    public CompletableFuture<List<?>> askAside(Redis redis, List<String> keys, List<String> args) {
        return ask(redis::ask, keys, args);
    }

    private CompletableFuture<List<?>> ask(Way way, List<String> keys, List<String> args) {
        return way.send(commands -> commands.evalsha(digest, keys, args))
                .exceptionallyCompose(failure -> isUnknown(failure) ? load(way, keys, args) : failed(failure))
                .thenApply(answer -> (List<?>) answer);
    }

    /** When many find it unknown at once, one sends it, and the others ask again behind that one. */
    private CompletableFuture<Object> load(Way way, List<String> keys, List<String> args) {
        if (loading.compareAndSet(false, true)) {
            return eval(way, keys, args).whenComplete((answer, failure) -> loading.set(false));
        }
        return way.send(commands -> commands.evalsha(digest, keys, args))
                .exceptionallyCompose(failure -> isUnknown(failure) ? eval(way, keys, args) : failed(failure));
    }

    private CompletableFuture<Object> eval(Way way, List<String> keys, List<String> args) {
        return way.send(commands -> commands.eval(source, keys, args));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure.getCause() instanceof JedisNoScriptException;
    }

    private static CompletableFuture<Object> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private static String read(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
