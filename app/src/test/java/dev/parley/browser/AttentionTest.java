package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.TwoInstances;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who looks elsewhere is told; who looks is left in peace. */
@ExtendWith(Browser.class)
class AttentionTest {
    private static final String RECORD_NOTIFICATIONS = """
            window.shown = [];
            window.Notification = class {
              static permission = 'default';
              static async requestPermission() { return Notification.permission = 'granted'; }
              constructor(title, { body }) { shown.push(`${title}: ${body}`); }
            };""";

    @RegisterExtension
    final Company company = new Company();

    private TwoInstances chat;
    private Person mason;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        mason = company.person("mason");
        mason.browser().addInitScript(RECORD_NOTIFICATIONS);
        mason.enter(chat.one.port(), "room");
    }

    @AfterEach
    void stop() {
        chat.close();
    }

    @Test
    void aReaderWhoLooksAwayFindsTheCountInTheTitleAndALineInTheRoom() {
        chat.other.http().say("room", "ana", "seen");
        mason.awaitText("seen");
        lookAway();
        chat.other.http().say("room", "ana", "one");
        chat.other.http().say("room", "ana", "two");
        mason.awaitTrue("document.title === '(2) room · Parley'");
        comeBack();
        mason.awaitTrue("document.title === 'room · Parley'");
        assertEquals(
                List.of("seen", "New since you left", "one", "two"),
                mason.page().locator(".message .text, .new").allInnerTexts());
    }

    @Test
    void theDesktopNotifiesOnRequestAndOnlyWhenNobodyLooks() {
        lookAway();
        chat.other.http().say("room", "ana", "not asked for");
        mason.awaitText("not asked for");
        mason.page().locator("#notify").click();
        assertThat(mason.page().locator("#notify")).hasText("Notifications are on");
        chat.other.http().say("room", "ana", "away");
        mason.awaitTrue("shown.length === 1");
        comeBack();
        chat.other.http().say("room", "ana", "in front");
        mason.awaitText("in front");
        lookAway();
        mason.say("my own").awaitText("my own");
        chat.other.http().say("room", "ana", "away again");
        mason.awaitTrue("shown.length > 1");
        assertEquals(
                List.of("ana in room: away", "ana in room: away again"),
                mason.page().evaluate("shown"));
    }

    private void lookAway() {
        mason.page().evaluate("document.hasFocus = () => false; dispatchEvent(new Event('blur'))");
    }

    private void comeBack() {
        mason.page().evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))");
    }
}
