package dev.parley.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClusterFailoverOption;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A real Redis Cluster of three masters with a replica each, all of them processes of the embedded binary on this machine. It stands
 * within some 3 s, with a node timeout of 1 s (so a killed master's replica is promoted some 2.7 s later) and with
 * {@code cluster-require-full-coverage no}, unless a test says otherwise.
 *
 * <pre>
 *  try (TestCluster cluster = TestCluster.start();
 *       TestInstance one = TestInstance.start(cluster.uri(), prefix)) {
 *      int slot = TestCluster.slot(prefix + "room");      // of a channel, and of all that is kept of it
 *      cluster.moveSlot(slot, cluster.anotherMaster(slot)); // key by key, as redis-cli --cluster reshard does
 *      cluster.failOver(cluster.masterOf(slot));          // in good order, to its replica; returns that
 *      ClusterNode dead = cluster.masterOf(slot);
 *      dead.kill();                                       // or stop() and resume(): SIGSTOP, SIGCONT
 *      cluster.awaitMasterOf(slot, node -> node != dead); // its replica was promoted
 *      dead.restart();
 *      cluster.awaitOk();
 *  }
 * </pre>
 *
 * <p>A slot that is left half moved: {@link #openSlot}, {@link #moveKeys}, then {@link #closeSlot}. A shard more: {@link #addMaster},
 * and move slots there; one less: {@link #removeMaster}, which moves its slots away first. One instance cut from one master only:
 * give the instance a user of its own ({@code ACL SETUSER} on each node, and its name in the URL), then on that master
 * {@code ACL SETUSER it off} and {@code CLIENT KILL USER it}.
 *
 * <p>Threading: what changes the cluster is one thing at a time; all may be called by anyone.
 */
public final class TestCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final String TLS_HOST = "localhost";
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ELECTION = Duration.ofSeconds(1);

    private static TestCluster shared;

    private final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();
    private final List<String> settings;
    private final Path folder;
    private final Certificate certificate; // null without TLS
    private final Thread lastResort = new Thread(this::destroyAll, "cluster-end");

    private TestCluster(List<String> settings, boolean isTls) {
        this.settings = new ArrayList<>(settings);
        try {
            folder = Files.createTempDirectory("parley-cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        certificate = isTls ? Certificate.make(folder, TLS_HOST) : null;
        if (isTls) {
            this.settings.addAll(certificate.flags());
            this.settings.addAll(List.of("--cluster-announce-hostname", TLS_HOST));
            this.settings.addAll(List.of("--cluster-preferred-endpoint-type", "hostname"));
        }
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Lives until the tests end; for those that only need a prefix of their own, and change nothing about it. */
    public static synchronized TestCluster shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /**
     * One's own.
     *
     * @param settings beyond the usual ones, or instead of them, as flags of redis-server: {@code "--cluster-node-timeout", "500"}
     */
    public static TestCluster start(String... settings) {
        return start(false, settings);
    }

    /** The same, whose nodes are reached, and reach each other, by a name and over TLS; only the test itself comes without. */
    public static TestCluster startOverTls() {
        return start(true);
    }

    private static TestCluster start(boolean isTls, String... settings) {
        List<String> all =
                new ArrayList<>(List.of("--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no"));
        all.addAll(List.of(settings));
        TestCluster cluster = new TestCluster(all, isTls);
        cluster.form();
        return cluster;
    }

    /** The options of a JVM that trusts the nodes' certificate. */
    public List<String> trusting() {
        return certificate.trusting();
    }

    /** The slot of a key or a channel. */
    public static int slot(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    /** Of the masters that it began with, as Parley is given it. */
    public URI uri() {
        String scheme = certificate == null ? "redis-cluster://" : "rediss-cluster://";
        String host = certificate == null ? ClusterNode.HOST : TLS_HOST;
        return URI.create(nodes.stream()
                .limit(MASTERS)
                .map(node -> host + ":" + node.peerPort())
                .collect(Collectors.joining(",", scheme, "")));
    }

    /** All there are, also those that are killed or stopped: first the masters that it began with, then their replicas. */
    public List<ClusterNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Those that have slots now, in the order of these. */
    public List<ClusterNode> masters() {
        return owners().all();
    }

    /** Who has a slot, as most of the others see it. */
    public ClusterNode masterOf(int slot) {
        return owners().of(slot);
    }

    /** Who has the slot of a key or a channel. */
    public ClusterNode masterOf(String key) {
        return masterOf(slot(key));
    }

    /** A master that has not got that slot. */
    public ClusterNode anotherMaster(int slot) {
        ClusterNode owner = masterOf(slot);
        return masters().stream()
                .filter(node -> node != owner && node.isAwake())
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a slot has a master like that, which then takes writes. */
    public ClusterNode awaitMasterOf(int slot, Predicate<ClusterNode> wanted) {
        await().atMost(PATIENCE).until(() -> {
            ClusterNode owner = masterOf(slot);
            return owner != null && owner.isAwake() && wanted.test(owner) && owner.isMaster();
        });
        return masterOf(slot);
    }

    /** Moves a slot, key by key, while it is used. Who is who is asked before: what is said there waits until it has moved. */
    public synchronized void moveSlot(int slot, ClusterNode to) {
        SlotMove move = moveOf(slot, to);
        move.open();
        while (move.moveKeys() > 0) {
            // until nothing is left: what is new is made where it goes to
        }
        move.close();
    }

    /** Begins to move a slot: from now on what is not there (any more) is asked for where it goes to. */
    public synchronized void openSlot(int slot, ClusterNode to) {
        moveOf(slot, to).open();
    }

    /** Moves some of its keys, a hundred at most; returns how many. */
    public synchronized int moveKeys(int slot, ClusterNode to) {
        return moveOf(slot, to).moveKeys();
    }

    /** Hands it over: first who gets it, then who had it, then the others are told. */
    public synchronized void closeSlot(int slot, ClusterNode to) {
        moveOf(slot, to).close();
    }

    /** Lets a master's replica take over in good order, as for maintenance; returns the new master. */
    public synchronized ClusterNode failOver(ClusterNode master) {
        return failOver(master, null);
    }

    /** The same though the master does not know, as when it is cut off: {@link ClusterFailoverOption#TAKEOVER}. */
    public synchronized ClusterNode failOver(ClusterNode master, ClusterFailoverOption how) {
        ClusterNode replica = replicaOf(master);
        // the others don't elect one who has not heard yet that its master was given a slot
        await().atMost(PATIENCE).until(() -> {
            try (Jedis jedis = replica.connect()) {
                if (how == null) {
                    jedis.clusterFailover();
                } else {
                    jedis.clusterFailover(how);
                }
            } catch (JedisDataException isMasterByNow) {
                return true;
            }
            return becomesMaster(replica);
        });
        await().atMost(PATIENCE).until(() -> masters().contains(replica));
        return replica;
    }

    /** One that could take over. */
    public ClusterNode replicaOf(ClusterNode master) {
        return nodes.stream()
                .filter(node -> node != master && node.isAwake() && isReplicaOf(node, master))
                .findFirst()
                .orElseThrow(() -> new AssertionError(master + " has no replica"));
    }

    /** One without slots and without a replica; ready to be given slots. What is published there before it is linked to the others, they never hear. */
    public synchronized ClusterNode addMaster() {
        ClusterNode added = startNode();
        added.awaitUp();
        try (Jedis jedis = added.connect()) {
            jedis.clusterMeet(ClusterNode.HOST, masters().get(0).peerPort());
        }
        List<ClusterNode> all = Stream.concat(nodes.stream(), Stream.of(added)).toList();
        try {
            await().atMost(PATIENCE).until(() -> knowEachOther(all) && added.isLinked());
        } finally {
            nodes.add(added);
        }
        return added;
    }

    /** Gives its slots to the others, in turn, then forgets and ends it, and its replicas with it. */
    public synchronized void removeMaster(ClusterNode master) {
        List<ClusterNode> others =
                masters().stream().filter(node -> node != master).toList();
        owners().slotsOf(master).forEach(slot -> moveSlot(slot, others.get(slot % others.size())));
        List<ClusterNode> leaving = nodes.stream()
                .filter(node -> node == master || (node.isAwake() && isReplicaOf(node, master)))
                .toList();
        nodes.removeAll(leaving);
        nodes.stream().filter(ClusterNode::isAwake).forEach(node -> leaving.forEach(gone -> forget(node, gone)));
        leaving.forEach(ClusterNode::kill);
    }

    /** Waits until all that are awake say that the cluster is well, and know of each other. */
    public void awaitOk() {
        await().atMost(PATIENCE).until(() -> knowEachOther(nodes));
    }

    private static boolean knowEachOther(List<ClusterNode> nodes) {
        return nodes.stream()
                .filter(ClusterNode::isAwake)
                .allMatch(node -> node.cluster("cluster_state").equals("ok")
                        && node.cluster("cluster_known_nodes").equals(Integer.toString(nodes.size())));
    }

    @Override
    public void close() {
        destroyAll();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        deleteAll();
    }

    private void form() {
        List<ClusterNode> masters =
                Stream.generate(this::newNode).limit(MASTERS).toList();
        List<ClusterNode> replicas =
                Stream.generate(this::newNode).limit(MASTERS).toList();
        nodes.forEach(ClusterNode::awaitUp);
        for (int i = 0; i < MASTERS; i++) {
            try (Jedis jedis = masters.get(i).connect()) {
                jedis.clusterAddSlotsRange(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS - 1);
                jedis.clusterSetConfigEpoch(i + 1);
            }
        }
        try (Jedis jedis = masters.get(0).connect()) {
            nodes.stream().skip(1).forEach(node -> jedis.clusterMeet(ClusterNode.HOST, node.peerPort()));
        }
        awaitOk();
        for (int i = 0; i < MASTERS; i++) {
            replicate(replicas.get(i), masters.get(i));
        }
        await().atMost(PATIENCE)
                .until(() -> replicas.stream()
                        .allMatch(node ->
                                node.info("replication", "master_link_status").equals("up")));
        await().atMost(PATIENCE).until(() -> masters().equals(masters));
    }

    private SlotMove moveOf(int slot, ClusterNode to) {
        SlotOwners owners = owners();
        ClusterNode from = owners.of(slot);
        List<ClusterNode> others = owners.all().stream()
                .filter(node -> node != from && node != to && node.isAwake())
                .toList();
        return new SlotMove(slot, from, to, others);
    }

    private static boolean becomesMaster(ClusterNode replica) {
        try {
            await().atMost(ELECTION).until(replica::isMaster);
            return true;
        } catch (ConditionTimeoutException notElected) {
            return false;
        }
    }

    private ClusterNode newNode() {
        ClusterNode node = startNode();
        nodes.add(node);
        return node;
    }

    private ClusterNode startNode() {
        ClusterNode node = new ClusterNode(folder, settings, certificate != null);
        node.start();
        return node;
    }

    private static void replicate(ClusterNode replica, ClusterNode master) {
        await().atMost(PATIENCE).until(() -> {
            try (Jedis jedis = replica.connect()) {
                return jedis.clusterReplicate(master.id()).equals("OK");
            } catch (JedisException doesNotKnowItYet) {
                return false;
            }
        });
    }

    private static boolean isReplicaOf(ClusterNode node, ClusterNode master) {
        return node.info("replication", "master_port").equals(Integer.toString(master.peerPort()));
    }

    private static void forget(ClusterNode node, ClusterNode gone) {
        try (Jedis jedis = node.connect()) {
            jedis.clusterForget(gone.id());
        }
    }

    private SlotOwners owners() {
        return SlotOwners.ask(nodes);
    }

    private void destroyAll() {
        nodes.forEach(ClusterNode::destroy);
    }

    private void deleteAll() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
