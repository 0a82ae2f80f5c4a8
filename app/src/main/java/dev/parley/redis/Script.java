package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/** A Lua script of this package, run by its digest; sent in full when Redis does not know it (yet, or any more). */
final class Script {
    private final String source;
    private final String digest;
    private final AtomicBoolean loading = new AtomicBoolean();

    /** @param files names of the files that make up the script, in order */
    Script(String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(file));
        }
        source = text.toString();
        digest = Sha1.hex(SafeEncoder.encode(source));
    }

    /** The script's answer, which must be a list. */
    List<?> run(RedisClient client, List<String> keys, List<String> args) {
        try {
            return (List<?>) client.evalsha(digest, keys, args);
        } catch (JedisNoScriptException unknown) {
            return (List<?>) client.eval(source, keys, args);
        }
    }

    /**
     * The same without waiting, on the connection for what people say. Fails as {@link Redis#tell} does; a script that Redis
     * does not know did not run, so asking again is no repetition.
     */
    CompletableFuture<List<?>> ask(Redis redis, List<String> keys, List<String> args) {
        return redis.tell(commands -> commands.evalsha(digest, keys, args))
                .exceptionallyCompose(failure -> isUnknown(failure) ? load(redis, keys, args) : failed(failure))
                .thenApply(answer -> (List<?>) answer);
    }

    /** When many find it unknown at once, one sends it, and the others ask again behind that one. */
    private CompletableFuture<Object> load(Redis redis, List<String> keys, List<String> args) {
        if (loading.compareAndSet(false, true)) {
            return eval(redis, keys, args).whenComplete((answer, failure) -> loading.set(false));
        }
        return redis.tell(commands -> commands.evalsha(digest, keys, args))
                .exceptionallyCompose(failure -> isUnknown(failure) ? eval(redis, keys, args) : failed(failure));
    }

    private CompletableFuture<Object> eval(Redis redis, List<String> keys, List<String> args) {
        return redis.tell(commands -> commands.eval(source, keys, args));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure.getCause() instanceof JedisNoScriptException;
    }

    private static CompletableFuture<Object> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
