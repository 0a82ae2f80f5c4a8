package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.ClosedChat;
import dev.parley.TwoInstances;
import dev.parley.support.Signer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code <parley-room>} in pages of another site, which allow nothing that docs/client.md does not ask for. */
@ExtendWith(Browser.class)
class EmbedTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int BUDGET = 35 * 1024;

    @RegisterExtension
    final Company company = new Company();

    private final ForeignSite site = new ForeignSite();
    private TwoInstances chat;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis("--origins", site.origin());
    }

    @AfterEach
    void stop() {
        chat.close();
        site.close();
    }

    @Test
    void peopleTalkOnAPageThatAllowsNothingButTheTwoLines() {
        String server = server(chat.one.port());
        String twoLines = "script-src " + server + "; connect-src " + server;
        site.page("/", "default-src 'none'; " + twoLines, script() + "<parley-room room=\"hall\"></parley-room>");
        Person mason = company.person("Mason");
        mason.page().navigate(site.origin());
        mason.page().locator("parley-room input").fill("Mason");
        mason.page().locator("parley-room input").press("Enter");
        mason.say("hello from another page").awaitText("hello from another page");
        mason.page()
                .waitForCondition(() -> chat.other.http().get("/hall").text().contains("hello from another page"));
        chat.other.http().say("hall", "ana", "R&D <3 https://example.org");
        mason.awaitText("R&D <3 https://example.org");
        Person ana = company.person("ana").enter(chat.other.port(), "hall").awaitText("hello from another page");
        ana.say("hi mason").awaitText("hi mason");
        mason.awaitText("hi mason");
        assertThat(mason.page().locator("parley-room .people-count")).hasText("2");
        mason.assertTexts(List.of("hello from another page", "R&D <3 https://example.org", "hi mason").stream());
        assertEquals(
                chat.one
                        .http()
                        .get("/hall")
                        .json()
                        .path("messages")
                        .path(0)
                        .path("sender")
                        .asText(),
                "Mason");
    }

    @Test
    void itIsLight() {
        Person mason = company.person("mason");
        CDPSession network = mason.browser().newCDPSession(mason.page());
        Map<String, String> files = new HashMap<>();
        Map<String, Integer> bytes = new HashMap<>();
        network.send("Network.enable");
        network.on("Network.responseReceived", event -> note(files, event));
        network.on("Network.loadingFinished", event -> {
            String file = files.get(event.get("requestId").getAsString());
            if (file != null) {
                bytes.put(file, event.get("encodedDataLength").getAsInt());
            }
        });
        site.page("/", policy(), script() + "<parley-room room=\"hall\" name=\"Mason\"></parley-room>");
        mason.page().navigate(site.origin());
        mason.say("here").awaitText("here");
        int sum = bytes.values().stream().mapToInt(Integer::intValue).sum();
        Figure.EMBEDDED.measured("%.1f KB in %d answers", sum / 1e3, bytes.size());
        assertTrue(bytes.size() == 1 && sum <= BUDGET, sum + " bytes");
    }

    @Test
    void threeRoomsOfAPageShareOneStreamAndSoDoItsTabs() {
        String rooms = "<parley-room room=\"one\" name=\"Mason\"></parley-room>"
                + "<parley-room room=\"two\" name=\"Mason\"></parley-room><parley-room room=\"three\" name=\"Mason\"></parley-room>";
        Person mason = visit(rooms);
        Person again = mason.inAnotherTab();
        again.page().navigate(site.origin());
        for (String room : List.of("one", "two", "three")) {
            chat.other.http().say(room, "ana", "in " + room);
            for (Person tab : List.of(mason, again)) {
                tab.page()
                        .locator("parley-room[room=" + room + "] .text >> text=in " + room)
                        .waitFor();
            }
        }
        assertEquals(1, Metrics.sum(chat, "parley_streams"));
        assertEquals(3, mason.page().locator("parley-room .text").count());
        again.page().close();
    }

    @Test
    void aBubbleCountsWhatIsUnreadUntilItIsOpened() {
        Person mason =
                visit("<main><h1>News</h1></main><parley-room room=\"hall\" name=\"Mason\" overlay></parley-room>");
        Page page = mason.page();
        Locator bubble = page.locator("parley-room .bubble");
        bubble.waitFor();
        page.waitForCondition(() -> "live".equals(state(page)));
        chat.other.http().say("hall", "ana", "anybody here?");
        chat.other.http().say("hall", "ana", "@Mason?");
        assertThat(bubble.locator(".badge")).hasText("2");
        assertThat(page.locator("parley-room .room")).isHidden();
        assertEquals("2 true", page.evaluate("unread"));
        Axe.assertNoViolation(page, "the bubble");
        bubble.click();
        mason.awaitText("@Mason?");
        assertThat(bubble.locator(".badge")).isHidden();
        Axe.assertNoViolation(page, "the bubble opened");
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("embed-overlay.png")));
        mason.forgive(
                "Content-Security-Policy: The page’s settings blocked an inline style"); // the screenshot's, in Firefox
        mason.box().press("Escape");
        assertThat(page.locator("parley-room .room")).isHidden();
        assertTrue((Boolean)
                page.evaluate("document.querySelector('parley-room').shadowRoot.activeElement.matches('.bubble')"));
    }

    @Test
    void thePageHearsAndSpeaksThroughTheElement() {
        Person mason = visit("<parley-room room=\"hall\" name=\"Mason\" readonly></parley-room>");
        Page page = mason.page();
        page.waitForCondition(() -> "live".equals(state(page)));
        chat.one.http().postJson("hall", "{\"event\":\"userJoined\",\"data\":{\"username\":\"eve\"}}");
        page.evaluate("document.querySelector('parley-room').say('from a script')");
        page.waitForCondition(() -> 2 == (int) page.evaluate("heard.length"));
        assertEquals(List.of("event userJoined", "message from a script"), page.evaluate("[...heard].sort()"));
        assertThat(mason.box()).isHidden();
        page.evaluate("document.querySelector('parley-room').setAttribute('room', 'other')");
        chat.one.http().say("other", "ana", "here instead");
        mason.awaitText("here instead");
        page.evaluate("document.querySelector('parley-room').setAttribute('room', 'no room')");
        assertThat(page.locator("parley-room .notice")).containsText("A room’s name has 1 to 64 letters");
    }

    @Test
    void whereNoScriptMayBeAFrameShowsTheRoom() {
        String frame = server(chat.one.port()) + "/hall?embed&name=Mason&theme=dark&compact";
        site.page(
                "/",
                "default-src 'none'; frame-src " + server(chat.one.port()),
                "<iframe title=\"Chat\" src=\"" + frame + "\" height=\"500\"></iframe>");
        Person mason = company.person("Mason");
        mason.page().navigate(site.origin());
        FrameLocator room = mason.page().frameLocator("iframe");
        room.locator("#message-box").fill("out of a frame");
        room.locator("#message-box").press("Enter");
        room.locator(".message:not(.pending) .text >> text=out of a frame").waitFor();
        chat.other.http().say("hall", "ana", "into a frame");
        room.locator(".text >> text=into a frame").waitFor();
        mason.page().screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("embed-frame.png")));
        String policy = chat.http()
                .get("/hall?embed", "Accept", "text/html")
                .header("Content-Security-Policy")
                .orElseThrow();
        assertTrue(policy.endsWith("frame-ancestors 'self' " + site.origin()), policy);
        String whole = chat.http()
                .get("/hall", "Accept", "text/html")
                .header("Content-Security-Policy")
                .orElseThrow();
        assertTrue(
                whole.contains("frame-ancestors 'self';"),
                "people could be led to press what they don't see: " + whole);
    }

    @Test
    void whoHasATokenIsWhoTheTokenSays() {
        try (ClosedChat closed = new ClosedChat("--origins=" + site.origin())) {
            Person ana = company.person("Ana");
            int port = closed.instances.one.port();
            site.file(
                    "/token",
                    "text/plain",
                    "",
                    Signer.of("42").name("Ana").from(-1, 600).token());
            site.file(
                    "/page.js",
                    "text/javascript",
                    "",
                    "document.querySelector('parley-room').refresh = async () => (await fetch('/token')).text();");
            site.page(
                    "/",
                    policy(port),
                    "<parley-room room=\"hall\" theme=\"dark\"></parley-room>" + script(port)
                            + "<script type=\"module\" src=\"/page.js\"></script>");
            ana.page().navigate(site.origin());
            ana.say("it is me").awaitText("it is me");
            ana.page()
                    .waitForCondition(() -> closed.one()
                            .get("/hall", "Authorization", "Bearer " + Signer.KEY)
                            .text()
                            .contains("it is me"));
            assertEquals(
                    "42",
                    closed.one()
                            .get("/hall", "Authorization", "Bearer " + Signer.KEY)
                            .json()
                            .path("messages")
                            .path(0)
                            .path("user")
                            .asText());
            assertThat(ana.page().locator("parley-room .verified").first()).isVisible();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everybodyCanUseIt(ColorScheme scheme) {
        Person mason = company.person(
                "Mason",
                new NewContextOptions()
                        .setViewportSize(1000, 1250)
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE));
        site.page(
                "/",
                "",
                script()
                        + "<style>main { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; font-family: serif } [theme=light] { --parley-accent: #7c2d92; --parley-radius: 0 }</style>"
                        + "<main><parley-room room=\"hall\" theme=\"light\"></parley-room><parley-room room=\"hall\" name=\"Mason\" theme=\"dark\" lang=\"de\"></parley-room>"
                        + "<parley-room room=\"side\" name=\"Mason\" compact></parley-room><parley-room room=\"side\" readonly></parley-room></main>");
        mason.page().navigate(site.origin());
        mason.page().locator("parley-room[room=hall][name] #message-box").fill("hello");
        mason.page().locator("parley-room[room=hall][name] #message-box").press("Enter");
        for (String room : List.of("hall", "side")) {
            chat.one.http().say(room, "ana", "hi @Mason, see https://example.org");
            chat.one.http().say(room, "ana", "and more");
        }
        for (String one : List.of("[theme=light]", "[theme=dark]", "[compact]", "[readonly]")) {
            mason.page()
                    .locator("parley-room" + one + " .text >> text=and more")
                    .waitFor();
        }
        Axe.assertNoViolation(mason.page(), "main", "rooms in a page, " + scheme);
        mason.page().screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("embed-" + scheme + ".png")));
    }

    /** On a page that allows nothing but the chat, and tells in `heard` and `unread` what the element tells it. */
    private Person visit(String body) {
        Person person = company.person("mason");
        site.file("/page.js", "text/javascript", "", """
                window.heard = [];
                addEventListener('parley:message', ({ detail }) => heard.push(`message ${detail.message}`));
                addEventListener('parley:event', ({ detail }) => heard.push(`event ${detail.event}`));
                addEventListener('parley:unread', ({ detail }) => { window.unread = `${detail.unread} ${detail.mentioned}`; });
                """);
        site.page("/", policy(), "<script src=\"/page.js\"></script>" + script() + body);
        person.page().navigate(site.origin());
        return person;
    }

    private static void note(Map<String, String> files, JsonObject event) {
        String address = event.getAsJsonObject("response").get("url").getAsString();
        if (address.contains("/assets/")) {
            files.put(event.get("requestId").getAsString(), address);
        }
    }

    private static Object state(Page page) {
        return page.evaluate("document.querySelector('parley-room').state.name");
    }

    private String policy() {
        return policy(chat.one.port());
    }

    private static String policy(int port) {
        return "default-src 'none'; script-src 'self' " + server(port) + "; connect-src 'self' " + server(port);
    }

    private String script() {
        return script(chat.one.port());
    }

    private static String script(int port) {
        return "<script type=\"module\" src=\"" + server(port) + "/assets/js/embed.js\"></script>";
    }

    private static String server(int port) {
        return "http://127.0.0.1:" + port;
    }
}
