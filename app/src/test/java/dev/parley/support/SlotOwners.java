package dev.parley.support;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Who has which slot of a {@link TestCluster}, by the word of most nodes that are awake. */
final class SlotOwners {
    private static final int SLOTS = 16_384;

    private final List<ClusterNode> nodes;
    private final int[][] votes;

    private SlotOwners(List<ClusterNode> nodes) {
        this.nodes = List.copyOf(nodes);
        this.votes = new int[SLOTS][nodes.size()];
    }

    static SlotOwners ask(List<ClusterNode> nodes) {
        SlotOwners owners = new SlotOwners(nodes);
        owners.nodes.stream().filter(ClusterNode::isAwake).forEach(owners::count);
        return owners;
    }

    /** Null where nobody has it. */
    ClusterNode of(int slot) {
        int[] votes = this.votes[slot];
        int most = IntStream.range(0, votes.length).reduce(0, (best, i) -> votes[i] > votes[best] ? i : best);
        return votes[most] == 0 ? null : nodes.get(most);
    }

    /** In the order of their slots. */
    List<ClusterNode> all() {
        return IntStream.range(0, SLOTS)
                .mapToObj(this::of)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    List<Integer> slotsOf(ClusterNode node) {
        return IntStream.range(0, SLOTS)
                .filter(slot -> of(slot) == node)
                .boxed()
                .toList();
    }

    private void count(ClusterNode voter) {
        List<Integer> ports = nodes.stream().map(ClusterNode::port).toList();
        for (Object range : told(voter)) {
            List<?> parts = (List<?>) range;
            int owner = ports.indexOf(((Long) ((List<?>) parts.get(2)).get(1)).intValue());
            for (long slot = (Long) parts.get(0); slot <= (Long) parts.get(1) && owner >= 0; slot++) {
                votes[(int) slot][owner]++;
            }
        }
    }

    private static List<?> told(ClusterNode voter) {
        try (Jedis jedis = voter.connect()) {
            return (List<?>) jedis.sendCommand(Command.CLUSTER, "SLOTS");
        } catch (JedisException away) { // it has no vote then
            return List.of();
        }
    }
}
