package dev.parley.overload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Under which all attacks of a table are made, one after the other, on one instance. */
enum Setting {
    QUICK("a moment of each", "256m", 4, 0, Duration.ofMillis(300)),
    FOUR_STRANGERS("four strangers, a heap of 256 MB", "256m", 4, 0, seconds(1)),
    ONE_STRANGER("one stranger, the default heap", "", 1, 0, seconds(2)),
    REDIS_5_MS("four strangers, Redis 5 ms away", "256m", 4, 5, seconds(3)),
    REDIS_50_MS("four strangers, Redis 50 ms away", "256m", 4, 50, seconds(3)),
    REDIS_1100_MS("four strangers, Redis 1,100 ms away", "256m", 4, 1_100, seconds(3));

    private static final Duration SOON = Duration.ofMillis(250);
    private static final Duration AS_SLOW_AS_REDIS = Duration.ofSeconds(3);
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final Duration HEALTH = Duration.ofMillis(100);

    final int strangers;
    final Duration redisAway;
    final Duration length;
    private final String text;
    private final String heap;

    /** @param heap at most; empty for the default */
    Setting(String text, String heap, int strangers, int redisAwayMillis, Duration length) {
        this.text = text;
        this.heap = heap;
        this.strangers = strangers;
        this.redisAway = Duration.ofMillis(redisAwayMillis);
        this.length = length;
    }

    Set<Attack> attacks() {
        return redisAway.isZero() ? EnumSet.allOf(Attack.class) : Attack.THAT_TOUCH_REDIS;
    }

    /** As every instance is started, and as warm as one that has been up for a while; or as soon as may be. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of("@jvm.options"));
        if (isWarm()) {
            options.add("-XX:TieredStopAtLevel=4");
        }
        if (!heap.isEmpty()) {
            options.add("-Xmx" + heap);
        }
        return options;
    }

    /** So many, for whoever has less time than that takes: {@code -Dparley.overload.seconds=12}. */
    static int longest() {
        return Integer.getInteger("parley.overload.seconds", 30);
    }

    private static Duration seconds(int part) {
        return Duration.ofSeconds(longest() / part);
    }

    String title() {
        String first = text.substring(0, 1).toUpperCase(Locale.ROOT);
        return first + text.substring(1) + ", " + length.toSeconds() + " s each";
    }

    /** In a moment only what was counted decides. */
    Neighbours.Bounds bounds() {
        if (this == QUICK) {
            return new Neighbours.Bounds(NEVER, NEVER);
        }
        Duration answer = redisAway.compareTo(SOON) < 0 ? SOON : AS_SLOW_AS_REDIS;
        return new Neighbours.Bounds(answer, HEALTH);
    }

    /** For how long all must have been well to be normal. */
    Duration calm() {
        return this == QUICK ? Duration.ofMillis(100) : Duration.ofSeconds(1);
    }

    boolean isWarm() {
        return this != QUICK;
    }

    /** Most MiB that the instance may take, all in all. */
    long maxResidentMib() {
        return heap.isEmpty() ? 1_024 : 512;
    }
}
