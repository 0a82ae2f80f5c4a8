package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import dev.parley.TwoInstances;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No message takes the view from the others. */
@ExtendWith(Browser.class)
class UnrulyMessagesTest {
    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void aVeryLongMessageIsFoldedUntilSomebodyWantsIt() {
        chat.http().say("long", "eve", "top" + "\n".repeat(3_900) + "bottom");
        chat.http().say("long", "eve", "word ".repeat(790));
        chat.http().say("long", "ana", "short");
        Person mason = company.person("mason").enter(chat.one.port(), "long").awaitText("short");
        Locator rows = mason.page().locator(".message");
        assertTrue(heightOf(rows.nth(0)) < 400, heightOf(rows.nth(0)) + " px");
        assertTrue(heightOf(rows.nth(1)) < 400, heightOf(rows.nth(1)) + " px");
        assertThat(rows.nth(2).locator(".fold")).hasCount(0);
        Locator more = rows.nth(0).locator(".fold");
        assertThat(more).hasText("Show more");
        assertThat(more).hasAttribute("aria-expanded", "false");
        more.click();
        assertTrue(heightOf(rows.nth(0)) > 10_000, heightOf(rows.nth(0)) + " px");
        assertThat(more).hasText("Show less");
        more.click();
        assertTrue(heightOf(rows.nth(0)) < 400, heightOf(rows.nth(0)) + " px");
    }

    @Test
    void marksThatPileUpDoNotReachOthersLines() {
        chat.http().say("marks", "ana", "plain");
        chat.http().say("marks", "ana", "the line below");
        Person mason = company.person("mason").enter(chat.one.port(), "marks").awaitText("the line below");
        mason.page().mouse().move(0, 0);
        Locator below = mason.texts().last();
        byte[] before = below.screenshot();
        // dots below letters, each under the one before
        mason.texts().first().evaluate("text => { text.textContent = ('h' + '\\u0323'.repeat(120)).repeat(8); }");
        assertArrayEquals(before, below.screenshot());
    }

    @Test
    void anAddressCannotBeTurnedRound() {
        chat.http().say("round", "eve", "\u202ehttps://example.org/\u202egpj.exe");
        Person mason = company.person("mason").enter(chat.one.port(), "round");
        Locator link = mason.texts().first().locator("a");
        assertThat(link).hasAttribute("href", "https://example.org/");
        assertEquals("ltr", link.evaluate("link => getComputedStyle(link).direction"));
        assertEquals("isolate", link.evaluate("link => getComputedStyle(link).unicodeBidi"));
        assertEquals("https://example.org/", link.textContent());
    }

    private static double heightOf(Locator row) {
        return row.boundingBox().height;
    }
}
