package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding rooms, moving between them, and reading what was said there. */
@ExtendWith(Browser.class)
class RoomsTest {
    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @Test
    void aRoomIsFoundMadeAndLeftAndEachHasItsAddress() {
        chat.other.http().say("garden", "ana", "it grows");
        Person mason = company.person("mason").enter(chat.one.port(), "");
        Page page = mason.page();
        assertThat(page.locator("h1")).hasText("everyone");
        page.locator("#find-room").click();
        page.locator("room-directory li a").getByText("garden").click();
        mason.awaitText("it grows");
        assertTrue(page.url().endsWith("/garden"));
        page.locator("#find-room").click();
        page.locator("#room-box").fill("new room");
        page.locator("#room-box").press("Enter");
        assertThat(page.locator("#room-problem")).containsText("1 to 64 letters");
        page.locator("#room-box").fill("kitchen");
        page.locator("#room-box").press("Enter");
        assertThat(page.locator(".beginning")).hasText("Nothing was said here yet. Say hello.");
        assertThat(page.locator("room-list bdi")).hasText(new String[] {"everyone", "garden", "kitchen"});
        page.locator("#leave").click();
        assertThat(page.locator("h1")).hasText("everyone");
        assertThat(page.locator("room-list bdi")).hasText(new String[] {"everyone", "garden"});
        page.goBack();
        page.goBack();
        mason.awaitText("it grows");
        assertEquals("garden · Parley", page.title());
    }

    @Test
    void historyIsReadOnByScrollingBothWaysAndOnlyAStretchOfItIsShown() {
        IntStream.range(0, 500).forEach(i -> chat.one.http().say("long", "ana", "message " + i));
        Person mason = company.person("mason").enter(chat.one.port(), "long").awaitText("message 499");
        for (String seen = "message 449";
                !seen.equals("message 0");
                seen = mason.saidTexts().get(0)) {
            scroll(mason, "0");
            mason.awaitTrue("document.querySelector('.message .text').textContent !== '" + seen + "'");
        }
        assertThat(mason.page().locator(".beginning")).hasText("This is where the room begins");
        assertDenseStretch(mason, 0);
        chat.other.http().say("long", "ana", "newest of all");
        Locator newest = mason.page().locator(".newest");
        assertThat(newest).containsText("1 new");
        while (!mason.saidTexts().contains("message 499")) {
            String last = mason.saidTexts().get(mason.saidTexts().size() - 1);
            scroll(mason, "1e9");
            mason.awaitTrue("[...document.querySelectorAll('.message .text')].at(-1).textContent !== '" + last + "'");
        }
        scroll(mason, "0");
        newest.click();
        mason.awaitText("newest of all");
        assertThat(newest).isHidden();
        assertThat(mason.texts().last()).isInViewport();
    }

    @Test
    void theReaderKeepsTheirPlaceWhileMessagesArrive() {
        IntStream.range(0, 120).forEach(i -> chat.one.http().say("place", "ana", "message " + i));
        Person mason = company.person("mason").enter(chat.one.port(), "place").awaitText("message 119");
        scroll(mason, "document.querySelector('.scroller').scrollHeight / 2");
        Object top = mason.page().evaluate(TOP_OF_FIRST_VISIBLE);
        IntStream.range(0, 20).forEach(i -> chat.other.http().say("place", "ana", "later " + i));
        assertThat(mason.page().locator(".newest")).containsText("20 new", Waiting.longForPart());
        assertEquals(top, mason.page().evaluate(TOP_OF_FIRST_VISIBLE));
    }

    @Test
    void aLinkToAMessageShowsItAmongItsNeighbours() {
        List<String> ids = IntStream.range(0, 300)
                .mapToObj(
                        i -> chat.one.http().say("link", "ana", "message " + i).id())
                .toList();
        Person mason = company.person("mason").enter(chat.other.port(), "link#" + ids.get(100));
        assertThat(mason.page().locator(".target .text")).hasText("message 100");
        assertThat(mason.page().locator(".target")).isInViewport();
        mason.page().locator(".newest").click();
        mason.awaitText("message 299");
        mason.page().navigate("http://127.0.0.1:" + chat.other.port() + "/link#1-1");
        assertThat(mason.page().locator("#notice")).hasText("That message is no longer kept.");
        mason.awaitText("message 299");
    }

    @Test
    void whatIsNewSinceTheReaderLeftIsMarkedAndCounted() {
        Person mason = company.person("mason").enter(chat.one.port(), "first");
        mason.say("seen").awaitText("seen");
        mason.page().locator("#find-room").click();
        mason.page().locator("#room-box").fill("second");
        mason.page().locator("#room-box").press("Enter");
        assertThat(mason.page().locator("h1")).hasText("second");
        List.of("one", "two", "three").forEach(text -> chat.other.http().say("first", "ana", text));
        Locator row = mason.page().locator("room-list a[href='/first']");
        assertThat(row.locator(".badge")).hasText("3", Waiting.longForTexts());
        assertEquals("(3) second · Parley", mason.page().title());
        row.click();
        mason.awaitText("three");
        assertThat(mason.page().locator(".new")).hasText("New since you left");
        assertEquals(
                List.of("seen", "New since you left", "one", "two", "three"),
                mason.page().locator(".message .text, .new").allInnerTexts());
        assertThat(row.locator(".badge")).isHidden();
        assertEquals("first · Parley", mason.page().title());
    }

    @Test
    void aDraftIsKeptWithItsRoom() {
        Person mason = company.person("mason").enter(chat.one.port(), "first");
        mason.box().fill("half a tho");
        mason.page().reload();
        assertThat(mason.box()).hasValue("half a tho");
        mason.enter(chat.one.port(), "second");
        assertThat(mason.box()).hasValue("");
        mason.page().goBack();
        assertThat(mason.box()).hasValue("half a tho");
    }

    @Test
    void aNameIsAskedOnceAndCanBeChanged() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        mason.page().reload();
        mason.awaitState("Live");
        assertThat(mason.page().locator("name-form")).isHidden();
        mason.page().locator("#rename").click();
        mason.page().locator("#name-box").fill("<b>mason</b>");
        mason.page().locator("#name-box").press("Enter");
        mason.say("hi").awaitText("hi");
        assertThat(mason.page().locator("people-list bdi"))
                .hasText(new String[] {"<b>mason</b>"}, Waiting.longForTexts());
        assertThat(mason.page().locator(".message strong")).hasText("<b>mason</b>");
    }

    private static final String TOP_OF_FIRST_VISIBLE = """
            () => {
              const top = document.querySelector('.scroller').getBoundingClientRect().top;
              const row = [...document.querySelectorAll('.message')].find((row) => row.getBoundingClientRect().top > top);
              return row.textContent + Math.round(row.getBoundingClientRect().top);
            }""";

    private static void scroll(Person person, String to) {
        person.page().evaluate("document.querySelector('.scroller').scrollTop = " + to);
    }

    private static void assertDenseStretch(Person person, int from) {
        List<String> shown = person.saidTexts();
        assertTrue(shown.size() <= 300, shown.size() + " messages shown");
        assertEquals(
                IntStream.range(from, from + shown.size())
                        .mapToObj(i -> "message " + i)
                        .toList(),
                shown);
    }
}
