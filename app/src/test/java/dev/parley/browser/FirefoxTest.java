package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.TwoInstances;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Firefox does differently. */
@InFirefox
@ExtendWith(Browser.class)
class FirefoxTest {
    @AutoClose
    private static TwoInstances chat;

    @RegisterExtension
    final Company company = new Company();

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void tabsShareAStreamAndShowEachMessageOnce() {
        Person mason = company.person("mason").enter(chat.one.port(), "talk");
        Person other = company.join(mason.inAnotherTab()).enter(chat.one.port(), "talk");
        chat.other.http().say("talk", "ana", "hello");
        mason.awaitText("hello").say("hi");
        for (Person tab : List.of(mason, other)) {
            tab.awaitText("hi").assertTexts(Stream.of("hello", "hi"));
        }
    }

    @Test
    void textFromRightToLeftBeginsAtTheRight() {
        chat.http().say("rtl", "ליאור", "שלום לכולם");
        Person mason = company.person("mason").enter(chat.one.port(), "rtl");
        mason.texts().waitFor();
        assertEquals(true, mason.page().evaluate("""
                () => {
                  const text = document.querySelector('.message .text');
                  const words = document.createRange();
                  words.selectNodeContents(text);
                  return words.getBoundingClientRect().right > text.getBoundingClientRect().right - 10;
                }"""));
    }

    @Test
    void theDirectoryIsThereAgainWhenTheServerIs() {
        Page page = company.person("mason").enter(chat.one.port(), "room").page();
        page.route("**/channels", Route::abort);
        page.locator("#find-room").click();
        assertThat(page.locator(".directory-state")).containsText("listed");
        page.locator("dialog .close").click();
        page.unroute("**/channels");
        page.locator("#find-room").click();
        assertThat(page.locator(".directory-state")).hasText("");
    }
}
