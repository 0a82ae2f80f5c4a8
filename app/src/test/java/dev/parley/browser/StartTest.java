package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.TwoInstances;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page comes up, or says why it does not; and a part of it that fails leaves the rest alone. */
@ExtendWith(Browser.class)
class StartTest {
    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    /** As while instances are renewed one by one: the next that is asked may have it. */
    @Test
    void aFileThatDoesNotComeOnceIsAskedForAgain() {
        Person mason = company.person("mason");
        mason.page().route("**/app.js", Route::abort);
        mason.page().route("**/room.css", Route::abort);
        mason.page().route("**/page.css", Route::abort);
        mason.page().route("**/page.css?1", Route::abort);
        mason.enter(chat.one.port(), "again").say("here").awaitText("here");
        assertEquals(0, mason.page().evaluate(MISSING_SHEETS));
    }

    @Test
    void aFileThatDoesNotComeIsToldAndThePageComesUpWhenItDoes() {
        Person mason = company.person("mason");
        mason.page().route("**/app.js*", Route::abort);
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        assertThat(mason.page().locator(".beginning"))
                .containsText("Parley could not be loaded", Waiting.longForPart());
        mason.page().unroute("**/app.js*");
        assertThat(mason.page().locator("#name-box"))
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(Person.PATIENCE_MS));
        mason.enter(chat.one.port(), "room").say("here").awaitText("here");
    }

    @Test
    void aFileThatDoesNotRunIsToldToo() {
        Person mason = company.person("mason");
        mason.page()
                .route(
                        "**/app.js*",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody("throw new Error('half of it is missing');")));
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        mason.page().locator(".beginning button").waitFor();
        mason.page().unroute("**/app.js*");
        mason.page()
                .evaluate("document.querySelector('.beginning button')?.click()"); // or it has tried again by itself
        assertThat(mason.page().locator("#name-box"))
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(Person.PATIENCE_MS));
    }

    /** As from an instance that was renewed a moment ago, while the files come from one that was not. */
    @Test
    void aPageOfAnotherVersionThanTheFilesIsLoadedAgain() {
        Person mason = company.person("mason");
        mason.page().route("**/room", route -> {
            String ofAnother =
                    route.fetch().text().replaceAll("/assets/[0-9a-f]{32}/", "/assets/" + "0".repeat(32) + "/");
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(ofAnother));
        });
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        assertThat(mason.page().locator(".beginning"))
                .containsText("Parley could not be loaded", Waiting.longForPart());
        mason.page().unroute("**/room");
        mason.enter(chat.one.port(), "room").say("here").awaitText("here");
        mason.forgive(Person.ANOTHER_VERSION);
    }

    /** Without its styles the page is as good as none. */
    @Test
    void aSheetThatDoesNotComeIsToldToo() {
        Person mason = company.person("mason");
        mason.page().route("**/base.css*", Route::abort);
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        assertThat(mason.page().locator(".beginning"))
                .containsText("Parley could not be loaded", Waiting.longForPart());
    }

    @Test
    void whoIsFirstInARoomGetsALinkForTheOthers() {
        Person mason = company.person("mason").enter(chat.one.port(), "new");
        assertThat(mason.page().locator(".welcome h2")).hasText("Welcome to new");
        mason.page().locator(".welcome button").click();
        assertThat(mason.page().locator(".welcome button")).hasText("Copied");
        mason.box().press("Control+v");
        assertThat(mason.box()).hasValue(mason.page().url());
        mason.say("hello").awaitText("hello");
        assertThat(mason.page().locator(".welcome")).hasCount(0);
    }

    @Test
    void whoTakesANameThatIsHereAlreadyIsWarned() {
        company.person("Mason").enter(chat.other.port(), "names");
        Person other = company.person("other");
        other.page().navigate("http://127.0.0.1:" + chat.one.port() + "/names");
        Locator form = other.page().locator("name-form");
        form.locator("input").fill(" \u200Bmason ");
        assertThat(form.locator(".hint")).hasText("Somebody called Mason is here already.");
        form.locator("input").fill("system");
        form.locator("input").press("Enter");
        assertThat(form.locator(".hint")).containsText("kept for messages from programs");
        form.locator("input").fill("Ma\u200Bson  the\u00A0Second ");
        assertThat(form.locator(".hint")).containsText("beside your messages");
        form.locator("input").press("Enter");
        assertThat(other.page().locator("#rename .my-name")).hasText("Mason the Second");
        other.awaitState("Live").say("hello").awaitText("hello");
    }

    @Test
    void aBrowserThatIsTooOldIsToldSo() {
        Person mason = company.person("mason");
        mason.browser().addInitScript("delete AbortSignal.timeout");
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/room");
        assertThat(mason.page().locator(".beginning")).containsText("too old");
    }

    @Test
    void aBrowserThatCannotCutWordsShowsMessagesAllTheSame() {
        Person mason = company.person("mason");
        mason.browser().addInitScript("delete Intl.Segmenter; delete Intl.ListFormat");
        mason.enter(chat.one.port(), "words").say("hello").awaitText("hello");
        assertThat(mason.page().locator(".message .avatar")).hasText("M");
    }

    @Test
    void aMessageThatCannotBeShownKeepsNoOtherAway() {
        Person mason = company.person("mason");
        chat.http().say("odd", "ana", "before");
        chat.http().say("odd", "ana", "broken");
        chat.http().say("odd", "ana", "after");
        mason.page().route("**/odd", StartTest::withoutMessages);
        mason.page().route("**/odd?limit=*", StartTest::breakOne);
        mason.enter(chat.one.port(), "odd").awaitText("after").awaitText("before");
        assertThat(mason.page().locator(".message")).hasCount(3);
        assertThat(mason.page().locator(".message").nth(1)).hasText("A message that can’t be shown here");
        assertThat(mason.page().locator("people-list bdi")).hasText("mason");
    }

    @Test
    void theDirectoryOpensWhileTheServerIsAwayAndSaysSo() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        Page page = mason.page();
        page.route("**/*", Route::abort);
        page.locator("#find-room").click();
        assertThat(page.locator(".directory-state")).hasText("The rooms can’t be listed just now.");
        page.locator("dialog .close").click();
        page.unroute("**/*");
        chat.http().say("room", "ana", "hello");
        page.locator("#find-room").click();
        assertThat(page.locator(".directory-state")).hasText("");
        assertEquals("true", page.locator("#room-box").evaluate("box => String(box === document.activeElement)"));
    }

    private static final String MISSING_SHEETS =
            "[...document.styleSheets].filter(({ cssRules }) => !cssRules.length).length";

    private static void withoutMessages(Route route) {
        String body = route.fetch().text().replace(" data-head=", " data-none=");
        route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(body));
    }

    private static void breakOne(Route route) {
        String body = route.fetch().text().replaceFirst("(\"message\":\"broken\",\"at\":)\\d+", "$1\"never\"");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
    }
}
