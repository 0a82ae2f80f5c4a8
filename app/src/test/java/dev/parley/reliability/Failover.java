package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;
import redis.embedded.RedisSentinel;

/** A master, its replica, and a Sentinel that makes the replica the master when it must. */
final class Failover implements AutoCloseable {
    private static final String MASTER = "mymaster";
    private static final long NOTICED_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestRedis master = TestRedis.own("appendonly no");
    private final TestRedis replica;
    private final RedisSentinel sentinel;
    private final int sentinelPort = TestRedis.freePort();

    Failover() {
        replica = TestRedis.own(
                "appendonly no", "replicaof 127.0.0.1 " + master.uri().getPort());
        await().atMost(PATIENCE).until(() -> info(replica).contains("master_link_status:up"));
        sentinel = RedisSentinel.builder()
                .port(sentinelPort)
                .masterPort(master.uri().getPort())
                .masterName(MASTER)
                .quorumSize(1)
                .downAfterMilliseconds(NOTICED_MILLIS)
                .failoverTimeout(TIMEOUT_MILLIS)
                .build();
        sentinel.start();
        await().atMost(PATIENCE).until(this::sentinelKnowsTheReplica);
    }

    URI uri() {
        return URI.create("redis-sentinel://127.0.0.1:" + sentinelPort + "/" + MASTER);
    }

    void killMaster() {
        InstanceProcess.signal("KILL", master.pid());
    }

    /** From now on the replica receives nothing, and the master goes on without it. */
    void cutReplica() {
        try (Jedis jedis = master.connect()) {
            jedis.aclSetUser("default", "-psync", "-sync");
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.REPLICA));
        }
    }

    void awaitNewMaster() {
        await().atMost(PATIENCE).until(() -> info(replica).contains("role:master"));
    }

    @Override
    public void close() {
        sentinel.stop();
        replica.close();
        master.close();
    }

    private boolean sentinelKnowsTheReplica() {
        try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", sentinelPort))) {
            return jedis.sentinelReplicas(MASTER).size() == 1;
        } catch (JedisException notYet) {
            return false;
        }
    }

    private static String info(TestRedis redis) {
        try (Jedis jedis = redis.connect()) {
            return jedis.info("replication");
        } catch (JedisException changingItsRole) {
            return "";
        }
    }
}
