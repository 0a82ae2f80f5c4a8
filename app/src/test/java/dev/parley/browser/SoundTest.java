package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sound for who is mentioned while they look elsewhere, if they have asked for it. */
@ExtendWith(Browser.class)
class SoundTest {
    /** A sound is two notes. */
    private static final String COUNTS_NOTES = """
            window.notes = 0;
            window.OscillatorNode = class extends OscillatorNode {
              start(at) { window.notes++; super.start(at); }
            };""";

    private static final String LOOKS_AWAY = """
            Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
            document.hasFocus = () => false;
            dispatchEvent(new Event('blur'));""";

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private TwoInstances chat;

    private Person mason;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        mason = company.person("mason");
        mason.browser().addInitScript(COUNTS_NOTES);
        mason.enter(chat.one.port(), "room");
    }

    @Test
    void nobodyHearsASoundWhoHasNotAskedForIt() {
        mason.page().locator("h1").click();
        mason.page().evaluate(LOOKS_AWAY);
        hear("@mason, are you there?");
        assertEquals(0, notes());
        assertThat(mason.page().locator("#sound")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void whoHasAskedForItHearsMentionsWhileTheyLookElsewhere() {
        Page page = mason.page();
        page.locator("#sound").click();
        assertThat(page.locator("#sound")).hasText("Sound for mentions is on");
        page.waitForCondition(() -> notes() == 2); // what it is like
        hear("@mason, you are looking");
        assertEquals(2, notes());
        page.evaluate(LOOKS_AWAY);
        hear("nobody in particular");
        mason.say("and @mason is me").awaitText("and @mason is me");
        assertEquals(2, notes());
        hear("@mason, are you there?");
        page.waitForCondition(() -> notes() == 4);
        hear("@mason! @mason!");
        assertEquals(4, notes(), "of many, one sound");
    }

    @Test
    void itStaysOnAndIsHeardOfOneTab() {
        mason.page().locator("#sound").click();
        mason.page().waitForCondition(() -> notes() == 2);
        Person again = company.join(mason.inAnotherTab()).enter(chat.one.port(), "room");
        mason.page().reload();
        mason.awaitState("Live");
        assertThat(mason.page().locator("#sound")).hasAttribute("aria-pressed", "true");
        for (Person tab : new Person[] {mason, again}) {
            tab.page().locator("h1").click(); // browsers are silent until something was pressed
            tab.page().evaluate(LOOKS_AWAY);
        }
        hear("@mason, are you there?");
        again.awaitText("@mason, are you there?");
        mason.page().waitForCondition(() -> notes() + notes(again) > 0);
        hear("one more, @mason");
        again.awaitText("one more, @mason");
        assertEquals(2, notes() + notes(again));
        mason.page().locator("#sound").click();
        assertThat(again.page().locator("#sound")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void aBrowserThatMakesNoSoundsOffersNone() {
        Person ana = company.person("ana");
        ana.browser().addInitScript("delete window.AudioContext");
        ana.enter(chat.one.port(), "room");
        assertThat(ana.page().locator("#find-room")).isVisible();
        assertThat(ana.page().locator("#sound")).isHidden();
    }

    private void hear(String text) {
        chat.other.http().say("room", "ana", text);
        mason.awaitText(text);
    }

    private int notes() {
        return notes(mason);
    }

    private static int notes(Person person) {
        return (int) person.page().evaluate("notes");
    }
}
