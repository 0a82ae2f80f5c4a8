package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.ClosedChat;
import dev.parley.TwoInstances;
import dev.parley.support.Signer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every view, looked at by axe-core; and the way through the page by keyboard. */
@ExtendWith(Browser.class)
class AccessibilityTest {
    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noViewHasAViolation(ColorScheme scheme) {
        Person mason = company.person("mason", options(scheme, 1440));
        Page page = mason.page();
        page.navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        page.locator("name-form input").waitFor();
        Axe.assertNoViolation(page, "asking for the name");
        mason.enter(chat.one.port(), "room");
        Axe.assertNoViolation(page, "an empty room");
        talk(mason);
        Axe.assertNoViolation(page, "a conversation");
        page.locator(".message").first().hover();
        Axe.assertNoViolation(page, "a message pointed at");
        page.locator("h1").click();
        page.keyboard().press("?");
        Axe.assertNoViolation(page, "the keys");
        page.keyboard().press("Escape");
        page.locator("#find-room").click();
        page.locator("room-directory li").first().waitFor();
        page.locator("#room-box").fill("no name");
        page.locator("#room-box").press("Enter");
        Axe.assertNoViolation(page, "the directory, with a problem");
        page.keyboard().press("Escape");
        page.route("**/room", route -> route.abort());
        page.route("**/subscribe/**", route -> route.abort());
        page.evaluate("dispatchEvent(new Event('online'))");
        mason.say("waiting").awaitState("Reconnecting");
        Axe.assertNoViolation(page, "reconnecting");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noViewOnAPhoneHasAViolation(ColorScheme scheme) {
        Person mason = company.person("mason", options(scheme, 360)).enter(chat.one.port(), "room");
        talk(mason);
        Axe.assertNoViolation(mason.page(), "a conversation on a phone");
        mason.page().locator(".fold-rooms").click();
        Axe.assertNoViolation(mason.page(), "the rooms unfolded");
        mason.page().keyboard().press("Escape");
        mason.page().locator(".fold-people").click();
        Axe.assertNoViolation(mason.page(), "the people unfolded");
        mason.page().keyboard().press("Escape");
        mason.page().locator(".fold-rooms").click();
        mason.page().locator("#rename").click();
        Axe.assertNoViolation(mason.page(), "changing the name on a phone");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noRareViewHasAViolation(ColorScheme scheme) {
        Person mason = company.person("mason", options(scheme, 1440)).enter(chat.one.port(), "rare");
        Page page = mason.page();
        mason.say("seen").awaitText("seen").enter(chat.one.port(), "other");
        List<String> ids = IntStream.range(0, 60)
                .mapToObj(
                        i -> chat.other.http().say("rare", "ana", "later " + i).id())
                .toList();
        page.locator("room-list a[href='/rare'] .badge").waitFor();
        Axe.assertNoViolation(page, "rooms with something unread");
        page.locator("room-list a[href='/rare']").click();
        page.locator(".new").waitFor();
        Axe.assertNoViolation(page, "where the reader stopped, and how much is new");
        page.locator("#rename").click();
        Axe.assertNoViolation(page, "changing the name");
        String room = "http://127.0.0.1:" + chat.one.port() + "/rare";
        page.navigate(room + "#" + ids.get(3));
        page.locator(".target").waitFor();
        Axe.assertNoViolation(page, "a message that was linked to");
        page.navigate(room + "#1-1");
        page.locator("#notice").waitFor();
        Axe.assertNoViolation(page, "a notice");
        page.navigate(room + "?embed");
        page.locator("parley-room #name-box").waitFor();
        Axe.assertNoViolation(page, "a frame, asking for the name");
        page.locator("parley-room #name-box").fill("mason");
        page.keyboard().press("Enter");
        mason.awaitText("later 59");
        Axe.assertNoViolation(page, "a room in a frame");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void nothingThatKeepsThePageFromStartingHasAViolation(ColorScheme scheme) {
        Page page = company.person("mason", options(scheme, 360)).page();
        String room = "http://127.0.0.1:" + chat.one.port() + "/room";
        page.route(
                "**/app.js",
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody(
                                        "customElements.define('message-list', class extends HTMLElement {}); throw new Error('half');")));
        page.navigate(room);
        page.locator(".beginning button").waitFor();
        Axe.assertNoViolation(page, "it could not be loaded");
        page.addInitScript("delete AbortSignal.timeout");
        page.navigate(room);
        page.locator(".beginning:text('too old')").waitFor();
        Axe.assertNoViolation(page, "the browser is too old");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noViewOfWhoIsSignedInOrOutHasAViolation(ColorScheme scheme) {
        try (ClosedChat closed =
                new ClosedChat("--sign-in=https://app.example/", "--anyone-may=listen:hall publish:hall")) {
            Person ana = company.person("Ana", options(scheme, 360));
            ana.browser()
                    .addCookies(List.of(new Cookie(
                                    "parley",
                                    Signer.of("42").name("Ana").from(-60, 600).token())
                            .setDomain("127.0.0.1")
                            .setPath("/")));
            Page page = ana.page();
            page.navigate("http://127.0.0.1:" + closed.instances.one.port() + "/hall");
            ana.awaitState("Live").say("hello").awaitText("hello");
            closed.one().say("hall", "Ana", "a guest of her name");
            ana.awaitText("a guest of her name");
            Axe.assertNoViolation(page, "verified, beside a guest");
            page.locator(".fold-rooms").click();
            Axe.assertNoViolation(page, "signed in, the rooms unfolded");
            page.keyboard().press("Escape");
            ana.box().fill("half a sen");
            closed.moderate("{\"do\":\"revoke\",\"user\":\"42\"}");
            page.locator("session-bar .unsent").waitFor();
            Axe.assertNoViolation(page, "revoked");
            Person eve = company.person("Eve", options(scheme, 360));
            eve.page().navigate("http://127.0.0.1:" + closed.instances.one.port() + "/closed");
            eve.page().locator("session-bar .sign-in").waitFor();
            Axe.assertNoViolation(eve.page(), "signed out");
        }
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        Person mason = company.person("mason", options(ColorScheme.LIGHT, 360)).enter(chat.one.port(), "room");
        Page page = mason.page();
        page.keyboard().type("typed at once");
        page.keyboard().press("Enter");
        mason.awaitText("typed at once");
        page.locator(".skip").focus();
        assertEquals("Skip to the message box", focused(page));
        page.keyboard().press("Tab");
        assertEquals("Rooms", focused(page).strip());
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        assertEquals("Rooms", focused(page).strip());
        page.locator(".skip").focus();
        page.keyboard().press("Enter");
        assertEquals("message-box", page.evaluate("document.activeElement.id"));
    }

    private void talk(Person mason) {
        mason.say("hello @ana, see https://example.org").awaitText("hello @ana, see https://example.org");
        chat.other.http().say("room", "ana", "hi mason");
        chat.other.http().say("room", "ana", "and more");
        chat.other.http().say("room", "ana", "much more ".repeat(200));
        chat.other.http().postJson("room", "{\"event\":\"userJoined\",\"data\":{\"username\":\"eve\"}}");
        mason.page()
                .route("**/room", route -> route.fulfill(LostConnectionTest.problem(403, "That is not said here.")));
        mason.say("refused");
        mason.page().locator(".refusal:visible").waitFor();
        mason.page().unroute("**/room");
    }

    private static String focused(Page page) {
        return (String) page.evaluate(
                "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");
    }

    private static NewContextOptions options(ColorScheme scheme, int width) {
        return new NewContextOptions()
                .setViewportSize(width, 800)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE);
    }
}
