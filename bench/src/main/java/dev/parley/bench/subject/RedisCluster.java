package dev.parley.bench.subject;

import dev.parley.bench.measure.RedisWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of a subject's own: its masters, each a process of its own, and no replicas unless one is added. */
final class RedisCluster {
    private static final int SLOTS = 16_384;
    private static final int PATIENCE_SECONDS = 20;

    private RedisCluster() {}

    /** Starts the masters, which have as many hash slots each, in the order in which they are returned. */
    static List<RedisServer> start(Workbench workbench, Path directory, int masters)
            throws IOException, InterruptedException {
        List<RedisServer> nodes = new ArrayList<>();
        for (int i = 0; i < masters; i++) {
            nodes.add(RedisServer.startNode(workbench, directory, i));
        }
        for (int i = 0; i < masters; i++) {
            try (RedisWire wire = nodes.get(i).wire()) {
                String from = Integer.toString(SLOTS * i / masters);
                String to = Integer.toString(SLOTS * (i + 1) / masters - 1);
                wire.ask("CLUSTER", "ADDSLOTSRANGE", from, to);
                wire.ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            }
        }
        for (RedisServer node : nodes) {
            meet(nodes.get(0), node);
        }
        await(nodes, nodes.size());
        return nodes;
    }

    /** A replica of a master, with all that it has. */
    static RedisServer addReplica(Workbench workbench, Path directory, List<RedisServer> masters, RedisServer of)
            throws IOException, InterruptedException {
        RedisServer replica = RedisServer.startNode(workbench, directory, masters.size());
        meet(of, replica);
        List<RedisServer> all = new ArrayList<>(masters);
        all.add(replica);
        await(all, all.size());
        try (RedisWire master = of.wire();
                RedisWire wire = replica.wire()) {
            wire.ask("CLUSTER", "REPLICATE", (String) master.ask("CLUSTER", "MYID"));
            awaitText(wire, "master_link_status:up", "INFO", "replication");
        }
        return replica;
    }

    /** As Parley is told it. */
    static String url(List<RedisServer> nodes) {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    private static void meet(RedisServer known, RedisServer other) throws IOException {
        try (RedisWire wire = known.wire()) {
            wire.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
        }
    }

    private static void await(List<RedisServer> nodes, int known) throws IOException, InterruptedException {
        for (RedisServer node : nodes) {
            try (RedisWire wire = node.wire()) {
                awaitText(wire, "cluster_state:ok", "CLUSTER", "INFO");
                awaitText(wire, "cluster_known_nodes:" + known + "\r", "CLUSTER", "INFO");
            }
        }
    }

    private static void awaitText(RedisWire wire, String text, String... command)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!((String) wire.ask(command)).contains(text)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Redis does not come to " + text);
            }
            Thread.sleep(50);
        }
    }
}
