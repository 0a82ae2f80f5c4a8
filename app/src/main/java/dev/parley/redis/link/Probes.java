package dev.parley.redis.link;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Asks Redis again and again whether it does what Parley needs, so that this is known when nobody says anything; one probe at
 * a time. While Redis refuses messages, the probe is one.
 *
 * <p>Threading: probes are sent by the clock, and answered on a connection's thread.
 */
final class Probes {
    private final Health health;
    private final Supplier<CompletableFuture<?>> light;
    private final Supplier<CompletableFuture<?>> full;
    private volatile boolean underWay;

    Probes(Health health, Supplier<CompletableFuture<?>> light, Supplier<CompletableFuture<?>> full) {
        this.health = health;
        this.light = light;
        this.full = full;
    }

    void probe() {
        if (underWay) {
            return;
        }
        underWay = true;
        boolean whole = health.isReachable() && health.isRefusing();
        (whole ? full : light).get().whenComplete((answer, failure) -> {
            underWay = false;
            judge(whole, failure);
        });
    }

    private void judge(boolean whole, Throwable failure) {
        if (failure == null && whole) {
            health.accepted();
        }
        if (failure == null || failure.getCause() instanceof JedisDataException) {
            health.answered();
        }
    }
}
