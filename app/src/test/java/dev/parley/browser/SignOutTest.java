package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.Cookie;
import dev.parley.ClosedChat;
import dev.parley.support.Signer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However it ends that somebody is signed in: they are told, and nothing of theirs is left for others. */
@ExtendWith(Browser.class)
class SignOutTest {
    private static SignInSite site;
    private static ClosedChat chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        site = new SignInSite();
        chat = new ClosedChat("--sign-in=" + site.address(), "--anyone-may=listen:hall publish:hall");
    }

    @AfterAll
    static void stop() {
        chat.close();
        site.close();
    }

    /** Tabs that can't be told see what is stored. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoSignsOutInOneTabIsOutInAllAndNothingOfThemIsLeft(boolean isDeaf) {
        Person ana = signedIn("Ana", "11" + isDeaf, "plaza");
        Person tab = inAnotherTab(ana, isDeaf);
        tab.box().fill("half a thought");
        ana.page().locator("#sign-out").click();
        assertAreOut(ana, tab);
    }

    /** The application still knows her, and gives a fresh cookie to whoever asks: no tab may, once she wants to be out. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norDoesATabThatAsksTheServerMeanwhileSignThemInAgain(boolean isDeaf) {
        Person ana = signedIn("Ana", "19" + isDeaf, "plaza");
        Person tab = inAnotherTab(ana, isDeaf);
        tab.box().waitFor();
        ana.page().evaluate(WAIT_WHEN_THE_COOKIE_IS_GONE);
        ana.page().locator("#sign-out").click();
        ana.awaitTrue("window.goOn !== undefined");
        int before = site.tokens();
        tab.page().locator("#find-room").click();
        tab.page().locator("#room-box").fill("elsewhere");
        tab.page().locator("#room-box").press("Enter");
        assertThat(tab.page().locator(".beginning")).hasText("What was said here is not for everybody.");
        assertEquals(before, site.tokens());
        ana.page().evaluate("window.goOn()");
        assertAreOut(ana, tab);
    }

    private static final String WAIT_WHEN_THE_COOKIE_IS_GONE = """
            () => {
              const ask = window.fetch;
              window.fetch = async (url, init) => {
                const answer = await ask(url, init);
                if (init?.method === 'DELETE') await new Promise((resolve) => { window.goOn = resolve; });
                return answer;
              };
            }""";

    /** When all of them are, nothing is left. */
    private static void assertAreOut(Person... tabs) {
        for (Person each : tabs) {
            bar(each).getByText("This chat is for people who have signed in.").waitFor();
            assertThat(each.page().locator(".message .text")).hasCount(0);
            assertThat(each.page().locator("#sign-out")).isHidden();
        }
        for (Person each : tabs) {
            assertEquals(
                    "", each.page().evaluate("Object.keys(localStorage).filter((key) => key.includes('@')).join()"));
            assertFalse(each.browser().cookies().stream().anyMatch(cookie -> cookie.name.equals("parley")));
        }
    }

    @ParameterizedTest
    @CsvSource({"revoke, Your access has been withdrawn.", "kick, You have been sent out of this chat."})
    void whoseAccessEndsInMidSentenceIsToldAndKeepsTheirWords(String order, String words) {
        String user = "12" + order;
        Person ana = signedIn("Ana", user, order);
        ana.box().fill("half a sen");
        long before = System.nanoTime();
        assertEquals(
                204,
                chat.moderate("{\"do\":\"" + order + "\",\"user\":\"" + user + "\"}")
                        .status());
        assertThat(bar(ana).locator(".words")).hasText(words);
        System.out.println(order + " was told after " + (System.nanoTime() - before) / 1_000_000 + " ms");
        assertThat(bar(ana).locator("textarea")).hasValue("half a sen");
        assertThat(ana.box()).isHidden();
        assertThat(ana.page().locator("connection-state")).containsText("Signed out");
        chat.one().say(order, "rails", "not for her", Signer.bearer(Signer.KEY));
        assertThat(ana.texts()).hasCount(0);
        assertFalse(
                chat.one().get("/" + order, Signer.bearer(Signer.KEY)).text().contains("half a sen"));
    }

    @Test
    void whoFallsToAGuestIsToldSoAndGoesOnAsOneWhenTheyWantTo() {
        Person ana = signedIn("Ana", "13", "hall", 3);
        ana.box().fill("half a thought");
        site.forget("13");
        ana.browser().clearCookies();
        bar(ana).getByText("You have been signed out, and are a guest now.").waitFor();
        assertThat(ana.box()).isHidden();
        bar(ana).locator(".leave").click();
        Locator name = ana.page().locator("#name-box");
        name.fill("Guest");
        name.press("Enter");
        assertThat(ana.box()).hasValue("");
        ana.say("as a guest").awaitText("as a guest");
        assertThat(ana.page().locator(".mine .verified")).isHidden();
    }

    @Test
    void whoseCookieHasExpiredIsSignedOutAndNoGuest() {
        Person ana = signedIn("Ana", "14", "hall", 3);
        site.forget("14");
        setToken(ana, Signer.of("14").name("Ana").from(-600, -60));
        bar(ana).getByText("You have been signed out.").waitFor();
        assertThat(bar(ana).locator(".sign-in")).isVisible();
        assertThat(ana.page().locator("connection-state")).containsText("Signed out");
    }

    @Test
    void wordsThatWaitAreNeverSentAsSomebodyElse() {
        Person ana = signedIn("Ana", "15", "plaza");
        ana.page().route("**/plaza", route -> {
            if (route.request().method().equals("POST")) {
                route.abort();
            } else {
                route.resume();
            }
        });
        ana.say("only Ana says this");
        ana.page().locator(".pending").waitFor();
        ana.box().fill("nor this");

        site.signIn(ana, "16", 600); // whoever has the browser now
        setToken(ana, Signer.of("16").name("Ana"));
        ana.page().unroute("**/plaza");
        ana.page().reload();
        ana.awaitState("Live").say("I am another Ana").awaitText("I am another Ana");
        assertThat(ana.page().locator(".pending")).hasCount(0);
        assertEquals(List.of("I am another Ana"), ana.saidTexts());
        assertEquals("", ana.page().evaluate("Object.keys(localStorage).filter((key) => key.includes('@15')).join()"));
    }

    /** The page does not know yet that the application has signed in somebody else. */
    @Test
    void norWhileThePageStillTakesThemForWhoTheyWere() {
        Person ana = signedIn("Ana", "17", "square");
        setToken(ana, Signer.of("18").name("Ana"));
        ana.say("only Ana says this");
        ana.page().locator(".pending[data-state=failed]").waitFor();
        assertThat(ana.page().locator(".refusal")).containsText("somebody else is signed in now");
        assertEquals(List.of(), ana.saidTexts());
    }

    /** @param isDeaf whether tabs can't tell it anything */
    private Person inAnotherTab(Person person, boolean isDeaf) {
        Person tab = company.join(person.inAnotherTab());
        if (isDeaf) {
            tab.page().addInitScript("delete window.BroadcastChannel");
        }
        tab.page().navigate("http://127.0.0.1:" + port() + "/plaza");
        return tab;
    }

    private Person signedIn(String name, String user, String room) {
        return signedIn(name, user, room, 600);
    }

    private Person signedIn(String name, String user, String room, int seconds) {
        Person person = company.person(name);
        site.signIn(person, user, seconds);
        setToken(person, Signer.of(user).name(name).from(-1, seconds));
        person.page().navigate("http://127.0.0.1:" + port() + "/" + room);
        person.page().locator("#sign-out").waitFor(); // it is known who this is
        person.box().waitFor();
        return person.awaitState("Live");
    }

    private static void setToken(Person person, Signer token) {
        person.browser()
                .addCookies(List.of(new Cookie("parley", token.token())
                        .setDomain("127.0.0.1")
                        .setPath("/")
                        .setHttpOnly(true)));
    }

    private static Locator bar(Person person) {
        return person.page().locator("session-bar");
    }

    private static int port() {
        return chat.instances.one.port();
    }
}
