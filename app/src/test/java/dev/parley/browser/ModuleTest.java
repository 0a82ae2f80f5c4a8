package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.parley.TwoInstances;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of another site that uses parley.js, and nothing else of ours. */
@ExtendWith(Browser.class)
class ModuleTest {
    @RegisterExtension
    final Company company = new Company();

    private HttpServer site;
    private String origin;

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        site.start();
        origin = "http://localhost:" + site.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    @Test
    void aPageOfAnAllowedSiteListensAndSpeaks() {
        try (TwoInstances chat = TwoInstances.onSharedRedis("--origins", origin)) {
            Page page = strangePage();
            page.evaluate("""
                    async ([module]) => {
                      const { connect } = await import(module);
                      window.heard = [];
                      window.chat = connect(['one', 'two'], {
                        name: 'mason',
                        onMessage: ({ channel, sender, message }) => heard.push(`${channel} ${sender} ${message}`),
                        onEvent: ({ channel, event, data }) => heard.push(`${channel} ${event} ${data.username}`),
                        onPresence: ({ channel, members }) => { window.members = `${channel} ${members}`; },
                        onState: ({ name }) => { window.state = name; },
                      });
                    }""", List.of("http://127.0.0.1:" + chat.one.port() + "/assets/js/parley.js"));
            page.waitForCondition(() -> "live".equals(page.evaluate("window.state")));
            page.waitForCondition(
                    () -> String.valueOf(page.evaluate("window.members")).endsWith(" mason"));
            chat.other.http().say("two", "ana", "R&D <3");
            chat.other.http().postJson("one", "{\"event\":\"userJoined\",\"data\":{\"username\":\"eve\"}}");
            String id = (String) page.evaluate("chat.say('one', 'mason', 'hi').then(({ id }) => id)");
            page.waitForCondition(() -> 3 == (int) page.evaluate("heard.length"));
            assertEquals(
                    List.of("one mason hi", "one userJoined eve", "two ana R&D <3"),
                    page.evaluate("[...heard].sort()"));
            assertEquals(id, page.evaluate("chat.history('one', { limit: 1 }).then(({ messages }) => messages[0].id)"));
            page.evaluate("chat.close()");
        }
    }

    @Test
    void aPageHearsEveryChannelOfAFamilyAndNothingTwice() {
        try (TwoInstances chat = TwoInstances.onSharedRedis("--origins", origin)) {
            chat.http().say("user-42:old", "ana", "long ago");
            Page page = strangePage();
            page.evaluate("""
                    async ([module]) => {
                      const { connect } = await import(module);
                      window.heard = [];
                      window.chat = connect(['user-42:*', 'room'], {
                        onMessage: ({ channel, message }) => heard.push(`${channel} ${message}`),
                        onState: ({ name }) => { window.state = name; },
                      });
                    }""", List.of("http://127.0.0.1:" + chat.one.port() + "/assets/js/parley.js"));
            page.waitForCondition(() -> "live".equals(page.evaluate("window.state")));
            chat.inject("user-42:mail", "1 new");
            chat.other.http().say("user-42:old", "ana", "again");
            page.waitForCondition(() -> 2 == (int) page.evaluate("heard.length"));
            page.context().setOffline(true);
            page.evaluate("dispatchEvent(new Event('offline'))");
            chat.inject("user-42:away", "meanwhile");
            chat.other.http().say("room", "ana", "here too");
            page.context().setOffline(false);
            page.evaluate("dispatchEvent(new Event('online'))");
            page.waitForCondition(() -> 4 == (int) page.evaluate("heard.length"));
            assertEquals(
                    List.of("room here too", "user-42:away meanwhile", "user-42:mail 1 new", "user-42:old again"),
                    page.evaluate("[...heard].sort()"));
            page.evaluate("chat.close()");
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotSpeak() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Page page = strangePage();
            page.evaluate("""
                    ([address]) => fetch(address, { method: 'POST', mode: 'no-cors',
                        body: new URLSearchParams({ sender: 'eve', message: 'hi' }) })""", List.of("http://127.0.0.1:" + chat.one.port() + "/room"));
            assertEquals(0, chat.http().get("/room").json().path("messages").size());
        }
    }

    private Page strangePage() {
        Page page = company.person("stranger").page();
        page.navigate(origin);
        return page;
    }
}
