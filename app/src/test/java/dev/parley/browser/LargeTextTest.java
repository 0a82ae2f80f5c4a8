package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.TwoInstances;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has set their browser to letters twice as large reads everything: nothing is cut, nothing lies over something else. */
@ExtendWith(Browser.class)
class LargeTextTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LOOKS_FOR_FAULTS = read("/layout-faults.js");
    private static final int USUAL = 16;

    @AutoClose
    private static TwoInstances chat;

    @AutoClose
    private static ForeignSite site;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        site = new ForeignSite();
        chat = TwoInstances.onSharedRedis("--origins", site.origin());
        Conversation.in("everyone", chat);
        chat.http().say("garden", "ana", "The first tomatoes are ripe.");
    }

    @ParameterizedTest
    @CsvSource({
        "320, 640, 200, en-GB",
        "1280, 800, 200, en-GB",
        "320, 640, 100, de-DE",
        "320, 640, 200, de-DE",
        "1280, 800, 200, es-ES"
    })
    void everyViewShowsAllOfItsWords(int width, int height, int percent, String locale) {
        String size = width + "-" + percent + "-" + locale;
        Person mason = company.person("mason", options(width, height, locale));
        Page page = mason.page();
        setLetters(mason, percent);
        page.navigate("http://127.0.0.1:" + chat.one.port() + "/everyone");
        page.locator("name-form input").fill("mason");
        assertNoFault(page, "name-" + size);
        page.locator("name-form .done").click();
        page.locator("connection-state[data-state=live]").waitFor();
        page.locator(".message").last().waitFor();
        Person ana = company.person("ana").enter(chat.other.port(), "everyone");
        ana.box().pressSequentially("Me t");
        assertThat(page.locator("typing-line")).containsText("ana", Waiting.longForPart());
        mason.box().fill("See you there");
        assertNoFault(page, "conversation-" + size);
        assertTrue(
                (int) page.evaluate("document.querySelector('.scroller').clientHeight") > 3 * USUAL * percent / 100,
                "hardly anything to read");
        panels(page, size);
        page.navigate("http://127.0.0.1:" + chat.one.port() + "/new-room");
        page.locator(".welcome").waitFor();
        assertNoFault(page, "welcome-" + size);
    }

    @ParameterizedTest
    @CsvSource({"320, 640", "1280, 800"})
    void aRoomInAPageShowsAllOfItsWords(int width, int height) {
        Person mason = company.person("Mason", options(width, height, "de-DE"));
        Page page = mason.page();
        setLetters(mason, 200);
        site.page(
                "/",
                "",
                "<script type=\"module\" src=\"http://127.0.0.1:" + chat.one.port()
                        + "/assets/js/embed.js\"></script><parley-room lang=\"de\" room=\"everyone\"></parley-room>"
                        + "<parley-room lang=\"de\" room=\"everyone\" name=\"Mason\" overlay open></parley-room>");
        page.navigate(site.origin());
        page.locator("parley-room[overlay] .message").last().waitFor();
        assertNoFault(page, "embed-open-" + width);
        page.locator("parley-room[overlay] .icon-button").click();
        assertNoFault(page, "embed-" + width);
    }

    private static void panels(Page page, String size) {
        boolean isFolded = page.locator(".fold-rooms").isVisible();
        if (isFolded) {
            page.locator(".fold-rooms").click();
            assertNoFault(page, "rooms-" + size);
            page.keyboard().press("Escape");
        }
        if (page.locator(".fold-people").isVisible()) {
            page.locator(".fold-people").click();
            assertNoFault(page, "people-" + size);
            page.keyboard().press("Escape");
        }
        page.locator(".scroller").focus();
        page.keyboard().press("?");
        page.locator(".keys-help").waitFor();
        assertNoFault(page, "keys-" + size);
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        page.locator("room-directory li").first().waitFor();
        page.locator("#room-box").fill("no name");
        page.locator("#room-box").press("Enter");
        assertNoFault(page, "directory-" + size);
        page.keyboard().press("Escape");
        if (isFolded) {
            page.locator(".fold-rooms").click();
        }
        page.locator("#rename").click();
        assertNoFault(page, "rename-" + size);
        page.locator("name-form .cancel").click();
    }

    private static void assertNoFault(Page page, String view) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("large-" + view + ".png")));
        assertEquals(List.of(), page.evaluate(LOOKS_FOR_FAULTS), view);
    }

    /** As in the browser's settings: media queries go by it, too. */
    private static void setLetters(Person person, int percent) {
        JsonObject sizes = new JsonObject();
        sizes.addProperty("standard", USUAL * percent / 100);
        JsonObject wanted = new JsonObject();
        wanted.add("fontSizes", sizes);
        CDPSession session = person.browser().newCDPSession(person.page());
        session.send("Page.setFontSizes", wanted);
    }

    private static NewContextOptions options(int width, int height, String locale) {
        return new NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    private static String read(String resource) {
        try (InputStream in = LargeTextTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
