package dev.parley.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/** A Lua script, run by its digest; sent in full when Redis does not know it (yet, or any more). */
public final class Script {
    /** The file that a script begins with so that it can compare ids. */
    public static final String IDS = "/dev/parley/redis/link/ids.lua";

    /** A way to send something. */
    private interface Way {
        CompletableFuture<Object> send(Request<Object> request);
    }

    private final String source;
    private final String digest;
    private final boolean tells; // whether it publishes to shard channels, which are of the slot of its keys
    private final AtomicBoolean loading = new AtomicBoolean();

    /**
     * @param owner whose script it is: its files lie in its package
     * @param files names of the files that make up the script, in order; with a path where they are shared
     */
    public Script(Class<?> owner, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(owner, file));
        }
        source = text.toString();
        digest = Sha1.hex(SafeEncoder.encode(source));
        tells = source.contains("'SPUBLISH'");
    }

    /**
     * Runs it without waiting, on the connection for what people say. A script that Redis does not know did not run, so asking again is
     * no repetition.
     *
     * @param keys all of one slot
     * @return its answer, which must be a list; fails as {@link Redis#ask} does
     */
    public CompletableFuture<List<?>> ask(Redis redis, List<String> keys, List<String> args) {
        return ask(Lane.SPEECH, null, redis::ask, keys, args);
    }

    /** The same, on the connection for everything else. */
    public CompletableFuture<List<?>> askAside(Redis redis, List<String> keys, List<String> args) {
        return askAside(redis, null, keys, args);
    }

    /**
     * The same, if the keys are at this shard.
     *
     * @param only fails without having run where they are not there any more; null for wherever they are
     */
    public CompletableFuture<List<?>> askAside(Redis redis, Shard only, List<String> keys, List<String> args) {
        return ask(Lane.READS, only, redis::ask, keys, args);
    }

    /** The same, on the connection that is for leases. */
    public CompletableFuture<List<?>> askForLease(Redis redis, List<String> keys, List<String> args) {
        return ask(Lane.LEASES, null, redis::ask, keys, args);
    }

    /** The same as {@link #ask} for a certain shard, which may not seem to be there; fails with what it answers. */
    public CompletableFuture<List<?>> probe(Shard shard, List<String> keys, List<String> args) {
        return ask(Lane.SPEECH, null, request -> shard.probe(request.command()), keys, args);
    }

    private CompletableFuture<List<?>> ask(Lane lane, Shard only, Way way, List<String> keys, List<String> args) {
        return way.send(known(lane, only, keys, args))
                .exceptionallyCompose(
                        failure -> isUnknown(failure) ? load(lane, only, way, keys, args) : failed(failure))
                .thenApply(answer -> (List<?>) answer);
    }

    /** When many find it unknown at once, one sends it, and the others ask again behind that one. */
    private CompletableFuture<Object> load(Lane lane, Shard only, Way way, List<String> keys, List<String> args) {
        if (loading.compareAndSet(false, true)) {
            return way.send(whole(lane, only, keys, args)).whenComplete((answer, failure) -> loading.set(false));
        }
        return way.send(known(lane, only, keys, args))
                .exceptionallyCompose(
                        failure -> isUnknown(failure) ? way.send(whole(lane, only, keys, args)) : failed(failure));
    }

    private Request<Object> known(Lane lane, Shard only, List<String> keys, List<String> args) {
        return new Request<>(lane, keys.get(0), tells, only, Redis.COMMANDS.evalsha(digest, keys, args));
    }

    private Request<Object> whole(Lane lane, Shard only, List<String> keys, List<String> args) {
        return new Request<>(lane, keys.get(0), tells, only, Redis.COMMANDS.eval(source, keys, args));
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
