package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who was away goes on reading where they stopped, and finds out who asked for them. */
@ExtendWith(Browser.class)
class CatchUpTest {
    private static final int KEPT = 150;

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis("--history", Integer.toString(KEPT));

    @Test
    void aRoomOpensWhereTheReaderStoppedAndIsReadAsItIsSeen() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        mason.say("seen").awaitText("seen").assertTexts(Stream.of("seen"));
        mason.enter(chat.one.port(), "other");
        sayMany(120);
        Locator row = mason.page().locator("room-list a[href='/room']");
        assertThat(row.locator(".badge")).hasText("99+", Waiting.longForTexts());
        row.click();
        assertOpensAtTheFirstUnread(mason, "later 0");
        int unread = unread(mason);
        assertTrue(unread > 80 && unread < 120, unread + " unread");
        mason.page().locator(".message").nth(40).scrollIntoViewIfNeeded();
        mason.awaitTrue(UNREAD + " < " + (unread - 10));
        mason.page().locator(".newest").click();
        mason.awaitText("later 119");
        assertThat(row.locator(".badge")).isHidden();
        assertThat(mason.page().locator(".newest")).isHidden();
    }

    @Test
    void alsoAfterTheBrowserWasClosedAndFromARoomsFirstMessageOn() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        Page first = mason.page();
        mason.awaitTrue("localStorage.getItem('parley.read.room') !== null");
        Person later = company.join(mason.inAnotherTab());
        first.close();
        sayMany(60);
        later.enter(chat.one.port(), "room");
        assertOpensAtTheFirstUnread(later, "later 0");
        later.page().reload();
        assertOpensAtTheFirstUnread(later, null);
        assertTrue(unread(later) > 20, unread(later) + " unread");
    }

    @Test
    void whatComesWhileTheTabIsHiddenWaitsToBeRead() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        mason.say("seen").awaitText("seen").assertTexts(Stream.of("seen"));
        mason.page().evaluate("""
                () => {
                  window.away = true;
                  document.hasFocus = () => !window.away;
                  Object.defineProperty(document, 'hidden', { get: () => window.away });
                  dispatchEvent(new Event('blur'));
                }""");
        sayMany(60);
        mason.awaitTrue("document.title.startsWith('(60)')");
        mason.page().evaluate("window.away = false; dispatchEvent(new Event('focus'))");
        assertOpensAtTheFirstUnread(mason, "later 0");
        assertTrue(unread(mason) > 20, unread(mason) + " unread");
    }

    @Test
    void aMentionThatCameWhileNobodyListenedIsShownAndStays() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        mason.awaitTrue("localStorage.getItem('parley.read.room') !== null");
        Person later = company.join(mason.inAnotherTab());
        mason.page().close();
        chat.other.http().say("room", "ana", "where is @mason?");
        chat.other.http().say("room", "ana", "never mind, masonry");
        later.enter(chat.one.port(), "other");
        Locator badge = later.page().locator("room-list a[href='/room'] .badge");
        assertThat(badge).hasAttribute("aria-label", "2 unread, you are mentioned");
        later.page().reload();
        assertThat(badge).hasAttribute("aria-label", "2 unread, you are mentioned");
        later.page().locator("room-list a[href='/room']").click();
        later.awaitText("where is @mason?");
        assertThat(badge).isHidden();
    }

    @Test
    void whereOlderMessagesAreGoneTheRoomDoesNotSeemToBegin() {
        sayMany(KEPT + 150); // trimming is approximate
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        Locator beginning = mason.page().locator(".beginning");
        while (!beginning.isVisible()) {
            mason.page().locator(".message").first().scrollIntoViewIfNeeded();
        }
        assertThat(beginning).hasText("Older messages are no longer kept");
        mason.enter(chat.one.port(), "new").say("first").awaitText("first");
        assertThat(beginning).hasText("This is where the room begins");
    }

    private static final String UNREAD =
            "parseInt(document.querySelector('.newest span').textContent.replace('Newest', '0'))";

    private static int unread(Person person) {
        return ((Number) person.page().evaluate(UNREAD)).intValue();
    }

    private static void assertOpensAtTheFirstUnread(Person person, String text) {
        Page page = person.page();
        assertThat(page.locator(".new")).isInViewport();
        assertThat(page.locator(".newest")).isVisible();
        if (text != null) {
            Locator first = person.texts().getByText(text, new Locator.GetByTextOptions().setExact(true));
            assertThat(first).isInViewport();
            assertEquals(text, page.evaluate("document.querySelector('.new + .message .text').textContent"));
        }
    }

    private void sayMany(int count) {
        IntStream.range(0, count).forEach(i -> chat.other.http().say("room", "ana", "later " + i));
    }
}
