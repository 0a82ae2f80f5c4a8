package dev.parley.clients;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.clients.CuttingBalancer.Cut;
import dev.parley.reliability.Balancer;
import dev.parley.reliability.Caddy;
import dev.parley.reliability.Cluster;
import dev.parley.reliability.Nginx;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Libraries that others wrote hear each message once, in order and as it was said, whatever happens. Where one can't, since
 * the fault is its own, {@code clients/clients.json} says why; and when it can after all, that is to be struck out.
 *
 * <p>{@code -Dparley.clients} says which kinds: {@code js,python,java}, or {@code all}, which writes docs/clients.md.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ClientLibraries {
    private static final String ALL = "all";
    private static final String KINDS = System.getProperty("parley.clients", ALL);
    private static final String REDIS_SAVES = "appendonly no";

    private final List<Library> libraries = Library.all().stream()
            .filter(library ->
                    KINDS.equals(ALL) || List.of(KINDS.split(",", -1)).contains(library.kind()))
            .toList();
    private final Map<Trial, Map<Library, Outcome>> outcomes = new EnumMap<>(Trial.class);

    @AfterAll
    void report() {
        if (KINDS.equals(ALL) && outcomes.size() == Trial.values().length) {
            ClientsPage.write(libraries, outcomes);
        }
    }

    @Test
    void theyHearEverythingOnceThroughCutsKillsAndDrainsAndWithoutRedis() {
        List<CuttingBalancer> balancers = new ArrayList<>();
        try (TestRedis redis = TestRedis.own(REDIS_SAVES);
                Cluster cluster = Cluster.start(2, Caddy.plain(), redis.uri(), "--drain=2s");
                Audience audience = new Audience(
                        streams(library -> balancer(cluster, balancers)),
                        List.of("everyone"),
                        cluster.prefix(),
                        () -> instances(cluster),
                        redis)) {
            run(Trial.LISTEN, audience, () -> {});
            run(Trial.CUT_BETWEEN, audience, () -> cut(balancers, Cut.BETWEEN_BY_RESET, Cut.BETWEEN_BY_END));
            run(
                    Trial.CUT_WITHIN,
                    audience,
                    () -> cut(
                            balancers,
                            Cut.IN_THE_ID_BY_END,
                            Cut.IN_THE_DATA_BY_END,
                            Cut.BEFORE_THE_BLANK_LINE_BY_END,
                            Cut.IN_THE_DATA_BY_RESET));
            run(Trial.KILL, audience, () -> killOneAndStartItAgain(cluster));
            run(Trial.DRAIN, audience, () -> drainOneAndStartItAgain(cluster));
            run(Trial.AWAY, audience, () -> stall(redis, cluster, balancers));
        } finally {
            balancers.forEach(CuttingBalancer::close);
        }
        assertOk(Trial.LISTEN, Trial.CUT_BETWEEN, Trial.CUT_WITHIN, Trial.KILL, Trial.DRAIN, Trial.AWAY);
    }

    @Test
    void theyHearSeveralChannelsOnceThroughCuts() {
        List<CuttingBalancer> balancers = new ArrayList<>();
        try (TestRedis redis = TestRedis.own(REDIS_SAVES);
                Cluster cluster = Cluster.start(2, Caddy.plain(), redis.uri());
                Audience audience = new Audience(
                        streams(library -> balancer(cluster, balancers)),
                        List.of("everyone", "random"),
                        cluster.prefix(),
                        () -> instances(cluster),
                        redis)) {
            run(Trial.CHANNELS, audience, () -> cut(balancers, Cut.BETWEEN_BY_RESET, Cut.IN_THE_DATA_BY_RESET));
        } finally {
            balancers.forEach(CuttingBalancer::close);
        }
        assertOk(Trial.CHANNELS);
    }

    @Test
    void theyHearEverythingOnceBehindNginx() {
        behind(Trial.NGINX, new Nginx());
        assertOk(Trial.NGINX);
    }

    @Test
    void theyHearEverythingOnceBehindCaddy() {
        behind(Trial.CADDY, Caddy.plain());
        assertOk(Trial.CADDY);
    }

    private void run(Trial trial, Audience audience, Runnable fault) {
        Map<Library, Outcome> outcome = audience.endure(fault);
        outcomes.put(trial, outcome);
        outcome.forEach((library, how) -> System.out.println(
                trial.column() + ": " + library + ": " + how + ", slowest " + how.slowestMillis() + " ms"));
    }

    private void behind(Trial trial, Balancer.Kind kind) {
        try (TestRedis redis = TestRedis.own(REDIS_SAVES);
                Cluster cluster = Cluster.start(2, kind, redis.uri(), "--drain=2s");
                Audience audience = new Audience(
                        streams(library -> cluster.balancer().port()),
                        List.of("everyone"),
                        cluster.prefix(),
                        () -> instances(cluster),
                        redis)) {
            run(trial, audience, () -> {
                killOneAndStartItAgain(cluster);
                drainOneAndStartItAgain(cluster);
            });
        }
    }

    private Map<Library, String> streams(Function<Library, Integer> port) {
        Map<Library, String> streams = new LinkedHashMap<>();
        libraries.forEach(library -> streams.put(library, "http://127.0.0.1:" + port.apply(library) + "/subscribe/"));
        return streams;
    }

    private static int balancer(Cluster cluster, List<CuttingBalancer> balancers) {
        CuttingBalancer balancer = new CuttingBalancer(
                instances(cluster).stream().map(InstanceProcess::port).toList());
        balancers.add(balancer);
        return balancer.port();
    }

    private static List<InstanceProcess> instances(Cluster cluster) {
        return Stream.of(cluster.instance(0), cluster.instance(1)).toList();
    }

    /** Each time when the one before has come by; a library that has given up needs no more. */
    private static void cut(List<CuttingBalancer> balancers, Cut... places) {
        for (Cut place : places) {
            balancers.forEach(balancer -> balancer.cutAt(place));
            awaitForMost(balancers, CuttingBalancer::hasCut);
        }
    }

    private static void killOneAndStartItAgain(Cluster cluster) {
        cluster.instance(0).kill();
        cluster.startAgain(0);
    }

    private static void drainOneAndStartItAgain(Cluster cluster) {
        assertEquals(0, cluster.instance(1).terminate());
        cluster.startAgain(1);
    }

    private static void stall(TestRedis redis, Cluster cluster, List<CuttingBalancer> balancers) {
        long pid = redis.pid();
        InstanceProcess.signal("STOP", pid);
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> instances(cluster).stream()
                            .allMatch(instance -> instance.http().get("/readyz").status() == 503));
            Map<CuttingBalancer, Integer> before =
                    balancers.stream().collect(Collectors.toMap(each -> each, CuttingBalancer::connections));
            balancers.forEach(CuttingBalancer::cutAll);
            awaitForMost(balancers, each -> each.connections() > before.get(each));
        } finally {
            InstanceProcess.signal("CONT", pid);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> instances(cluster).stream()
                        .allMatch(instance -> instance.http().get("/readyz").status() == 200));
    }

    /** For all but those that take a minute or never come; what those do not hear is told by the outcome. */
    private static void awaitForMost(
            List<CuttingBalancer> balancers, java.util.function.Predicate<CuttingBalancer> condition) {
        long start = System.nanoTime();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> balancers.stream().allMatch(condition)
                        || System.nanoTime() - start > Duration.ofSeconds(10).toNanos());
    }

    private void assertOk(Trial... trials) {
        TreeSet<String> unexpected = new TreeSet<>();
        for (Trial trial : trials) {
            outcomes.get(trial).forEach((library, outcome) -> {
                boolean isExcused = library.faults().containsKey(trial.column());
                if (!outcome.isOk() && !isExcused) {
                    unexpected.add(library + ", " + trial.column() + ": " + outcome);
                }
            });
        }
        assertEquals(new TreeSet<String>(), unexpected, () -> Arrays.toString(trials));
    }
}
