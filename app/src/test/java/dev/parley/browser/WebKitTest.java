package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.TwoInstances;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A way through the page, the module and an embedded room in WebKit. */
@EnabledIfSystemProperty(named = "parley.long", matches = "true")
class WebKitTest {
    private static final String TEXTS = "[...document.querySelectorAll('.message:not(.pending) .text')]"
            + ".map(({ textContent }) => textContent).join()";

    @Test
    void peopleTalkCatchUpAndHaveRoomsInPagesOfOthers() {
        try (ForeignSite site = new ForeignSite();
                TwoInstances chat = TwoInstances.onSharedRedis("--origins", site.origin());
                WebKit mason = WebKit.start()) {
            String server = "http://127.0.0.1:" + chat.one.port();
            mason.navigate(server + "/room");
            mason.awaitTrue("document.querySelector('#name-box')?.checkVisibility()");
            mason.evaluate(
                    "(document.querySelector('#name-box').value = 'mason', document.querySelector('name-form .done').click())");
            mason.awaitTrue("document.querySelector('connection-state').dataset.state === 'live'");
            chat.other.http().say("room", "ana", "hello");
            say(mason, "hi");
            mason.awaitTrue(TEXTS + " === 'hello,hi' || " + TEXTS + " === 'hi,hello'");

            mason.awaitTrue("localStorage.getItem('parley.read.room').endsWith('-1\"')");
            mason.navigate("about:blank");
            IntStream.range(0, 60).forEach(i -> chat.other.http().say("room", "ana", "later " + i));
            mason.navigate(server + "/room");
            mason.awaitTrue("document.querySelector('.new + .message .text')?.textContent === 'later 0'");

            String twoLines = "default-src 'none'; script-src " + server + "; connect-src " + server;
            site.page(
                    "/",
                    twoLines,
                    "<script type=\"module\" src=\"" + server
                            + "/assets/js/embed.js\"></script><parley-room room=\"hall\" name=\"Mason\"></parley-room>");
            mason.navigate(site.origin());
            mason.awaitTrue("document.querySelector('parley-room').state?.name === 'live'");
            mason.evaluate("document.querySelector('parley-room').say('from a page of others')");
            mason.awaitTrue(
                    "document.querySelector('parley-room').shadowRoot.querySelector('.message:not(.pending) .text')");

            site.page("/module", "", "");
            mason.navigate(site.origin() + "/module");
            mason.evaluate("import('" + server + "/assets/js/parley.js').then(({ connect }) => { window.heard = [];"
                    + " window.chat = connect(['hall'], { name: 'module', onMessage: ({ message }) => heard.push(message) });"
                    + " return chat.ready(); }).then(() => 'ready')");
            mason.evaluate("chat.say('hall', 'by the module').then(({ id }) => id)");
            mason.awaitTrue("heard.join() === 'by the module'");
            assertEquals(2, chat.http().get("/hall").json().path("messages").size());
        }
    }

    private static void say(WebKit person, String text) {
        person.evaluate("(document.querySelector('#message-box').value = '" + text
                + "', document.querySelector('.send').click())");
    }
}
