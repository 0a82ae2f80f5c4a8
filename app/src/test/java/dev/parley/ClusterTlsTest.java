package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestCluster;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A Redis Cluster over TLS, with {@code rediss-cluster://}: its nodes are found by the names that their certificates have. */
class ClusterTlsTest {
    private final String prefix = "test:" + UUID.randomUUID() + ":";

    @Test
    void everythingGoesOverTlsAlsoWhereASlotHasMovedTo() {
        try (TestCluster cluster = TestCluster.startOverTls();
                InstanceProcess instance = InstanceProcess.launch(
                                cluster.trusting(), cluster.uri().toString(), prefix)
                        .awaitReady()) {
            List<String> rooms = cluster.masters().stream()
                    .map(master -> Stream.iterate(0, i -> i + 1)
                            .map(i -> "room-" + i)
                            .filter(room -> cluster.masterOf(prefix + room) == master)
                            .findFirst()
                            .orElseThrow())
                    .toList();
            try (Recorder listener = Recorder.open(instance.port(), "/subscribe/" + String.join(",", rooms))) {
                for (String room : rooms) {
                    assertEquals(
                            201,
                            instance.http().say(room, "mason", "in " + room).status());
                    listener.awaitText("in " + room);
                }
                int slot = TestCluster.slot(prefix + rooms.get(0));
                cluster.moveSlot(slot, cluster.anotherMaster(slot));
                instance.http().say(rooms.get(0), "mason", "elsewhere");
                listener.awaitText("elsewhere");
                assertTrue(listener.events("status").isEmpty());
            }
        }
    }
}
