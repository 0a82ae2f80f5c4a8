package dev.parley.clients;

import static org.awaitility.Awaitility.await;

import dev.parley.reliability.Balancer;
import dev.parley.reliability.Caddy;
import dev.parley.reliability.Cluster;
import dev.parley.reliability.Nginx;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Two instances over a Redis of their own, behind nginx and Caddy, and what can happen to them. */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestRedis redis = TestRedis.own();
    private final Cluster cluster;
    private final Balancer nginx;

    Stage() {
        cluster = Cluster.start(2, Caddy.plain(), redis.uri(), "--drain=2s", "--origins=*");
        nginx = Balancer.start(new Nginx(), ports());
    }

    /** At these ports of this stage; started, listening to channels of its own. */
    Audience audience(List<Library> libraries, ToIntFunction<Library> port, String... channels) {
        return new Audience(libraries, port, List.of(channels), cluster, redis);
    }

    CuttingBalancers cutters() {
        return new CuttingBalancers(ports());
    }

    /** Of an instance. */
    int directPort() {
        return cluster.instance(0).port();
    }

    int nginxPort() {
        return nginx.port();
    }

    int caddyPort() {
        return cluster.balancer().port();
    }

    void killOneAndStartItAgain() {
        cluster.instance(0).kill();
        cluster.startAgain(0);
    }

    void drainOneAndStartItAgain() {
        if (cluster.instance(1).terminate() != 0) {
            throw new AssertionError("an instance that was told to end did not end well");
        }
        cluster.startAgain(1);
    }

    /** Redis says nothing, the instances know it, and then something else happens. */
    void stallRedis(Runnable meanwhile) {
        long pid = redis.pid();
        InstanceProcess.signal("STOP", pid);
        try {
            awaitReadiness(503);
            meanwhile.run();
        } finally {
            InstanceProcess.signal("CONT", pid);
        }
        awaitReadiness(200);
    }

    @Override
    public void close() {
        nginx.close();
        cluster.close();
        redis.close();
    }

    private List<Integer> ports() {
        return instances().map(InstanceProcess::port).toList();
    }

    private Stream<InstanceProcess> instances() {
        return Stream.of(cluster.instance(0), cluster.instance(1));
    }

    private void awaitReadiness(int status) {
        await().atMost(PATIENCE)
                .until(() ->
                        instances().allMatch(each -> each.http().get("/readyz").status() == status));
    }
}
