package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import dev.parley.TwoInstances;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that remember nothing, or not everything, still talk. */
@ExtendWith(Browser.class)
class BlockedStorageTest {
    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @Test
    void whoBlocksAllSiteDataHearsAndSpeaksInEveryTab(@TempDir Path profile) {
        BrowserContext browser = Browser.newContextWithoutSiteData(profile);
        Person mason = company.join(Person.in("mason", browser)).enter(chat.one.port(), "room");
        Person other = company.join(mason.inAnotherTab()).enter(chat.one.port(), "room");
        chat.other.http().say("room", "ana", "hello");
        mason.awaitText("hello").say("hi");
        other.awaitText("hi").say("ho");
        mason.awaitText("ho").assertTexts(Stream.of("hello", "hi", "ho"));
        mason.page().locator("#notify").click();
    }

    @Test
    void aTabThatCannotStoreWhatItJoinedIsHeardOnTheSharedStream() {
        Person mason = company.person("mason").enter(chat.one.port(), "room");
        Person full = company.join(mason.inAnotherTab());
        full.page().addInitScript("""
                Storage.prototype.setItem = (key) => {
                  if (!key.endsWith('probe')) throw new DOMException('Full.', 'QuotaExceededError');
                };""");
        full.enter(chat.one.port(), "other");
        chat.other.http().say("other", "ana", "hello");
        full.awaitText("hello").say("hi").awaitText("hi");
        full.assertTexts(Stream.of("hello", "hi"));
        chat.other.http().say("room", "ana", "and here");
        mason.awaitText("and here");
        assertThat(mason.page().locator("room-list bdi")).hasText(new String[] {"room"});
    }
}
