package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import dev.parley.ClosedChat;
import dev.parley.TwoInstances;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Whether the application has sent a token along or set its cookie, which is gone: not what a stranger's link does. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?state=asked-for", "?state=asked-for#token=e30.e30.e30"})
    void whoCannotSignInForWantOfCookiesIsToldWhatToChange(String back, @TempDir Path profile) {
        try (ClosedChat closed = new ClosedChat("--sign-in=https://app.example/")) {
            Person ana = company.join(Person.in("Ana", Browser.newContextWithoutSiteData(profile)));
            ana.page().navigate("http://127.0.0.1:" + closed.instances.one.port() + "/plaza" + back);
            Locator bar = ana.page().locator("session-bar");
            assertThat(bar.locator(".words")).hasText("This chat is for people who have signed in.");
            assertThat(bar.locator(".obstacle")).containsText("Allow them in its settings");
            assertThat(bar.locator(".sign-in")).isHidden();
            assertThat(ana.page().locator("my-account .obstacle")).containsText("keeps no cookies");
            assertThat(ana.page().locator("my-account .sign-in")).isHidden();
            assertFalse(ana.page().url().contains("token"), ana.page().url());
            if (back.contains("token")) {
                assertThat(ana.page().locator("#notice")).containsText("keeps no cookies");
            }
        }
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
