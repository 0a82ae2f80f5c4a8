package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.parley.ClosedChat;
import dev.parley.support.Signer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever takes another's name is another. */
@ExtendWith(Browser.class)
class NamesakesTest {
    private static final String COLOUR = "avatar => getComputedStyle(avatar).backgroundColor";
    private static final Pattern TAG = Pattern.compile("· [a-z0-9_-]{4}", Pattern.CASE_INSENSITIVE);

    @AutoClose
    private static ClosedChat chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = new ClosedChat("--anyone-may=listen:* publish:*");
    }

    @Test
    void twoGuestsOfOneNameAreToldApart() {
        Person mason = company.person("Mason").enter(one(), "two").say("I am Mason");
        mason.awaitText("I am Mason");
        assertThat(mason.page().locator(".message .distinction")).hasText("");
        Person other = company.person("mason");
        other.page().navigate("http://127.0.0.1:" + other() + "/two");
        other.page().locator("#name-box").fill("mason");
        assertThat(other.page().locator("name-form .hint"))
                .hasText("Somebody called Mason is here already.", Waiting.longForTexts());
        other.page().locator("#name-box").fill("Mason");
        other.page().locator("#name-box").press("Enter");
        other.say("So am I").awaitText("So am I");
        mason.awaitText("So am I");

        assertThat(mason.page().locator(".message.mine .text")).hasText("I am Mason");
        assertThat(other.page().locator(".message.mine .text")).hasText("So am I");
        for (Person each : List.of(mason, other)) {
            Locator distinctions = each.page().locator(".message .distinction");
            assertThat(distinctions).hasText(new Pattern[] {TAG, TAG});
            assertThat(each.page().locator(".message.continued")).hasCount(0);
            assertThat(each.page().locator("people-list .distinction")).hasText(new Pattern[] {TAG, TAG});
        }
    }

    @Test
    void aGuestAnaIsNotTheVerifiedAna() {
        Person ana = company.person("Ana");
        ana.browser()
                .addCookies(
                        List.of(new Cookie("parley", Signer.of("42").name("Ana").token())
                                .setDomain("127.0.0.1")
                                .setPath("/")));
        ana.page().navigate("http://127.0.0.1:" + one() + "/ana");
        ana.page().locator("#sign-out").waitFor();
        ana.awaitState("Live").say("I am verified").awaitText("I am verified");
        Person guest =
                company.person("Ana").enter(other(), "ana").say("And I say so").awaitText("And I say so");
        ana.awaitText("And I say so");

        for (Person each : List.of(ana, guest)) {
            Locator messages = each.page().locator(".message:not(.pending)");
            assertThat(messages.nth(0).locator(".verified")).isVisible();
            assertThat(messages.nth(0).getByRole(AriaRole.IMG)).hasAccessibleName("verified");
            assertThat(messages.nth(1).locator(".verified")).isHidden();
            assertThat(messages.nth(1).locator(".distinction")).hasText(TAG);
            assertThat(each.page().locator("people-list li")).hasCount(2);
            assertThat(each.page().locator("people-list .verified:visible")).hasCount(1);
        }
        assertThat(ana.page().locator(".message.mine .text")).hasText("I am verified");
        assertThat(guest.page().locator(".message.mine .text")).hasText("And I say so");
    }

    @Test
    void whatISayInAnotherTabOrUnderAnotherNameIsMine() {
        Person mason = company.person("Mason").enter(one(), "tabs").say("first").awaitText("first");
        Person tab = company.join(mason.inAnotherTab()).enter(one(), "tabs").awaitText("first");
        assertThat(tab.page().locator(".message.mine .text")).hasText("first");
        tab.page().locator("#rename").click();
        tab.page().locator("#name-box").fill("Mo");
        tab.page().locator("#name-box").press("Enter");
        tab.say("second").awaitText("second");
        mason.awaitText("second");
        for (Person each : List.of(mason, tab)) {
            assertThat(each.page().locator(".message.mine")).hasCount(2);
            assertEquals(
                    each.page().locator(".message .avatar").first().evaluate(COLOUR),
                    each.page().locator(".message .avatar").last().evaluate(COLOUR));
        }
    }

    private static int one() {
        return chat.instances.one.port();
    }

    private static int other() {
        return chat.instances.other.port();
    }
}
