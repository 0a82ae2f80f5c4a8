package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.TwoInstances;
import dev.parley.support.Http.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parley speaks its reader's language, where it knows that. */
@ExtendWith(Browser.class)
class LanguagesTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @AutoClose
    private static ForeignSite site;

    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        site = new ForeignSite();
        chat = TwoInstances.onSharedRedis("--origins", site.origin());
    }

    @Test
    void thePageComesInTheLanguageThatTheBrowserAsksForAndSaysSo() {
        assertSpeaks("de-AT,de;q=0.9,en;q=0.8", "de", "Meine Räume", "In quiet wurde noch nichts gesagt");
        assertSpeaks("fr, es-MX;q=0.8, en;q=0.5", "es", "Mis salas", "En quiet todavía no se ha dicho nada");
        assertSpeaks("en-GB", "en", "My rooms", "Nothing was said in quiet yet");
        assertSpeaks("fr, de;q=0", "en", "My rooms", "Nothing was said in quiet yet");
        for (String strange : List.of("*", ";;q=x", "de;".repeat(100), "deutsch", " ")) {
            assertSpeaks(strange, "en", "My rooms", "Nothing was said");
        }
        assertTrue(page("en").text().contains("data-again=\"Try now\""));
    }

    @Test
    void whoReadsGermanReadsGermanFromTheFirstWordOn() {
        Person mason = company.person("mason", in("de-DE"));
        Page page = mason.page();
        List<String> tables = tablesAskedFor(page);
        mason.browser().addInitScript(NOTES_LABELS);
        page.navigate("http://127.0.0.1:" + chat.one.port() + "/küche");
        page.locator("name-form input").fill("mason");
        page.locator("name-form .done").click();
        assertThat(page.locator("connection-state [role=status]")).hasText("Verbunden");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page.locator(".welcome h2")).hasText("Willkommen in küche");
        assertThat(page.locator("#message-box")).hasAttribute("placeholder", "Nachricht an küche");
        chat.other.http().say("küche", "ana", "Moin @mason");
        mason.say("Moin").awaitText("Moin");
        assertThat(page.locator(".day")).hasText("Heute");
        assertThat(page.locator(".message time").first()).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(page.locator("people-list .panel-title")).hasText("Wer hier ist 1");
        page.locator("#find-room").click();
        page.locator("room-directory li").first().waitFor();
        assertThat(page.locator("room-directory li .hint").first()).hasText(Pattern.compile("\\d Person.*"));
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("german.png")));
        assertEquals(1, tables.size(), tables::toString);
        assertEquals("[Meine Räume]", page.evaluate("`[${[...new Set(labels)]}]`"), "a word changed");
        Axe.assertNoViolation(page, "in German");
    }

    /** What the page's list of rooms was called, at any time. */
    private static final String NOTES_LABELS = """
            window.labels = [];
            const note = () => document.querySelector('nav') && labels.push(document.querySelector('nav .panel-title').textContent);
            new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
            """;

    @Test
    void whoReadsEnglishLoadsNothingForIt() {
        Person mason = company.person("mason", in("en-US"));
        List<String> tables = tablesAskedFor(mason.page());
        mason.enter(chat.one.port(), "room");
        assertEquals(List.of(), tables);
    }

    @Test
    void wordsThatDoNotComeAreSaidInEnglish() {
        Person mason = company.person("mason", in("es-ES"));
        mason.page().route("**/words/es.js*", Route::abort);
        mason.enter(chat.one.port(), "room").say("hola").awaitText("hola");
        assertThat(mason.page().locator("#message-box")).hasAttribute("placeholder", "Message room");
    }

    @Test
    void eachRoomOfAPageSpeaksTheLanguageOfItsPlaceAndLearnsAnother() {
        Person mason = company.person("mason", in("es-ES"));
        Page page = mason.page();
        String rooms =
                "<parley-room room=\"one\" name=\"Mason\" lang=\"de\"></parley-room><div lang=\"en-GB\"><parley-room room=\"two\" name=\"Mason\"></parley-room></div>"
                        + "<div lang=\"\"><parley-room room=\"three\" name=\"Mason\"></parley-room></div>";
        site.page(
                "/", policy(), "<script type=\"module\" src=\"" + server() + "/assets/js/embed.js\"></script>" + rooms);
        page.navigate(site.origin());
        assertSays(page, "one", "Nachricht an one");
        assertSays(page, "two", "Message two");
        assertSays(page, "three", "Mensaje para three");
        chat.other.http().say("one", "ana", "hallo");
        Locator one = page.locator("parley-room[room=one]");
        assertThat(one.locator(".message .text")).hasText("hallo");
        one.locator("#message-box").fill("halb gesch");
        page.evaluate("document.querySelector('parley-room[room=one]').lang = 'es'");
        assertSays(page, "one", "Mensaje para one");
        assertThat(one.locator(".day")).hasText("Hoy");
        assertThat(one.locator("#message-box")).hasValue("halb gesch");
        one.locator("#message-box").press("Enter");
        assertThat(one.locator(".message:not(.pending) .text")).hasText(new String[] {"hallo", "halb gesch"});
        assertThat(one.locator(".room")).hasAttribute("lang", "es");
    }

    @Test
    void aFrameSpeaksItsReadersLanguageOrTheOneOfItsAddress() {
        Person mason = company.person("mason", in("de-DE"));
        mason.page().navigate(server() + "/hall?embed&name=Mason");
        assertThat(mason.page().locator("#message-box")).hasAttribute("placeholder", "Nachricht an hall");
        mason.page().navigate(server() + "/hall?embed&name=Mason&lang=es");
        assertThat(mason.page().locator("#message-box")).hasAttribute("placeholder", "Mensaje para hall");
        assertThat(mason.page().locator("html")).hasAttribute("lang", "es");
    }

    private static void assertSays(Page page, String room, String words) {
        assertThat(page.locator("parley-room[room=" + room + "] #message-box")).hasAttribute("placeholder", words);
    }

    private static void assertSpeaks(String accepted, String lang, String label, String description) {
        Answer page = page(accepted);
        assertTrue(page.text().contains("<html lang=\"" + lang + "\">"), () -> accepted + ": " + page.text());
        assertTrue(page.text().contains(">" + label + "<"), page::text);
        assertTrue(page.text().contains("content=\"" + description), page::text);
        assertTrue(!page.text().contains("{{"), page::text);
        assertTrue(
                page.response().headers().allValues("Vary").toString().contains("Accept-Language"),
                "caches would hand it to those who read another");
    }

    private static Answer page(String accepted) {
        return chat.one.http().get("/quiet", "Accept", "text/html", "Accept-Language", accepted);
    }

    private static List<String> tablesAskedFor(Page page) {
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().contains("/words/")) {
                asked.add(request.url());
            }
        });
        return asked;
    }

    private static NewContextOptions in(String locale) {
        return new NewContextOptions().setLocale(locale).setViewportSize(1440, 900);
    }

    private static String policy() {
        return "default-src 'none'; script-src " + server() + "; connect-src " + server();
    }

    private static String server() {
        return "http://127.0.0.1:" + chat.one.port();
    }
}
