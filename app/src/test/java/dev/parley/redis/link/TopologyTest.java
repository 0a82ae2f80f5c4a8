package dev.parley.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Who has which slot: the newest word counts, and a master that is cut off does not get back what its replica was given. */
class TopologyTest {
    private static final HostAndPort A = new HostAndPort("a", 1);
    private static final HostAndPort B = new HostAndPort("b", 1);
    private static final HostAndPort C = new HostAndPort("c", 1);

    private final Topology topology = new Topology();

    @Test
    void whatHasAnotherOwnerIsTold() {
        long before = System.nanoTime();
        assertEquals(
                200,
                topology.take(view(1, Map.of(A, slots(0, 99), B, slots(100, 199))))
                        .cardinality());
        assertEquals(Set.of(A, B), topology.masters());
        assertEquals(slots(50, 99), topology.take(view(1, Map.of(A, slots(0, 49), B, slots(50, 199)))));
        assertEquals(B, topology.owner(50));
        assertNull(topology.owner(200));
        assertTrue(topology.movedSince(50, before));
        assertFalse(topology.movedSince(50, System.nanoTime() + 1));
        assertFalse(topology.movedSince(0, before), "it has only become known");
    }

    @Test
    void anOldWordIsNotBelieved() {
        topology.take(view(1, Map.of(A, slots(0, 99))));
        topology.take(view(2, Map.of(B, slots(0, 99))));
        assertNull(topology.take(view(1, Map.of(A, slots(0, 99)))));
        assertEquals(B, topology.owner(0));
    }

    @Test
    void whoWasAskedKnowsBetterForAMoment() {
        topology.take(view(1, Map.of(A, slots(0, 99), B, slots(100, 199))));
        assertTrue(topology.correct(7, C));
        assertFalse(topology.correct(7, C));
        assertEquals(
                0,
                topology.take(view(1, Map.of(A, slots(0, 99), B, slots(100, 199))))
                        .cardinality());
        assertEquals(C, topology.owner(7));
        assertEquals(Set.of(A, B, C), topology.masters());
    }

    @Test
    void whatANodeTellsIsRead() {
        List<Object> dead = node("", 6379, "master", "fail");
        List<Object> alive = node("b.example", 6380, "master", "online");
        List<Object> replica = node("c", 6381, "replica", "online");
        Object shards = List.of(
                List.of("slots", List.of(0L, 9L, 20L, 29L), "nodes", List.of(replica, dead, alive)),
                List.of("slots", List.of(10L, 19L), "nodes", List.of(dead)),
                List.of("slots", List.of(), "nodes", List.of(alive)));
        ClusterView view = ClusterView.read("cluster_state:ok\r\ncluster_current_epoch:7\r\n", shards, A, false);
        assertTrue(view.isWell());
        assertEquals(7, view.epoch());
        BitSet both = slots(0, 9);
        both.or(slots(20, 29));
        HostAndPort nameless = new HostAndPort("a", 6379);
        assertEquals(Map.of(new HostAndPort("b.example", 6380), both, nameless, slots(10, 19)), view.slots());
        assertEquals(Set.of(nameless), view.failed());
    }

    private static List<Object> node(String endpoint, long port, String role, String health) {
        return new ArrayList<>(List.of("id", "x", "port", port, "endpoint", endpoint, "role", role, "health", health));
    }

    private static ClusterView view(long epoch, Map<HostAndPort, BitSet> slots) {
        return new ClusterView(true, epoch, slots, Set.of());
    }

    private static BitSet slots(int from, int to) {
        BitSet slots = new BitSet();
        slots.set(from, to + 1);
        return slots;
    }
}
