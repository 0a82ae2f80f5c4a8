package dev.parley.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** What tests of clusters rely on. */
class TestClusterTest {
    private static final String KEY = "{room}:log";

    @Test
    void slotsMoveReplicasTakeOverAndWhoIsKilledComesBack() {
        try (TestCluster cluster = TestCluster.start()) {
            int slot = TestCluster.slot(KEY);
            ClusterNode first = cluster.masterOf(slot);
            ClusterNode second = cluster.anotherMaster(slot);
            assertNotEquals(first, second);
            set(first, "1");
            cluster.openSlot(slot, second);
            assertEquals(1, cluster.moveKeys(slot, second));
            assertThrows(JedisAskDataException.class, () -> set(first, "2"));
            cluster.closeSlot(slot, second);
            assertThrows(JedisMovedDataException.class, () -> set(first, "2"));
            assertEquals("1", get(second));
            assertSame(second, cluster.masterOf(KEY));

            ClusterNode third = cluster.failOver(second);
            set(third, "3");
            third.kill();
            assertSame(second, cluster.awaitMasterOf(slot, node -> node != third));
            await().until(() -> "3".equals(get(second)));
            third.restart();
            cluster.awaitOk();
            await().until(() -> !third.isMaster());
            assertSame(third, cluster.replicaOf(second));
        }
    }

    private static void set(ClusterNode node, String value) {
        try (Jedis jedis = node.connect()) {
            jedis.set(KEY, value);
        }
    }

    private static String get(ClusterNode node) {
        try (Jedis jedis = node.connect()) {
            return jedis.get(KEY);
        }
    }
}
