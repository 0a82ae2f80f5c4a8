package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.TwoInstances;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Firefox does differently. */
class FirefoxTest {
    private static final String NO_SITE_DATA = "user_pref(\"network.cookie.cookieBehavior\", 2);";

    @TempDir
    static Path profile;

    private static Firefox firefox;
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        firefox = Firefox.start(profile);
        chat = TwoInstances.onSharedRedis();
    }

    @AfterAll
    static void stop() {
        if (firefox != null) {
            firefox.close();
            chat.close();
        }
    }

    @Test
    void tabsShareAStreamAndShowEachMessageOnce() {
        Firefox.Tab mason = enter(firefox, "mason", "talk");
        Firefox.Tab other = firefox.open(address("talk"));
        chat.other.http().say("talk", "ana", "hello");
        say(mason, "hi");
        for (Firefox.Tab tab : new Firefox.Tab[] {mason, other}) {
            tab.awaitTrue(TEXTS + " === 'hello,hi'");
        }
    }

    @Test
    void textFromRightToLeftBeginsAtTheRight() {
        chat.http().say("rtl", "ליאור", "שלום לכולם");
        Firefox.Tab mason = enter(firefox, "mason", "rtl");
        mason.awaitTrue("document.querySelector('.message .text')");
        assertEquals("true", mason.evaluate("""
                (() => {
                  const text = document.querySelector('.message .text');
                  const words = document.createRange();
                  words.selectNodeContents(text);
                  return words.getBoundingClientRect().right > text.getBoundingClientRect().right - 10;
                })()"""));
    }

    @Test
    void theDirectoryIsThereAgainWhenTheServerIs() {
        Firefox.Tab mason = enter(firefox, "mason", "room");
        mason.evaluate("window.ask = window.fetch; window.fetch = () => Promise.reject(new TypeError()); 0");
        mason.evaluate("document.querySelector('#find-room').click()");
        mason.awaitTrue("document.querySelector('.directory-state').textContent.includes('listed')");
        mason.evaluate("window.fetch = window.ask; document.querySelector('dialog .close').click()");
        chat.http().say("room", "ana", "hello");
        mason.evaluate("document.querySelector('#find-room').click()");
        mason.awaitTrue("document.querySelector('room-directory dialog').open");
        mason.awaitTrue("document.querySelector('.directory-state').textContent === ''");
    }

    @Test
    void whoBlocksAllSiteDataHearsAndSpeaks(@TempDir Path own) {
        try (Firefox blocked = Firefox.start(own, NO_SITE_DATA)) {
            Firefox.Tab mason = enter(blocked, "mason", "blocked");
            chat.other.http().say("blocked", "ana", "hello");
            mason.awaitTrue(TEXTS + " === 'hello'");
            say(mason, "hi");
            mason.awaitTrue(TEXTS + " === 'hello,hi'");
        }
    }

    private static final String TEXTS = "[...document.querySelectorAll('.message:not(.pending) .text')]"
            + ".map(({ textContent }) => textContent).join()";

    private static Firefox.Tab enter(Firefox browser, String name, String room) {
        Firefox.Tab tab = browser.open(address(room));
        tab.awaitTrue("document.querySelector('#room-name').textContent");
        if (tab.evaluate("document.querySelector('name-form').hidden").equals("false")) {
            tab.evaluate("document.querySelector('#name-box').value = '" + name + "'");
            tab.evaluate("document.querySelector('name-form .done').click()");
        }
        tab.awaitTrue("document.querySelector('connection-state').dataset.state === 'live'");
        return tab;
    }

    private static void say(Firefox.Tab tab, String text) {
        tab.evaluate("document.querySelector('#message-box').value = '" + text + "'");
        tab.evaluate("document.querySelector('.send').click()");
    }

    private static String address(String room) {
        return "http://127.0.0.1:" + chat.one.port() + "/" + room;
    }
}
