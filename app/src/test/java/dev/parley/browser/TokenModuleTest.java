package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.parley.ClosedChat;
import dev.parley.TwoInstances;
import dev.parley.support.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of another site that gives parley.js its tokens. */
@ExtendWith(Browser.class)
class TokenModuleTest {
    private static final int MESSAGES = 60;

    @RegisterExtension
    final Company company = new Company();

    private final AtomicInteger tokens = new AtomicInteger();
    private volatile boolean isKnown = true;
    private HttpServer site;
    private String origin;
    private ClosedChat chat;

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            boolean isToken = exchange.getRequestURI().getPath().equals("/chat-token");
            byte[] body = (isToken ? token() : "<title>A page</title>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        origin = "http://localhost:" + site.getAddress().getPort();
        chat = new ClosedChat("--origins=" + origin);
    }

    @AfterEach
    void stop() {
        chat.close();
        site.stop(0);
    }

    /** As where somebody tries it out: the chat does not read the token, and says so by having no tickets. */
    @Test
    void itAlsoTalksToAChatThatIsOpenToAll() {
        try (TwoInstances open = TwoInstances.onSharedRedis("--origins=" + origin)) {
            Page page = company.person("Ana").page();
            page.navigate(origin);
            page.evaluate("""
                    async ([module]) => {
                      const { connect } = await import(module);
                      window.heard = [];
                      window.chat = connect(['room'], {
                        refresh: async () => (await fetch('/chat-token')).text(),
                        onMessage: ({ message }) => heard.push(message),
                        onState: ({ name }) => { window.state = name; },
                      });
                    }""", List.of("http://127.0.0.1:" + open.one.port() + "/assets/js/parley.js"));
            page.waitForCondition(() -> "live".equals(page.evaluate("window.state")));
            page.evaluate("chat.say('room', 'Ana', 'hi')");
            page.waitForCondition(() -> List.of("hi").equals(page.evaluate("heard")));
        }
    }

    private String token() {
        if (!isKnown) {
            return "";
        }
        tokens.incrementAndGet();
        return Signer.of("42").name("Ana").from(-1, 3).token();
    }

    @Test
    void itListensAsLongAsItGetsTokensAndIsToldWhenItGetsNone() {
        Page page = company.person("Ana").page();
        List<String> addresses = new ArrayList<>();
        page.onRequest(request -> addresses.add(request.url()));
        page.navigate(origin);
        page.evaluate("""
                async ([module]) => {
                  const { connect } = await import(module);
                  window.heard = [];
                  window.chat = connect(['room', 'user-42:*', 'user-7:mail'], {
                    refresh: async () => (await fetch('/chat-token')).text(),
                    onMessage: ({ channel, user, message }) => heard.push(`${channel} ${user ?? ''} ${message}`),
                    onState: (state) => { window.state = state; },
                    onSignedOut: ({ reason }) => { window.out = reason; },
                  });
                }""", List.of("http://127.0.0.1:" + chat.instances.one.port() + "/assets/js/parley.js"));
        page.waitForCondition(() -> "live".equals(page.evaluate("window.state?.name")));
        assertEquals("Ana", page.evaluate("state.you.name"));
        int before = tokens.get();
        for (int n = 0; n < MESSAGES || tokens.get() < before + 2; n++) {
            if (n < MESSAGES) {
                chat.other().say("room", "rails", "m" + n, Signer.bearer(Signer.KEY));
            }
            page.waitForTimeout(50); // paces the talk; nothing depends on it
        }
        page.evaluate("chat.say('room', '', 'hi')");
        chat.instances.inject("user-42:mail", "1 new");
        page.waitForCondition(() -> MESSAGES + 2 <= (int) page.evaluate("heard.length"));
        List<String> expected = new ArrayList<>(
                IntStream.range(0, MESSAGES).mapToObj(n -> "room  m" + n).toList());
        assertEquals(expected, page.evaluate("heard.slice(0, -2)"));
        assertEquals(List.of("room 42 hi", "user-42:mail  1 new"), page.evaluate("heard.slice(-2).sort()"));

        isKnown = false;
        page.waitForCondition(() -> "expired".equals(page.evaluate("window.out")));
        assertEquals("signedout", page.evaluate("state.name"));
        assertTrue(addresses.stream().anyMatch(url -> url.contains("ticket=")));
        assertTrue(addresses.stream().noneMatch(url -> url.contains("eyJ")), "a token is in an address");
    }
}
