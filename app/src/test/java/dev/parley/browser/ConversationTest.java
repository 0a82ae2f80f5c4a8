package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import dev.parley.TwoInstances;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people on two instances talk to each other. */
@ExtendWith(Browser.class)
class ConversationTest {
    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void theyHearEachOtherOnceAndInOrder() {
        Person mason = company.person("mason").enter(chat.one.port(), "talk");
        Person ana = company.person("ana").enter(chat.other.port(), "talk");
        mason.say("hi ana");
        ana.awaitText("hi ana").say("hi mason");
        mason.awaitText("hi mason").say("one", "two", "three");
        ana.awaitText("three");
        for (Person person : List.of(mason, ana)) {
            person.assertTexts(Stream.of("hi ana", "hi mason", "one", "two", "three"));
        }
    }

    @Test
    void theySeeWhoIsHereAndWhoIsTyping() {
        Person mason = company.person("mason").enter(chat.one.port(), "here");
        Person ana = company.person("ana").enter(chat.other.port(), "here");
        Locator people = mason.page().locator("people-list bdi");
        assertThat(people).hasText(new String[] {"mason", "ana"}); // myself first
        ana.box().pressSequentially("I am wri");
        assertThat(mason.page().locator("typing-line")).hasText("ana is typing…");
        assertThat(ana.page().locator("typing-line")).hasText("");
        ana.say("I am writing");
        mason.awaitText("I am writing");
        assertThat(mason.page().locator("typing-line")).hasText("");
        ana.close();
        assertThat(people).hasText(new String[] {"mason"}, Waiting.longForTexts());
    }

    @Test
    void severalLinesLinksAndMentionsAreShownAsSuch() {
        Person mason = company.person("mason").enter(chat.one.port(), "kinds");
        Person ana = company.person("ana").enter(chat.other.port(), "kinds");
        mason.box().fill("first");
        mason.box().press("Shift+Enter");
        mason.box().pressSequentially("second, see https://example.org/a_(b). @ana javascript:alert(1)");
        mason.box().press("Enter");
        Locator text = ana.texts().first();
        text.waitFor();
        assertEquals("first\nsecond, see https://example.org/a_(b). @ana javascript:alert(1)", text.textContent());
        assertThat(text.locator("a")).hasCount(1);
        assertThat(text.locator("a")).hasAttribute("href", "https://example.org/a_(b)");
        assertThat(text.locator("a")).hasAttribute("rel", "noopener noreferrer");
        assertThat(text.locator("mark")).hasText("@ana");
        assertThat(ana.page().locator(".mention")).hasCount(1);
        assertThat(mason.page().locator(".mention")).hasCount(0);
    }

    @Test
    void aCustomEventIsAQuietLineAndReachesThePageAround() {
        Person ana = company.person("ana").enter(chat.one.port(), "events");
        ana.page().evaluate("addEventListener('userJoined', ({ detail }) => { window.joined = detail; })");
        ana.page().evaluate("addEventListener('online', () => { window.fooled = true; })");
        chat.other.http().postJson("events", "{\"event\":\"userJoined\",\"data\":{\"username\":\"mason\"}}");
        chat.other.http().postJson("events", "{\"event\":\"online\",\"data\":{}}");
        chat.other.http().say("events", "mason", "here I am");
        ana.awaitText("here I am");
        assertThat(ana.page().locator(".event span")).hasText(new String[] {"mason joined", "online"});
        assertEquals("mason", ana.page().evaluate("joined.data.username"));
        assertEquals("events", ana.page().evaluate("joined.channel"));
        assertEquals(null, ana.page().evaluate("window.fooled"));
    }
}
