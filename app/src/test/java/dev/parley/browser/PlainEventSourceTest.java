package dev.parley.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.parley.TestInstance;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pages that have nothing but an {@code EventSource}, of the instance's own origin, in Chromium and Firefox. It ends for good on any
 * answer but 200; so an instance that can't serve a stream now must not give one.
 */
@ExtendWith(Browser.class)
class PlainEventSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static List<BrowserContext> browsers;
    private static List<Page> tabs;

    private final String prefix = "test:" + UUID.randomUUID() + ":";

    @BeforeAll
    static void start() {
        browsers = Browser.newContexts();
        tabs = browsers.stream().map(BrowserContext::newPage).toList();
    }

    @AfterAll
    static void stop() {
        browsers.forEach(BrowserContext::close);
    }

    @Test
    void theyHearEverythingAroundTheRestartOfALoneInstance() {
        TestRedis redis = TestRedis.shared();
        TestInstance first = start(redis, 0);
        int port = first.port();
        visit(port);
        listen();
        awaitLive();
        first.http().say("room", "ana", "before");
        awaitHeard("before");
        first.drain(Duration.ofSeconds(1));
        try (TestInstance second = start(redis, port)) {
            second.http().say("room", "ana", "after");
            awaitHeard("before,after");
        }
    }

    @Test
    void whoComesWhileAnInstanceDrainsIsServedByTheNext() {
        TestRedis redis = TestRedis.shared();
        TestInstance first = start(redis, 0);
        int port = first.port();
        visit(port);
        Http http = first.http();
        List<Recorder> others = IntStream.range(0, 20) // so that the drain lasts
                .mapToObj(i -> Recorder.open(port, "/subscribe/room"))
                .toList();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> first.drain(Duration.ofSeconds(3)));
        await().until(() -> http.get("/readyz").status() == 503);
        listen();
        drained.join();
        others.forEach(Recorder::close);
        try (TestInstance second = start(redis, port)) {
            awaitLive();
            second.http().say("room", "ana", "after");
            awaitHeard("after");
        }
    }

    @Test
    void whoComesWhileRedisIsAwayIsServedWhenItIsBack() {
        TestRedis redis = TestRedis.own();
        try (TestInstance instance = start(redis, 0)) {
            visit(instance.port());
            redis.stop();
            await().until(() -> instance.http().get("/readyz").status() == 503);
            listen();
            awaitRefused();
            redis.startAgain();
            awaitLive();
            instance.http().say("room", "ana", "back");
            awaitHeard("back");
        } finally {
            redis.close();
        }
    }

    @Test
    void whoComesWhenItIsFullIsServedWhenThereIsRoom() {
        try (TestInstance instance = start(TestRedis.shared(), 0, "--max-streams=2")) {
            visit(instance.port());
            Recorder one = Recorder.open(instance.port(), "/subscribe/room");
            Recorder two = Recorder.open(instance.port(), "/subscribe/room");
            listen();
            awaitRefused();
            one.close();
            two.close();
            awaitLive();
            instance.http().say("room", "ana", "room for all");
            awaitHeard("room for all");
        }
    }

    private TestInstance start(TestRedis redis, int port, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--port=" + port);
        return TestInstance.start(redis, prefix, all.toArray(String[]::new));
    }

    /** A document of the instance's origin that does nothing by itself. */
    private static void visit(int port) {
        tabs.forEach(tab -> tab.navigate("http://127.0.0.1:" + port + "/assets/js/parley.js"));
    }

    /** `tries` counts what EventSource tells as errors: it tries again by itself after each, or never. */
    private static void listen() {
        tabs.forEach(tab -> assertEquals(0, tab.evaluate("""
                (() => {
                  [window.heard, window.tries, window.live] = [[], 0, false];
                  window.source = new EventSource('/subscribe/room');
                  source.onmessage = ({ data }) => heard.push(JSON.parse(data).message);
                  source.onerror = () => tries++;
                  source.addEventListener('welcome', () => { live = true; });
                  return 0;
                })()""")));
    }

    private static void awaitRefused() {
        awaitAll("tries > 0 && source.readyState !== EventSource.CLOSED", "true");
    }

    private static void awaitLive() {
        awaitAll("live", "true");
    }

    private static void awaitHeard(String messages) {
        awaitAll("heard.join()", messages);
    }

    private static void awaitAll(String expression, String value) {
        await(expression)
                .atMost(PATIENCE)
                .until(
                        () -> tabs.stream()
                                .map(tab -> String.valueOf(tab.evaluate(expression)))
                                .toList(),
                        List.of(value, value)::equals);
    }
}
