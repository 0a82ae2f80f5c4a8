package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.clients.CuttingBalancer.Cut;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Libraries that others wrote hear each message once, in order and as it was said, whatever happens. Where one can't, since
 * the fault is its own, {@code clients/clients.json} says why; and when it can after all, that is to be struck out.
 *
 * <p>They mostly wait, so trials go on at the same time, each with programs of its own: on one stage streams are cut, and Redis
 * stalls when that is over; on another, instances are killed and drained under those who listen directly, behind nginx and behind Caddy.
 *
 * <p>{@code -Dparley.clients} says which kinds: {@code js,python,java}, or {@code all}, which takes times, so one stage after the other,
 * and writes docs/clients.md.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ClientLibraries {
    private static final String ALL = "all";
    private static final String KINDS = System.getProperty("parley.clients", ALL);
    private static final boolean IS_COMPLETE = KINDS.equals(ALL);
    private static final int MANY = 70; // so that one of a hundred says something

    private final List<Library> libraries = Library.all().stream()
            .filter(library -> IS_COMPLETE || List.of(KINDS.split(",", -1)).contains(library.kind()))
            .map(library -> library.isBrowser() ? library.asInstalled() : library)
            .toList();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Trial, Map<Library, Outcome>> outcomes = Collections.synchronizedMap(new EnumMap<>(Trial.class));

    @BeforeAll
    void goThroughAllTrials() {
        if (IS_COMPLETE) {
            cutsAndRedis();
            departures();
        } else {
            together(this::cutsAndRedis, this::departures);
        }
    }

    @AfterAll
    void report() {
        threads.shutdown();
        if (IS_COMPLETE && outcomes.size() == Trial.values().length) {
            ClientsPage.write(libraries, outcomes);
        }
    }

    @ParameterizedTest
    @EnumSource(Trial.class)
    void theyHearEachMessageOnceAndAsItWasSaid(Trial trial) {
        TreeSet<String> unexpected = new TreeSet<>();
        outcomes.get(trial).forEach((library, outcome) -> {
            if (!outcome.isOk() && !library.faults().containsKey(trial.column())) {
                unexpected.add(library + ": " + outcome);
            }
        });
        assertEquals(new TreeSet<String>(), unexpected, trial::explanation);
    }

    /** Those over requests once heard each event with the next one only. */
    @Test
    void pythonHearsEachMessageWithin100MsOfItsAnswer() {
        Assumptions.assumeTrue(IS_COMPLETE, "times are looked at in the complete form only");
        TreeSet<String> late = new TreeSet<>();
        outcomes.get(Trial.LISTEN).forEach((library, outcome) -> {
            if (library.kind().equals("python") && outcome.p99Millis() > 100) {
                late.add(library + ": p99 " + outcome.p99Millis() + " ms");
            }
        });
        assertEquals(new TreeSet<String>(), late);
    }

    private void cutsAndRedis() {
        try (Stage stage = new Stage()) {
            listen(stage);
            cutsAndRedis(stage);
        }
    }

    /** One kind after the other: all of them read the same message in the same moment, which takes its time on few cores. */
    private void listen(Stage stage) {
        for (String kind : libraries.stream().map(Library::kind).distinct().toList()) {
            List<Library> some = libraries.stream()
                    .filter(library -> library.kind().equals(kind))
                    .toList();
            try (Audience audience = stage.audience(some, any -> stage.directPort(), kind)) {
                run(Trial.LISTEN, audience, () -> audience.awaitMore(MANY));
            }
        }
    }

    private void cutsAndRedis(Stage stage) {
        try (CuttingBalancers cutters = stage.cutters();
                CuttingBalancers cuttersWithin = stage.cutters();
                CuttingBalancers cuttersOfSeveral = stage.cutters();
                Audience plain = stage.audience(libraries, any -> cutters.port(), "everyone")) {
            try (Audience within = stage.audience(libraries, any -> cuttersWithin.port(), "within");
                    Audience several = stage.audience(libraries, any -> cuttersOfSeveral.port(), "one", "other")) {
                together(
                        () -> run(
                                Trial.CUT_BETWEEN, plain, () -> cutters.cut(Cut.BETWEEN_BY_RESET, Cut.BETWEEN_BY_END)),
                        () -> run(
                                Trial.CUT_WITHIN,
                                within,
                                () -> cuttersWithin.cut(
                                        Cut.IN_THE_ID_BY_END,
                                        Cut.IN_THE_DATA_BY_END,
                                        Cut.BEFORE_THE_BLANK_LINE_BY_END,
                                        Cut.IN_THE_DATA_BY_RESET)),
                        () -> run(
                                Trial.CHANNELS,
                                several,
                                () -> cuttersOfSeveral.cut(Cut.BETWEEN_BY_RESET, Cut.IN_THE_DATA_BY_RESET)));
            }
            run(Trial.AWAY, plain, () -> stage.stallRedis(cutters::cutAll));
        }
    }

    private void departures() {
        try (Stage stage = new Stage();
                CuttingBalancers cutters = stage.cutters();
                Audience direct = stage.audience(libraries, any -> cutters.port(), "direct");
                Audience nginx = stage.audience(libraries, any -> stage.nginxPort(), "nginx");
                Audience caddy = stage.audience(libraries, any -> stage.caddyPort(), "caddy")) {
            CountDownLatch proxied = new CountDownLatch(2); // audiences that are ready for the worst
            CompletableFuture<Void> over = CompletableFuture.runAsync(
                    () -> {
                        run(Trial.KILL, direct, () -> {
                            await(proxied);
                            stage.killOneAndStartItAgain();
                        });
                        run(Trial.DRAIN, direct, stage::drainOneAndStartItAgain);
                    },
                    threads);
            Runnable untilOver = () -> {
                proxied.countDown();
                over.join();
            };
            together(over::join, () -> run(Trial.NGINX, nginx, untilOver), () -> run(Trial.CADDY, caddy, untilOver));
        }
    }

    private void run(Trial trial, Audience audience, Runnable fault) {
        Map<Library, Outcome> outcome = audience.endure(fault);
        outcomes.merge(trial, outcome, ClientLibraries::both);
        outcome.forEach((library, how) ->
                System.out.println(trial.column() + ": " + library + ": " + how + ", p99 " + how.p99Millis() + " ms"));
    }

    private static Map<Library, Outcome> both(Map<Library, Outcome> some, Map<Library, Outcome> others) {
        Map<Library, Outcome> all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    /** Ends when all have; fails when one has failed. */
    private void together(Runnable... tasks) {
        CompletableFuture.allOf(Stream.of(tasks)
                        .map(task -> CompletableFuture.runAsync(task, threads))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("the others were not ready");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
