package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import dev.parley.TwoInstances;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who looks elsewhere is told; who looks is left in peace. */
@ExtendWith(Browser.class)
class AttentionTest {
    /** As on phones: only a service worker may notify. */
    private static final String ONLY_WORKERS_NOTIFY = """
            window.Notification = class {
              static get permission() { return 'granted'; }
              static async requestPermission() { return 'granted'; }
              constructor() { throw new TypeError('Illegal constructor'); }
            };""";

    private static final String SHOWN = """
            async () => {
              const registration = await navigator.serviceWorker.ready;
              const shown = await registration.getNotifications();
              return shown.map(({ title, body, data }) => `${title}: ${body} → ${data}`);
            }""";

    /**
     * Whether one that has been shown is there. Chromium forgets those that are still on their way to the screen when somebody asks for them, and the
     * first one may be for long: then the page has shown it, and a test that asks again and again never finds it.
     */
    private static final String SHOWS_ONE = """
            async () => {
              await navigator.serviceWorker.register('/assets/worker.js', { scope: '/' });
              const registration = await navigator.serviceWorker.ready;
              await registration.showNotification('the first');
              const shown = await registration.getNotifications();
              shown.forEach((notification) => notification.close());
              return shown.length > 0;
            }""";

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private TwoInstances chat;

    private Person mason;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        mason = company.person(
                "mason", new NewContextOptions().setLocale("en-GB").setServiceWorkers(ServiceWorkerPolicy.ALLOW));
        mason.browser().grantPermissions(List.of("notifications"));
        mason.browser().addInitScript(ONLY_WORKERS_NOTIFY);
        mason.enter(chat.one.port(), "room");
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
        awaitThatTheBrowserShowsAny();
        lookAway();
        chat.other.http().say("room", "ana", "not asked for");
        mason.awaitText("not asked for");
        mason.page().locator("#notify").click();
        assertThat(mason.page().locator("#notify")).hasText("Notifications are on");
        chat.other.http().say("room", "ana", "away");
        awaitShown("ana · room: away → /room");
        comeBack();
        chat.other.http().say("room", "ana", "in front");
        mason.awaitText("in front");
        lookAway();
        mason.say("my own").awaitText("my own");
        assertEquals(List.of("ana · room: away → /room"), mason.page().evaluate(SHOWN));
        chat.other.http().say("room", "ana", "away again");
        awaitShown("ana · room: away again → /room");
    }

    @Test
    void aNotificationThatIsFollowedOpensItsRoom() {
        mason.page()
                .evaluate(
                        "navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { open: '/other' } }))");
        assertThat(mason.page().locator("h1")).hasText("other");
    }

    /** As the push service of the browser would bring it. */
    @Test
    void aPushIsShownWithWhatWasSaidWhichTheServerTells() {
        awaitThatTheBrowserShowsAny();
        mason.page().locator("#notify").click();
        mason.awaitTrue("navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')");
        String id = chat.other.http().say("garden", "ana", "ripe & <ready>").id();
        CDPSession worker = mason.browser().newCDPSession(mason.page());
        List<String> registrations = new ArrayList<>();
        worker.on(
                "ServiceWorker.workerRegistrationUpdated",
                event -> event.getAsJsonArray("registrations")
                        .forEach(each -> registrations.add(
                                each.getAsJsonObject().get("registrationId").getAsString())));
        worker.send("ServiceWorker.enable");
        mason.page().waitForCondition(() -> !registrations.isEmpty());
        JsonObject push = new JsonObject();
        push.addProperty("origin", "http://127.0.0.1:" + chat.one.port());
        push.addProperty("registrationId", registrations.get(0));
        push.addProperty("data", "{\"channel\":\"garden\",\"id\":\"" + id + "\"}");
        mason.page().navigate("about:blank");
        worker.send("ServiceWorker.deliverPushMessage", push);
        mason.enter(chat.one.port(), "room");
        awaitShown("ana · garden: ripe & <ready> → /garden#" + id);
    }

    private void awaitThatTheBrowserShowsAny() {
        mason.page().waitForCondition(() -> (Boolean) mason.page().evaluate(SHOWS_ONE));
        mason.page().waitForCondition(() -> List.of().equals(mason.page().evaluate(SHOWN)));
    }

    private void awaitShown(String notification) {
        mason.page()
                .waitForCondition(
                        () -> List.of(notification).equals(mason.page().evaluate(SHOWN)));
    }

    private void lookAway() {
        mason.page().evaluate("document.hasFocus = () => false; dispatchEvent(new Event('blur'))");
    }

    private void comeBack() {
        mason.page().evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))");
    }
}
