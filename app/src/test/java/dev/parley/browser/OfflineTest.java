package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import dev.parley.TwoInstances;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who opens Parley while it can't be reached finds what was there, and misses nothing afterwards. */
@ExtendWith(Browser.class)
class OfflineTest {
    @RegisterExtension
    final Company company = new Company();

    private TwoInstances chat;
    private Person mason;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis("--origins", "https://example.org"); // then answers vary with who asks
        mason = company.person(
                "mason", new NewContextOptions().setLocale("en-GB").setServiceWorkers(ServiceWorkerPolicy.ALLOW));
        mason.enter(chat.one.port(), "room");
        mason.awaitTrue("caches.keys().then(async () => Boolean(await caches.match('/')))");
    }

    @AfterEach
    void stop() {
        chat.close();
    }

    @Test
    void whatWasThereIsShownWhileNobodyAnswersAndTheRestComesWhenSomebodyDoes() {
        chat.other.http().say("room", "ana", "one");
        mason.awaitText("one").say("two").awaitText("two").assertTexts(List.of("one", "two").stream());
        mason.browser().setOffline(true);
        mason.page().reload();
        mason.awaitText("two").awaitState("offline");
        assertEquals(List.of("one", "two"), mason.saidTexts());
        mason.say("written offline");
        assertThat(mason.page().locator(".message.pending")).hasCount(1);
        chat.other.http().say("room", "ana", "three");
        mason.browser().setOffline(false);
        mason.awaitState("Live").awaitText("written offline");
        mason.assertTexts(List.of("one", "two", "three", "written offline").stream());
    }

    @Test
    void aRoomThatWasNeverOpenedSaysThatItIsOffline() {
        mason.browser().setOffline(true);
        mason.page().navigate("http://127.0.0.1:" + chat.one.port() + "/another");
        mason.awaitState("offline");
        assertThat(mason.page().locator("#room-name")).hasText("another");
        assertEquals(List.of(), mason.saidTexts());
    }
}
