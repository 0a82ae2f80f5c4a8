package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import dev.parley.TwoInstances;
import dev.parley.support.Steady;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many tabs somebody has, they share one stream, and each shows everything. */
@ExtendWith(Browser.class)
class TabsTest {
    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis("--heartbeat", "1s");

    @Test
    void eightTabsInFiveRoomsShareOneConnection() {
        List<Person> tabs = tabs(8, i -> "room" + i % 5);
        for (int room = 0; room < 5; room++) {
            chat.other.http().say("room" + room, "ana", "hello room " + room);
        }
        for (int i = 0; i < tabs.size(); i++) {
            tabs.get(i).awaitText("hello room " + i % 5);
        }
        tabs.get(7).say("from the eighth");
        tabs.get(2).awaitText("from the eighth");
        assertEquals(1, streams());
    }

    @Test
    void whenTheLeadingTabClosesAnotherTakesOverInASecondAndNothingIsLost() {
        List<Person> tabs = tabs(3, i -> "room");
        List<Person> followers = tabs.subList(1, 3);
        followers.forEach(Person::watchSilence);
        Steady talk = Steady.start("room", 50, 150, chat.other.http());
        tabs.get(1).awaitText("steady 50");
        tabs.get(0).page().close();
        for (Person tab : followers) {
            tab.awaitText("steady 149");
            tab.assertTexts(talk.texts().stream());
            assertTrue(tab.longestSilenceMs() < 1_000, "nothing came for " + tab.longestSilenceMs() + " ms");
        }
        assertEquals(1, streams());
    }

    @Test
    void aTabThatSleepsWhileItLeadsIsReplaced() {
        List<Person> tabs = tabs(2, i -> "room");
        // its scripts stand still, as those of a tab in a phone's background
        tabs.get(0).page().evaluate("setTimeout(() => { for (const end = Date.now() + 6000; Date.now() < end;); })");
        tabs.get(1).page().evaluate("dispatchEvent(new Event('pageshow'))");
        chat.other.http().say("room", "ana", "is anybody there?");
        tabs.forEach(tab -> tab.awaitText("is anybody there?"));
        chat.other.http().say("room", "ana", "good");
        tabs.forEach(tab -> tab.awaitText("good"));
        await().until(this::streams, is -> is == 1);
    }

    @Test
    void aTabThatJoinsARoomAddsItToTheSharedStream() {
        Person first = tabs(1, i -> "room").get(0);
        Person second = company.join(first.inAnotherTab()).enter(chat.one.port(), "other");
        Locator unread = first.page().locator("room-list a[href='/other'] .badge");
        chat.other.http().say("other", "ana", "hello");
        second.awaitText("hello");
        chat.other.http().say("room", "ana", "hello room");
        first.awaitText("hello room");
        second.page().close();
        chat.other.http().say("other", "ana", "anybody?");
        chat.other.http().say("other", "ana", "@mason?");
        assertThat(unread).hasText("2", Waiting.longForTexts());
        assertThat(unread).hasAttribute("aria-label", "2 unread, you are mentioned");
        assertEquals(1, streams());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete Navigator.prototype.locks", "delete globalThis.BroadcastChannel"})
    void whereTabsCannotWorkTogetherEachHasAStreamOfItsOwn(String without) {
        Person mason = company.person("mason");
        mason.browser().addInitScript(without);
        mason.enter(chat.one.port(), "room");
        Person other = company.join(mason.inAnotherTab()).enter(chat.one.port(), "room");
        mason.say("hi");
        other.awaitText("hi").say("ho");
        mason.awaitText("ho");
        mason.assertTexts(Stream.of("hi", "ho"));
        assertEquals(2, streams());
    }

    /** As the server counts them. */
    private int streams() {
        return (int) Metrics.sum(chat, "parley_streams");
    }

    private List<Person> tabs(int count, IntFunction<String> room) {
        Person first = company.person("mason").enter(chat.one.port(), room.apply(0));
        return IntStream.range(0, count)
                .mapToObj(
                        i -> i == 0 ? first : company.join(first.inAnotherTab()).enter(chat.one.port(), room.apply(i)))
                .toList();
    }
}
