package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What looks like markup or script is shown as it was typed, wherever it stands, and nothing of it runs. */
@ExtendWith(Browser.class)
class InjectedMarkupTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PAYLOADS = payloads();
    private static final String FOREIGN_ELEMENTS =
            ".rows :is(script, img, svg, iframe, object, embed, style, link, form, input, video, audio), .rows [onerror],"
                    + " .rows [onload], .rows [style]:not(.avatar[style^='--hue: ']), .rows a:not([href^='http']):not([href^='#'])";

    @RegisterExtension
    final Company company = new Company();

    private TwoInstances chat;
    private Person ana;
    private final List<String> signs = new ArrayList<>();

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        ana = company.person("ana");
        // called by a payload, or by the browser when a payload wanted what the policy forbids
        ana.page().exposeFunction("pwned", arguments -> signs.add("pwned"));
        ana.page().addInitScript("addEventListener('securitypolicyviolation', ({ blockedURI }) => pwned(blockedURI))");
        ana.page().onDialog(dialog -> signs.add(dialog.message()));
        ana.enter(chat.one.port(), "room");
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), signs);
        chat.close();
    }

    @Test
    void asPostedMessagesAndSenders() {
        for (String payload : PAYLOADS) {
            assertEquals(
                    201, chat.other.http().say("room", cut(payload), payload).status());
        }
        chat.other.http().say("room", "mason", "the end");
        ana.awaitText("the end");
        assertEquals(PAYLOADS, ana.saidTexts().subList(0, PAYLOADS.size()));
        assertEquals(
                PAYLOADS.stream().map(InjectedMarkupTest::cut).toList(),
                ana.page().locator(".message strong").allTextContents().subList(0, PAYLOADS.size()));
        assertShownAsText();
        ana.page().reload(); // and the same from history
        ana.awaitText("the end");
        List<String> all =
                Stream.concat(PAYLOADS.stream(), Stream.of("the end")).toList();
        List<String> shown = ana.saidTexts();
        assertEquals(all.subList(all.size() - shown.size(), all.size()), shown);
        assertShownAsText();
    }

    @Test
    void asTypedMessages() {
        PAYLOADS.forEach(ana::say);
        ana.say("the end").awaitText("the end");
        ana.awaitTrue("!document.querySelector('.pending')");
        assertEquals(PAYLOADS, ana.saidTexts().subList(0, PAYLOADS.size()));
        assertShownAsText();
    }

    @Test
    void asRawMessagesFromRedis() throws IOException {
        for (String payload : PAYLOADS) {
            chat.inject("room", payload);
            chat.inject("room", JSON.writeValueAsString(Map.of("sender", cut(payload), "message", payload)));
        }
        List<String> twice = PAYLOADS.stream()
                .flatMap(payload -> Stream.of(payload, payload))
                .toList();
        assertThat(ana.texts()).hasCount(twice.size(), Waiting.longForCount());
        assertEquals(twice, ana.saidTexts());
        assertShownAsText();
    }

    @Test
    void asCustomEvents() throws IOException {
        for (String payload : PAYLOADS) {
            chat.other.http().postJson("room", event("userJoined", Map.of("username", payload)));
            chat.other.http().postJson("room", event("other", Map.of(payload, payload)));
            chat.other.http().postJson("room", event(payload, Map.of()));
        }
        chat.other.http().say("room", "mason", "the end");
        ana.awaitText("the end");
        List<String> lines = ana.page().locator(".event span").allTextContents();
        for (String payload : PAYLOADS) {
            assertTrue(lines.contains(payload + " joined"), payload);
        }
        assertShownAsText();
    }

    @Test
    void asNames() {
        for (String payload : PAYLOADS) {
            ana.page().locator("#rename").click();
            ana.page().locator("#name-box").fill(cut(payload));
            ana.page().locator("#name-box").press("Enter");
            assertThat(ana.page().locator("#rename .my-name"))
                    .hasText(cut(payload).strip());
            ana.box().pressSequentially("x"); // and shown to others as typing
        }
        assertThat(ana.page().locator("people-list bdi").first())
                .hasText(cut(PAYLOADS.get(PAYLOADS.size() - 1)).strip(), Waiting.longForTexts());
        assertShownAsText();
    }

    @Test
    void asRoomNames() {
        Page page = ana.page();
        for (String payload : PAYLOADS) {
            String path = URLEncoder.encode(payload, StandardCharsets.UTF_8).replace("+", "%20");
            chat.inject(payload, "hello");
            page.locator("#find-room").click();
            page.locator("#room-box").fill(payload);
            page.locator("#room-box").press("Enter");
            assertThat(page.locator("#room-problem")).containsText("name");
            page.locator("dialog .close").click();
            var answer = chat.one.http().get("/" + path, "Accept", "text/html");
            assertEquals(400, answer.status(), payload);
            assertEquals(
                    "application/problem+json", answer.header("Content-Type").orElseThrow());
            assertEquals("nosniff", answer.header("X-Content-Type-Options").orElseThrow());
        }
        assertThat(page.locator("room-list bdi")).hasText(new String[] {"room"});
        assertShownAsText();
    }

    private void assertShownAsText() {
        assertEquals(0, ana.page().locator(FOREIGN_ELEMENTS).count());
        assertFalse((Boolean) ana.page().evaluate("'innerHTML' in {}"), "no prototype was changed");
    }

    private static String event(String name, Map<String, String> data) throws IOException {
        return JSON.writeValueAsString(Map.of("event", name, "data", data));
    }

    /** At most 64 characters. */
    private static String cut(String payload) {
        return payload.substring(0, Math.min(64, payload.length()));
    }

    private static List<String> payloads() {
        try (InputStream in = InjectedMarkupTest.class.getResourceAsStream("/xss.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
