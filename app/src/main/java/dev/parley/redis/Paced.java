package dev.parley.redis;

import dev.parley.redis.link.Redis;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Does something for each of many, some at a time, so that what follows from it does not hold up everything else: {@link #AT_ONCE} every
 * {@link #PAUSE_MILLIS} ms, more where all would take longer than {@link #MOST_STEPS} times that. What is begun anew ends what was under way.
 *
 * <p>Threading: confined to the clock of Redis.
 */
final class Paced {
    private static final int AT_ONCE = 80;
    private static final int PAUSE_MILLIS = 50;
    private static final int MOST_STEPS = 20;

    private final Redis redis;
    private int begun;

    Paced(Redis redis) {
        this.redis = redis;
    }

    <T> void forEach(List<T> all, Consumer<T> what) {
        begun++;
        step(begun, all.iterator(), Math.max(AT_ONCE, all.size() / MOST_STEPS), what);
    }

    private <T> void step(int mine, Iterator<T> rest, int atOnce, Consumer<T> what) {
        for (int i = 0; i < atOnce && mine == begun && rest.hasNext(); i++) {
            what.accept(rest.next());
        }
        if (mine == begun && rest.hasNext()) {
            redis.later(pause(), () -> step(mine, rest, atOnce, what));
        }
    }

    /** Instances don't go in step. */
    private static Duration pause() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS * 4 / 5, PAUSE_MILLIS * 6 / 5));
    }
}
