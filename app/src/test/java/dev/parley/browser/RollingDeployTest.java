package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.parley.TestInstance;
import dev.parley.support.Balancer;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One of two instances has been renewed, with other files of the page, and a balancer sends each request to the next one. */
@ExtendWith(Browser.class)
class RollingDeployTest {
    private static final int NEWCOMERS = 5;
    /** Whose files a page has: of the scripts, and of each sheet. */
    private static final String MADE_OF = """
            [document.documentElement.dataset.renewed === 'true', ...['base', 'room', 'page'].map((sheet) =>
                getComputedStyle(document.documentElement).getPropertyValue(`--renewed-${sheet}`).trim() === 'true')].join()""";

    @TempDir
    static Path renewed;

    private static final ForeignSite site = new ForeignSite();
    private static TestInstance old;
    private static InstanceProcess other;
    private static Balancer balancer;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() throws IOException {
        renewFiles();
        String prefix = "test:" + UUID.randomUUID() + ":";
        TestRedis redis = TestRedis.shared();
        old = TestInstance.start(redis, prefix, "--origins=" + site.origin());
        other = InstanceProcess.launch(
                        List.of("-Xbootclasspath/a:" + renewed), // found before those of the class path
                        redis.uri().toString(),
                        prefix,
                        "--origins=" + site.origin())
                .awaitReady();
        balancer = Balancer.byTurns(old.port(), other.port());
    }

    @AfterAll
    static void stop() {
        balancer.close();
        other.close();
        old.close();
        site.close();
    }

    @Test
    void whoComesGetsAPageOfOneVersionAndNeedNotLoadItAgainAndAgain() {
        for (int i = 0; i < NEWCOMERS; i++) {
            Person newcomer = company.person("newcomer " + i);
            AtomicInteger loads = new AtomicInteger();
            newcomer.page().onRequest(request -> loads.addAndGet(request.isNavigationRequest() ? 1 : 0));
            newcomer.enter(balancer.port(), "room").say("I am in, " + i).awaitText("I am in, " + i);
            Object madeOf = newcomer.page().evaluate(MADE_OF);
            assertTrue(List.of("true,true,true,true", "false,false,false,false").contains(madeOf), madeOf::toString);
            assertTrue(loads.get() <= 2, "loaded " + loads + " times");
            newcomer.forgive(Person.ANOTHER_VERSION);
        }
        await().until(() ->
                old.http().get("/room").json().path("messages").size() == NEWCOMERS); // words show before they are said
    }

    @Test
    void aRoomInAPageOfOthersIsOfOneVersion() {
        String server = "http://127.0.0.1:" + balancer.port();
        site.page(
                "/",
                "default-src 'none'; script-src " + server + "; connect-src " + server,
                "<script type=\"module\" src=\"" + server + "/assets/js/embed.js\"></script>"
                        + "<parley-room room=\"hall\" name=\"Mason\"></parley-room>");
        Person mason = company.person("Mason");
        Page page = mason.page();
        page.navigate(site.origin());
        mason.say("here, too").awaitText("here, too");
        assertThat(page.locator("parley-room .room")).hasCSS("display", "grid");
        Object isRenewed = page.evaluate("document.documentElement.dataset.renewedEmbed === 'true'");
        assertEquals(
                isRenewed,
                "true"
                        .equals(
                                page.evaluate(
                                        "getComputedStyle(document.querySelector('parley-room')).getPropertyValue('--renewed-room').trim()")));
    }

    /** The same files with a mark in each. */
    private static void renewFiles() throws IOException {
        Path own = Path.of("src", "main", "resources", "web");
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.toList()) {
                Files.copy(file, renewed.resolve("web").resolve(own.relativize(file)));
            }
        }
        for (String sheet : List.of("base", "room", "page")) {
            mark("css/" + sheet + ".css", "\n:root, :host { --renewed-" + sheet + ": true; }\n");
        }
        mark("js/app.js", "\ndocument.documentElement.dataset.renewed = 'true';\n");
        mark("js/embed.js", "\ndocument.documentElement.dataset.renewedEmbed = 'true';\n");
    }

    private static void mark(String file, String line) throws IOException {
        Files.writeString(renewed.resolve("web/assets").resolve(file), line, StandardOpenOption.APPEND);
    }
}
