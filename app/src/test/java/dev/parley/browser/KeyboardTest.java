package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where words go that somebody types, and how one walks through the page without a mouse. */
@ExtendWith(Browser.class)
class KeyboardTest {
    private static final int MESSAGES = 30;

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private TwoInstances chat;

    private Person mason;
    private Page page;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        IntStream.range(0, MESSAGES)
                .forEach(i -> chat.http().say("room", "ana", "message " + i + ": https://example.org/" + i));
        mason = company.person("mason").enter(chat.one.port(), "room");
        page = mason.page();
        mason.awaitText("message 29: https://example.org/29");
    }

    @Test
    void wordsThatAreTypedAnywhereGoIntoTheMessageBox() {
        page.locator("h1").click();
        page.keyboard().type("from nowhere");
        assertThat(mason.box()).hasValue("from nowhere");
        page.locator("room-list a").focus();
        page.keyboard().type(", and a link");
        assertThat(mason.box()).hasValue("from nowhere, and a link");
        page.locator("#rename").click();
        page.keyboard().type("Mason");
        assertThat(page.locator("#name-box")).hasValue("Mason");
        assertThat(mason.box()).hasValue("from nowhere, and a link");
    }

    @Test
    void keysLeadToAnyRoomAndAreToldOnRequest() {
        mason.enter(chat.one.port(), "garden").enter(chat.one.port(), "kitchen");
        page.keyboard().press("Alt+ArrowUp");
        assertThat(page.locator("h1")).hasText("garden");
        chat.other.http().say("room", "ana", "here is something");
        mason.awaitTrue("document.querySelector('room-list a.unread') !== null");
        page.keyboard().press("Alt+Shift+ArrowDown");
        assertThat(page.locator("h1")).hasText("room");
        page.keyboard().press("Control+k");
        page.keyboard().type("cellar");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("cellar");
        page.locator("h1").click();
        page.keyboard().press("?");
        assertThat(page.locator(".keys-help")).containsText("Next room");
        page.keyboard().press("Escape");
        assertThat(page.locator(".keys-help")).hasCount(0);
        page.keyboard().type("what?");
        assertThat(mason.box()).hasValue("what?");
    }

    @Test
    void aRoomIsNamedAndWrittenInWithoutAMouse() {
        page.locator("#find-room").press("Enter");
        assertThat(page.locator("#room-box")).isFocused();
        page.keyboard().type("garden");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("garden");
        assertThat(mason.box()).isFocused();
        page.locator("room-list a[href='/room']").click();
        assertThat(page.locator("h1")).hasText("room");
        assertThat(mason.box()).isFocused();
    }

    @Test
    void allMessagesAreOneStopForTab() {
        mason.box().focus();
        int stops = 0;
        while (!(Boolean) page.evaluate("document.activeElement.closest('header') !== null")) {
            page.keyboard().press("Shift+Tab");
            assertTrue(++stops < 4, "after " + stops + " stops");
        }
    }

    @Test
    void arrowsWalkFromMessageToMessageAndTabIntoTheOneThatOneStandsOn() {
        Locator rows = page.locator(".message");
        page.locator(".scroller").focus();
        page.keyboard().press("ArrowUp");
        assertThat(rows.last()).isFocused();
        page.keyboard().press("ArrowUp");
        assertThat(rows.nth(MESSAGES - 2)).isFocused();
        page.keyboard().press("Tab");
        assertThat(rows.nth(MESSAGES - 2).locator(".permalink")).isFocused();
        String label = rows.nth(MESSAGES - 2).locator(".permalink").getAttribute("aria-label");
        assertTrue(label.matches("\\d\\d:\\d\\d: link to the message of ana"), label);
        page.keyboard().press("Tab");
        assertEquals("https://example.org/28", page.evaluate("document.activeElement.href"));
        page.keyboard().press("ArrowDown");
        assertThat(rows.last()).isFocused();
        page.keyboard().press("Home");
        assertThat(rows.first()).isFocused();
        assertThat(rows.first()).isInViewport();
        page.keyboard().press("End");
        assertThat(rows.last()).isInViewport();
        page.keyboard().type("an answer");
        assertThat(mason.box()).hasValue("an answer");
    }
}
