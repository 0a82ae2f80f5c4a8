package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.parley.TwoInstances;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of another site that uses parley.js, and nothing else of ours. */
@ExtendWith(Browser.class)
class ModuleTest {
    @RegisterExtension
    final Company company = new Company();

    private final ForeignSite site = new ForeignSite().page("/", "", "");
    private final String origin = site.origin();

    @AfterEach
    void stop() {
        site.close();
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
                    }""", List.of(module(chat)));
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
                    }""", List.of(module(chat)));
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
    void aWorkerListensAndSpeaks() {
        try (TwoInstances chat = TwoInstances.onSharedRedis("--origins", origin)) {
            site.file("/worker.js", "text/javascript", "", """
                    import { connect } from '%s';
                    const chat = connect(['room'], { name: 'worker' });
                    chat.say('room', 'hello');
                    for await (const { sender, message } of chat) postMessage(`${sender}: ${message}`);
                    """.formatted(module(chat)));
            Page page = strangePage();
            page.evaluate("""
                    () => {
                      window.heard = [];
                      window.worker = new Worker('/worker.js', { type: 'module' });
                      worker.onmessage = ({ data }) => heard.push(data);
                    }""");
            page.waitForCondition(() -> chat.other.http().get("/room").text().contains("hello"));
            page.waitForCondition(
                    () -> chat.other.http().get("/room/members").text().contains("worker"));
            chat.other.http().say("room", "ana", "hi");
            page.waitForCondition(() -> heard(page).contains("ana: hi"));
            page.evaluate("worker.terminate()");
        }
    }

    @Test
    void tabsOfAnotherSiteShareOneStreamAndWhatIsToBeSaidSurvivesThem() {
        try (TwoInstances chat = TwoInstances.onSharedRedis("--origins", origin)) {
            Person stranger = company.person("stranger");
            Page page = stranger.page();
            page.navigate(origin);
            Page other = stranger.inAnotherTab().page();
            other.navigate(origin);
            for (Page tab : List.of(page, other)) {
                connectShared(tab, module(chat));
                tab.waitForCondition(() -> "live".equals(tab.evaluate("chat.state.name")));
            }
            chat.other.http().say("room", "ana", "to both");
            for (Page tab : List.of(page, other)) {
                tab.waitForCondition(() -> List.of("to both").equals(heard(tab)));
            }
            assertEquals(1, Metrics.sum(chat, "parley_streams"));

            stranger.browser().setOffline(true);
            page.evaluate("() => { chat.say('room', 'said in a tunnel').catch(() => {}); }");
            page.close();
            other.close();
            stranger.browser().setOffline(false);
            Page later = stranger.inAnotherTab().page();
            later.navigate(origin);
            connectShared(later, module(chat));
            later.waitForCondition(() -> heard(later).contains("said in a tunnel"));
            assertEquals(2, chat.http().get("/room").json().path("messages").size());
            later.waitForCondition(() -> 0 == (int) later.evaluate("chat.waiting().length"));
        }
    }

    private static void connectShared(Page page, String module) {
        page.evaluate("""
                async ([module]) => {
                  const { connect } = await import(module);
                  window.heard = [];
                  window.chat = connect(['room'], { name: 'mason', shared: true, keep: true, onMessage: ({ message }) => heard.push(message) });
                }""", List.of(module));
    }

    @SuppressWarnings("unchecked")
    private static List<String> heard(Page page) {
        return (List<String>) page.evaluate("heard");
    }

    private static String module(TwoInstances chat) {
        return "http://127.0.0.1:" + chat.one.port() + "/assets/js/parley.js";
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
