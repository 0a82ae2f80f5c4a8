package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import dev.parley.TwoInstances;
import dev.parley.support.FarAway;
import dev.parley.support.Steady;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How quick the page is, for docs/client.md. What it measures decides nothing here: the machine may have other things to do.
 *
 * <p>{@code bin/test --long -Dtest=FirstLoadTest,EmbedTest,FloodTest,FiguresTest} measures all of it, and writes the table.
 */
@ExtendWith(Browser.class)
@EnabledIfSystemProperty(named = "parley.long", matches = "true")
class FiguresTest {
    private static final Duration ROUND_TRIP = Duration.ofMillis(400);
    private static final int VISITS = 9;
    private static final int ROOMS = 32;
    private static final int PER_SECOND = 100;
    private static final int MESSAGES = 2_000;

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @ParameterizedTest
    @EnumSource(ServiceWorkerPolicy.class)
    void aSecondVisitFromFarAway(ServiceWorkerPolicy workers) {
        IntStream.range(0, 60).forEach(i -> chat.http().say("room", "ana", "line " + i));
        try (FarAway line = new FarAway(chat.one.port(), ROUND_TRIP)) {
            Person mason = company.person(
                    "mason", new NewContextOptions().setLocale("en-GB").setServiceWorkers(workers));
            mason.browser().addInitScript(NOTE_WHEN_USABLE);
            mason.enter(line.port(), "room");
            if (workers == ServiceWorkerPolicy.ALLOW) {
                mason.awaitTrue("caches.keys().then(async () => Boolean(await caches.match('/')))");
            }
            List<Double> seconds = IntStream.range(0, VISITS)
                    .mapToObj(i -> visit(mason, line))
                    .sorted()
                    .toList();
            Figure figure = workers == ServiceWorkerPolicy.ALLOW ? Figure.SECOND_VISIT_BY_WORKER : Figure.SECOND_VISIT;
            figure.measured("%.2f s; at worst of %d, %.2f s", seconds.get(VISITS / 2), VISITS, seconds.get(VISITS - 1));
        }
    }

    /** In seconds from the beginning of the navigation until something can be written. */
    private double visit(Person mason, FarAway line) {
        mason.page().navigate("about:blank");
        line.cutOff();
        mason.page().navigate("http://127.0.0.1:" + line.port() + "/room");
        mason.awaitText("line 59");
        mason.awaitTrue("window.usableAt !== undefined");
        mason.box().fill("can be used");
        return ((Number) mason.page().evaluate("window.usableAt")).doubleValue() / 1e3;
    }

    @Test
    void thirtyTwoRoomsInWhichMuchIsSaid() {
        Person ana = company.person("ana");
        List<String> rooms = IntStream.range(0, ROOMS).mapToObj(i -> "room" + i).toList();
        ana.browser()
                .addInitScript(
                        "localStorage['parley.rooms'] = JSON.stringify('" + String.join(",", rooms) + "'.split(','))");
        ana.enter(chat.one.port(), "room0");
        assertEquals(ROOMS, ana.page().locator("room-list a").count());
        CDPSession session = ana.browser().newCDPSession(ana.page());
        JsonObject threads = new JsonObject();
        threads.addProperty("timeDomain", "threadTicks");
        session.send("Performance.enable", threads);
        double before = taskSeconds(session);
        Steady talk = Steady.start(n -> rooms.get(n % ROOMS), PER_SECOND, MESSAGES, chat.other.http());
        talk.awaitPosted();
        String last = "steady " + (MESSAGES - MESSAGES % ROOMS); // of this room
        ana.awaitText(last);
        double perMessage = (taskSeconds(session) - before) * 1e3 / MESSAGES;
        Figure.MANY_ROOMS.measured("%.2f ms of the processor, drawing included", perMessage);
        assertTrue(ana.saidTexts().size() >= MESSAGES / ROOMS, "all of this room are shown");
    }

    private static double taskSeconds(CDPSession session) {
        for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new AssertionError("no TaskDuration");
    }

    private static final String NOTE_WHEN_USABLE = """
            (function look() {
              const box = document.querySelector('#message-box');
              if (box?.checkVisibility() && !box.disabled) window.usableAt = performance.now();
              else requestAnimationFrame(look);
            })();""";
}
