package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.Cookie;
import dev.parley.ClosedChat;
import dev.parley.TestInstance;
import dev.parley.support.Signer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One user on two devices, each at another instance: what they have read on one is not new on the other. */
@ExtendWith(Browser.class)
class TwoDevicesTest {
    private static final int SAID = 60;

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final ClosedChat chat = new ClosedChat("--sign-in=https://app.example/");

    private Person laptop;
    private Person phone;

    @BeforeEach
    void bothHaveReadWhatIsThere() {
        say("room", "seen");
        laptop = device();
        phone = device();
        enter(laptop, chat.instances.one, "room").awaitText("seen");
        enter(phone, chat.instances.other, "room").awaitText("seen");
    }

    @Test
    void whatIsReadOnOneClearsTheCountAndTheLineOnTheOther() {
        lookAway(phone);
        laptop.page().bringToFront();
        say("room", "one");
        say("room", "two");
        laptop.awaitText("two");
        phone.awaitTrue("document.title === '(2) room · Parley'");
        assertThat(phone.page().locator(".new")).hasCount(1);
        awaitNoted("room", laptop);
        comeBack(phone);
        phone.awaitTrue("document.title === 'room · Parley'");
        assertThat(phone.page().locator(".new")).hasCount(0);
    }

    @Test
    void theOtherGoesOnWhereOneHasStopped() {
        enter(laptop, chat.instances.one, "other");
        phone.page().close();
        List<String> ids = IntStream.range(0, SAID)
                .mapToObj(i -> say("room", "later " + i))
                .toList();
        assertThat(badge(laptop)).hasAttribute("aria-label", SAID + " unread"); // else the view follows what comes
        laptop.page().locator("room-list a[href='/room']").click();
        assertThat(laptop.page().locator(".new")).isInViewport();
        laptop.page().locator(".message").nth(SAID / 2).scrollIntoViewIfNeeded();
        laptop.awaitTrue(UNREAD + " > 0 && " + UNREAD + " < " + (SAID - 10));
        int lastRead = ids.indexOf(awaitNoted("room", laptop));
        Person again = company.join(phone.inAnotherTab());
        enter(again, chat.instances.other, "room");
        assertThat(again.page().locator(".new")).isInViewport();
        assertEquals(
                "later " + (lastRead + 1),
                again.page().evaluate("document.querySelector('.new + .message .text').textContent"));
    }

    @Test
    void whoWasNamedWhileAwayFindsItOnBothUntilItIsReadOnOne() {
        enter(laptop, chat.instances.one, "other");
        enter(phone, chat.instances.other, "other");
        laptop.page().close();
        phone.page().close();
        say("room", "where is @Ana?");
        say("room", "never mind");
        laptop = company.join(laptop.inAnotherTab());
        phone = company.join(phone.inAnotherTab());
        for (Person each : List.of(laptop, phone)) {
            enter(each, each == laptop ? chat.instances.one : chat.instances.other, "other");
            assertThat(badge(each)).hasAttribute("aria-label", "2 unread, you are mentioned");
            each.page().reload();
            assertThat(badge(each)).hasAttribute("aria-label", "2 unread, you are mentioned");
        }
        lookAway(phone);
        laptop.page().bringToFront();
        laptop.page().locator("room-list a[href='/room']").click();
        laptop.awaitText("where is @Ana?");
        awaitNoted("room", laptop);
        comeBack(phone);
        assertThat(badge(phone)).isHidden();
    }

    private static final String UNREAD =
            "parseInt(document.querySelector('.newest span').textContent.replace('Newest', '0'))";

    private static Locator badge(Person person) {
        return person.page().locator("room-list a[href='/room'] .badge");
    }

    private Person device() {
        Person ana = company.person("Ana");
        String token = Signer.of("42").name("Ana").from(-1, 600).token();
        ana.browser()
                .addCookies(List.of(
                        new Cookie("parley", token).setDomain("127.0.0.1").setPath("/")));
        return ana;
    }

    private static Person enter(Person person, TestInstance at, String room) {
        person.page().navigate("http://127.0.0.1:" + at.port() + "/" + room);
        return person.awaitState("Live");
    }

    /** Its id. */
    private String say(String room, String text) {
        return chat.one().say(room, "rails", text, Signer.bearer(Signer.KEY)).id();
    }

    /** What this device has read is told, as when a phone is put away: up to which message. */
    private String awaitNoted(String room, Person reader) {
        reader.page().evaluate("""
                () => {
                  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
                  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
                  delete document.hidden;
                }""");
        String[] token = Signer.of("42").bearer();
        String own = "JSON.parse(localStorage.getItem('parley.@42/read." + room + "'))";
        return await().until(
                        () -> chat.other()
                                .get("/session/read", token)
                                .json()
                                .path("read")
                                .path(room)
                                .asText(),
                        noted -> noted.equals(reader.page().evaluate(own)));
    }

    private static void lookAway(Person person) {
        person.page().evaluate("""
                () => {
                  window.away = true;
                  document.hasFocus = () => !window.away;
                  Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true });
                  dispatchEvent(new Event('blur'));
                }""");
    }

    /** A minute later, so that it asks. */
    private static void comeBack(Person person) {
        person.page().evaluate("""
                () => {
                  const now = Date.now;
                  Date.now = () => now() + 60_000;
                  window.away = false;
                }""");
        person.page().bringToFront(); // some browsers tell the page of it
        person.page().evaluate("dispatchEvent(new Event('focus'))");
        assertTrue((Boolean) person.page().evaluate("document.hasFocus()"));
    }
}
