package dev.parley.support;

import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** The way of a slot from one master of a {@link TestCluster} to another, key by key, as {@code redis-cli --cluster reshard} does it. */
final class SlotMove {
    private static final int KEYS_AT_ONCE = 100;
    private static final int PATIENCE_MILLIS = 30_000;

    private final int slot;
    private final ClusterNode from;
    private final ClusterNode to;
    private final List<ClusterNode> others;

    /** @param others who are told of it in the end */
    SlotMove(int slot, ClusterNode from, ClusterNode to, List<ClusterNode> others) {
        this.slot = slot;
        this.from = from;
        this.to = to;
        this.others = others;
    }

    void open() {
        String source = from.id();
        String target = to.id();
        try (Jedis jedis = to.connect()) {
            jedis.clusterSetSlotImporting(slot, source);
        }
        try (Jedis jedis = from.connect()) {
            jedis.clusterSetSlotMigrating(slot, target);
        }
    }

    /** Some; returns how many. */
    int moveKeys() {
        try (Jedis source = from.connect()) {
            List<String> keys = source.clusterGetKeysInSlot(slot, KEYS_AT_ONCE);
            for (String key : keys) {
                source.migrate(ClusterNode.HOST, to.peerPort(), key, 0, PATIENCE_MILLIS);
            }
            return keys.size();
        }
    }

    /** First who gets it is told, then who had it, then the others. Who has no slots any more may have become a replica of who got the last. */
    void close() {
        Stream.concat(Stream.of(to, from), others.stream()).forEach(node -> {
            try (Jedis jedis = node.connect()) {
                jedis.clusterSetSlotNode(slot, to.id());
            } catch (JedisDataException refused) {
                if (node != from || node.isMaster()) {
                    throw refused;
                }
            }
        });
    }
}
