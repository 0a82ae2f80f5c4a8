package dev.parley.reliability;

import dev.parley.support.ClusterNode;
import dev.parley.support.TestCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Someone who publishes raw messages at any node that is awake, as {@code redis-cli publish} does. What a node did not answer may have
 * been published or not; nothing is expected of it but that it comes once at most.
 */
final class Injector implements AutoCloseable {
    private final TestCluster redis;
    private final String prefix;
    private final List<Room> rooms;
    private final long interval;
    private final Map<String, Room> accepted = new ConcurrentHashMap<>(); // by text
    private final Thread thread = new Thread(this::run, "injector");
    private volatile boolean stopped;

    private Injector(TestCluster redis, String prefix, List<Room> rooms, int perSecond) {
        this.redis = redis;
        this.prefix = prefix;
        this.rooms = rooms;
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    static Injector start(TestCluster redis, String prefix, List<Room> rooms, int perSecond) {
        Injector injector = new Injector(redis, prefix, rooms, perSecond);
        injector.thread.setDaemon(true);
        injector.thread.start();
        return injector;
    }

    /** What was published, and in which room. */
    Map<String, Room> accepted() {
        return Map.copyOf(accepted);
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void run() {
        for (int i = 0; !stopped; i++) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            List<ClusterNode> awake =
                    redis.nodes().stream().filter(ClusterNode::isAwake).toList();
            inject(awake.get(random.nextInt(awake.size())), rooms.get(random.nextInt(rooms.size())), "injected-" + i);
            LockSupport.parkNanos(interval);
        }
    }

    private void inject(ClusterNode node, Room room, String what) {
        String text = what + " " + System.nanoTime();
        try (Jedis jedis = node.connect()) {
            jedis.publish(prefix + room.channel(), text);
            accepted.put(text, room);
        } catch (JedisException wentAwayMeanwhile) {
            // maybe it was published, maybe not
        }
    }
}
