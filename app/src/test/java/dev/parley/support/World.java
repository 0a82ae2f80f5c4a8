package dev.parley.support;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/**
 * How the instances of the tests hear, unless a test says so itself: {@code -Dparley.hear=interest} runs tests in the second world, and
 * {@code -Dparley.world=cluster} those over the shared Redis in a third one, where that is a {@link TestCluster}. In each, everything must be
 * as it is in the first.
 */
public final class World {
    private static final String HEAR = System.getProperty("parley.hear", "all");

    private World() {}

    /** Whether the Redis that tests share is a cluster. */
    static boolean isCluster() {
        return System.getProperty("parley.world", "").equals("cluster");
    }

    /** Whether what is said is published so that only those hear it who have listeners for it. */
    public static boolean isInterest() {
        return HEAR.equals("interest");
    }

    /** Tells instances over the Redis that tests share what one of them tells the others about a channel. */
    public static void notify(Jedis jedis, String topic, String text) {
        if (isInterest() || isCluster()) {
            int kind = topic.lastIndexOf(':') + 1;
            jedis.sendCommand(
                    Command.SPUBLISH, topic.substring(0, kind) + "notices", topic.substring(kind) + " " + text);
        } else {
            jedis.publish(topic, text);
        }
    }

    /** The flags of an instance that has these already; of a cluster is heard what is of interest. */
    public static List<String> flags(URI redis, String... flags) {
        boolean isSaid =
                redis.getScheme().endsWith("-cluster") || Stream.of(flags).anyMatch(flag -> flag.startsWith("--hear="));
        return isSaid ? List.of() : List.of("--hear=" + HEAR);
    }
}
