package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.parley.ClosedChat;
import dev.parley.support.Signer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People whom an application sends to a closed chat, and how long they stay. */
@ExtendWith(Browser.class)
class SignInTest {
    private static final boolean LONG = Boolean.getBoolean("parley.long");

    private static SignInSite site;
    private static ClosedChat chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        site = new SignInSite();
        chat = new ClosedChat("--sign-in=" + site.address());
    }

    @AfterAll
    static void stop() {
        chat.close();
        site.close();
    }

    @Test
    void twoPeopleWithTokensTalkOnTwoInstances() {
        Person ana = company.person("Ana");
        Person ben = company.person("Ben");
        site.signIn(ana, "1", 600);
        site.signIn(ben, "2", 600, true, null);
        comeIn(ana, chat.instances.one.port(), "two");
        comeIn(ben, chat.instances.other.port(), "two");
        ana.say("hello Ben");
        ben.awaitText("hello Ben").say("hello Ana");
        ana.awaitText("hello Ana");
        for (Person person : List.of(ana, ben)) {
            assertThat(person.page().locator("name-form")).isHidden();
            assertThat(person.page().locator("#rename")).isHidden();
            assertThat(person.page().locator(".signed-in .my-name")).hasText(person.name());
            assertThat(person.page().locator(".message .verified:visible")).hasCount(2);
            assertThat(person.page().locator("people-list bdi"))
                    .hasText(person == ana ? new String[] {"Ana", "Ben"} : new String[] {"Ben", "Ana"});
            assertThat(person.page().locator(".mine strong")).hasText(person.name());
            assertTrue(person.page().url().endsWith("/two"), person.page().url());
        }
    }

    /** What was kept for guests is not theirs, and a name that a guest once chose does not keep them out. */
    @Test
    void whoWasAGuestHereBeforeIsWhoTheyAreNow() {
        Person ana = company.person("Ana");
        ana.page().addInitScript("if (location.host) localStorage.setItem('parley.name', '\"Somebody\"')");
        site.signIn(ana, "3", 600);
        comeIn(ana, chat.instances.one.port(), "former").say("hello").awaitText("hello");
        assertThat(ana.page().locator(".mine strong")).hasText("Ana");
    }

    @Test
    void whoSignsInInOneTabIsInInAll() {
        Person ana = company.person("Ana");
        site.signIn(ana, "8", 600);
        Person tab = company.join(ana.inAnotherTab());
        tab.page().navigate("http://127.0.0.1:" + chat.instances.one.port() + "/plaza");
        tab.page().locator("session-bar .sign-in").waitFor();
        comeIn(ana, chat.instances.one.port(), "plaza").say("here I am");
        tab.awaitText("here I am").awaitState("Live");
        assertThat(tab.page().locator(".signed-in .my-name")).hasText("Ana");
        assertThat(tab.box()).isVisible();
    }

    @Test
    void tokensThatEndAreRenewedAndEverythingIsHeardOnce() {
        int renewals = LONG ? 10 : 2;
        int messages = LONG ? 200 : 60;
        Person ana = company.person("Ana");
        Person ben = company.person("Ben");
        site.signIn(ana, "4", LONG ? 5 : 3);
        site.signIn(ben, "5", 600);
        comeIn(ana, chat.instances.one.port(), "long");
        comeIn(ben, chat.instances.other.port(), "long");
        int before = site.tokens();
        for (int n = 0; n < messages || site.tokens() < before + renewals; n++) {
            if (n < messages) {
                chat.other().say("long", "rails", "m" + n, Signer.bearer(Signer.KEY));
            }
            ana.page().waitForTimeout(LONG ? 250 : 50); // paces the talk; nothing depends on it
        }
        ana.say("and I am still here");
        ben.awaitText("and I am still here");
        ana.awaitText("and I am still here");
        List<String> expected =
                IntStream.range(0, messages).mapToObj(n -> "m" + n).toList();
        for (Person person : List.of(ana, ben)) {
            List<String> texts = person.saidTexts();
            assertEquals(expected, texts.subList(0, messages), person.name());
            assertEquals(messages + 1, texts.size());
        }
        assertThat(ana.page().locator(".message.pending")).hasCount(0);
    }

    @Test
    void aLinkOfAStrangerSignsNobodyIn() {
        Person mason = company.person("Mason");
        String token = Signer.of("evil").name("Eve").token();
        mason.page().navigate("http://127.0.0.1:" + chat.instances.one.port() + "/plaza?state=guessed#token=" + token);
        assertThat(mason.page().locator("#notice")).containsText("not asked for");
        assertFalse(mason.page().url().contains("token"), mason.page().url());
        assertThat(mason.page().locator("session-bar")).containsText("have signed in", Waiting.longForPart());
    }

    @Test
    void whoseCookieIsOldIsAskedToSignIn() {
        Person ana = company.person("Ana");
        ana.browser()
                .addCookies(List.of(
                        new Cookie("parley", Signer.of("6").from(-600, -60).token())
                                .setDomain("127.0.0.1")
                                .setPath("/")));
        site.signIn(ana, "6", 600);
        comeIn(ana, chat.instances.one.port(), "old").say("in again").awaitText("in again");
    }

    @Test
    void roomsThatOneMayNotHearSayNothingAndTheOthersGoOn() {
        Person ana = company.person("Ana");
        site.signIn(ana, "7", 600, false, "{\"listen\":[\"open\",\"news\"],\"publish\":[\"open\"]}");
        comeIn(ana, chat.instances.one.port(), "open");
        chat.one().say("secret", "rails", "not for Ana", Signer.bearer(Signer.KEY));
        chat.one().say("news", "rails", "for all", Signer.bearer(Signer.KEY));
        Page page = ana.page();

        goTo(ana, "secret");
        assertThat(page.locator("session-bar .words")).hasText("You may not listen here.", Waiting.longForTexts());
        assertThat(ana.box()).isHidden();
        assertThat(ana.texts()).hasCount(0);

        goTo(ana, "news");
        ana.awaitText("for all");
        assertThat(page.locator("session-bar .words")).hasText("You may listen here, but not speak.");
        assertThat(ana.box()).isHidden();

        page.locator("room-list a[href='/open']").click();
        ana.say("still here").awaitText("still here").awaitState("Live");
    }

    private static void goTo(Person person, String room) {
        person.page().locator("#find-room").click();
        person.page().locator("#room-box").fill(room);
        person.page().keyboard().press("Enter");
    }

    /** By the link, as the page of somebody who is not known has it. */
    static Person comeIn(Person person, int port, String room) {
        person.page().navigate("http://127.0.0.1:" + port + "/" + room);
        Locator link = person.page().locator("session-bar .sign-in");
        link.click();
        person.box().waitFor();
        return person.awaitState("Live");
    }
}
