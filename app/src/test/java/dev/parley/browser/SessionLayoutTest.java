package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.parley.ClosedChat;
import dev.parley.browser.Screen.Colours;
import dev.parley.browser.Screen.Look;
import dev.parley.support.Signer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How it looks to be signed in, signed out, sent out and let only listen: kept under target/screenshots, to be looked at. */
@ExtendWith(Browser.class)
class SessionLayoutTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @AutoClose
    private static ClosedChat chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = new ClosedChat("--sign-in=https://app.example/sign-in", "--anyone-may=listen:plaza publish:plaza");
        say("Ana", "42", "Good morning! The new heating is in.");
        say("Ana", "43", "That was another Ana, at the other end of the hall.");
        String guest =
                "{\"sender\":\"Ana\",\"message\":\"And I am a guest who is called Ana, too.\",\"browser\":\"0123456789abcdef\"}";
        assertEquals(201, chat.one().postJson("plaza", guest).status());
        say("Ben with quite a long name, as people have", "44", "Lunch at one, on the terrace?");
    }

    static Stream<Look> looks() {
        return Screen.looks(new Look(Screen.PHONE, Colours.LIGHT), new Look(Screen.DESKTOP, Colours.DARK));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everythingHasItsPlace(Look look) {
        String size = look.toString();
        String user = "42" + size;
        Person ana = person("Ana", look, Signer.of(user).name("Ana").from(-60, 600));
        open(ana, "plaza").awaitText("Lunch at one, on the terrace?").box().fill("I’ll be there");
        ana.page().locator(".send").click();
        ana.awaitText("I’ll be there");
        Page page = ana.page();
        take(ana, "signed-in-" + size);
        unfold(page, ".fold-rooms");
        take(ana, "signed-in-rooms-" + size);
        page.keyboard().press("Escape");
        unfold(page, ".fold-people");
        take(ana, "signed-in-people-" + size);
        page.keyboard().press("Escape");

        ana.box().fill("I was about to say that");
        chat.moderate("{\"do\":\"revoke\",\"user\":\"" + user + "\"}");
        assertThat(page.locator("session-bar")).containsText("withdrawn");
        take(ana, "revoked-" + size);

        Signer reader = Signer.of("r" + user).name("Reader").may("{\"listen\":[\"plaza\"]}");
        Person listener = person("Reader", look, reader);
        open(listener, "plaza").awaitText("I’ll be there");
        assertThat(listener.page().locator("session-bar")).containsText("not speak");
        take(listener, "read-only-" + size);

        Person stranger = person("Eve", look, null);
        stranger.page().navigate(address("closed"));
        assertThat(stranger.page().locator("session-bar")).containsText("have signed in", Waiting.longForPart());
        take(stranger, "signed-out-" + size);
        open(stranger, "plaza").page().locator("#name-box").fill("Ana");
        take(stranger, "guest-" + size);
    }

    private static Person open(Person person, String room) {
        person.page().navigate(address(room));
        return person.awaitState("Live");
    }

    private static void unfold(Page page, String button) {
        if (page.locator(button).isVisible()) {
            page.locator(button).click();
        }
    }

    private Person person(String name, Look look, Signer token) {
        Person person = company.person(name, look.options());
        if (token != null) {
            person.browser()
                    .addCookies(List.of(new Cookie("parley", token.token())
                            .setDomain("127.0.0.1")
                            .setPath("/")));
        }
        return person;
    }

    private static String address(String room) {
        return "http://127.0.0.1:" + chat.instances.one.port() + "/" + room;
    }

    private static void say(String name, String user, String text) {
        String[] token = Signer.of(user).name(name).bearer();
        assertEquals(
                201,
                chat.one()
                        .postJson("plaza", "{\"message\":\"" + text + "\"}", token)
                        .status());
    }

    /** Nothing sticks out sideways. */
    private static void take(Person person, String name) {
        Page page = person.page();
        assertEquals(
                page.evaluate("document.documentElement.clientWidth"),
                page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"),
                name);
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
