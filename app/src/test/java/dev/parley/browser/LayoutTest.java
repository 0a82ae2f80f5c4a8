package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import dev.parley.browser.Screen.Colours;
import dev.parley.browser.Screen.Look;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How it looks on a phone, a tablet and a desktop, light and dark: kept under target/screenshots, to be looked at. */
@ExtendWith(Browser.class)
class LayoutTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
        Conversation.in("everyone", chat);
        Conversation.oddThingsIn("odd", chat);
        chat.http().say("garden", "ana", "The first tomatoes are ripe.");
        chat.http().say("releases", "bot", "1.4.0 is out");
    }

    static Stream<Look> looks() {
        return Screen.looks(
                new Look(Screen.SMALL_PHONE, Colours.LIGHT),
                new Look(Screen.PHONE, Colours.DARK),
                new Look(Screen.TABLET, Colours.LIGHT),
                new Look(Screen.TABLET, Colours.FORCED),
                new Look(Screen.DESKTOP, Colours.LIGHT),
                new Look(Screen.DESKTOP, Colours.DARK));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everythingHasItsPlace(Look look) {
        String size = look.toString();
        Person mason = company.person("mason", look.options()).enter(chat.one.port(), "garden");
        mason.enter(chat.one.port(), "releases").enter(chat.one.port(), "everyone");
        Person ana = company.person("ana").enter(chat.other.port(), "everyone");
        assertThat(mason.page().locator("people-list bdi"))
                .hasText(new String[] {"mason", "ana"}, Waiting.longForTexts());
        chat.other.http().say("garden", "ana", "@mason, do you want some?");
        mason.awaitTrue("document.querySelector('room-list .badge.mentioned:not([hidden])') !== null");
        ana.box().pressSequentially("Me t");
        assertThat(mason.page().locator("typing-line")).hasText("ana is typing…");
        mason.box().fill("See you there");
        take(mason, "conversation-" + size);
        unfold(mason, size);

        mason.enter(chat.one.port(), "odd");
        mason.page().locator(".event").waitFor();
        take(mason, "odd-" + size);
        mason.page().locator(".scroller").evaluate("scroller => { scroller.scrollTop = 0; }");
        take(mason, "odd-above-" + size);
    }

    private static void unfold(Person mason, String size) {
        Page page = mason.page();
        if (page.locator(".fold-rooms").isVisible()) {
            page.locator(".fold-rooms").click();
            take(mason, "rooms-" + size);
            page.keyboard().press("Escape");
        }
        if (page.locator(".fold-people").isVisible()) {
            page.locator(".fold-people").click();
            take(mason, "people-" + size);
            page.keyboard().press("Escape");
        }
        assertTrue(page.locator("#people-panel").isVisible() || page.viewportSize().width < 1_120);
        if (page.locator(".fold-rooms").isVisible()) {
            page.locator(".fold-rooms").click();
        }
        page.locator("#find-room").click();
        page.locator("room-directory li").first().waitFor();
        assertEquals(
                true,
                page.locator("room-directory dialog").evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth"),
                size);
        take(mason, "directory-" + size);
        page.keyboard().press("Escape");
        if (page.locator(".fold-rooms").isVisible()) {
            page.locator(".fold-rooms").click();
        }
        page.locator("#rename").click();
        take(mason, "rename-" + size);
        page.locator("name-form .cancel").click();
    }

    /** Nothing sticks out sideways. */
    private static void take(Person person, String name) {
        Page page = person.page();
        assertEquals(
                page.evaluate("document.documentElement.clientWidth"),
                page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"),
                name);
        assertEquals(
                page.evaluate("document.querySelector('.scroller').clientWidth"),
                page.evaluate("document.querySelector('.scroller').scrollWidth"),
                name);
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
