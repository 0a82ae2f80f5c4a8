package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import dev.parley.TwoInstances;
import dev.parley.support.Http.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the first visit costs, and what it is allowed. */
@ExtendWith(Browser.class)
class FirstLoadTest {
    private static final int BUDGET = 55_000;
    private static final int RELOAD_BUDGET = 3;

    @RegisterExtension
    final Company company = new Company();

    @Test
    void theFirstLoadIsLightAndAsksNobodyElse() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason");
            CDPSession network = mason.browser().newCDPSession(mason.page());
            List<Integer> bytes = new ArrayList<>();
            List<String> addresses = new ArrayList<>();
            network.send("Network.enable");
            network.on("Network.loadingFinished", event -> bytes.add(sizeOf(event)));
            mason.page().onRequest(request -> addresses.add(request.url()));
            mason.enter(chat.one.port(), "everyone");
            int sum = bytes.stream().mapToInt(Integer::intValue).sum();
            Figure.FIRST_LOAD.measured("%.1f KB in %d answers", sum / 1e3, bytes.size());
            assertTrue(bytes.size() > 5 && sum <= BUDGET, sum + " bytes");
            String own = "http://127.0.0.1:" + chat.one.port() + "/";
            assertTrue(addresses.stream().allMatch(address -> address.startsWith(own)), addresses::toString);
        }
    }

    /** What was loaded before is not asked for again, and what was said is there already. */
    @Test
    void aReloadAsksForHardlyAnything() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            List<String> texts =
                    IntStream.range(0, 60).mapToObj(i -> "line " + i).toList();
            texts.forEach(text -> chat.http().say("room", "ana", text));
            Person mason =
                    company.person("mason").enter(chat.one.port(), "room").awaitText("line 59");
            CDPSession network = mason.browser().newCDPSession(mason.page());
            Set<String> cached = new HashSet<>();
            Map<String, String> answers = new LinkedHashMap<>();
            network.send("Network.enable");
            network.on("Network.responseReceived", event -> note(answers, event));
            network.on(
                    "Network.requestServedFromCache",
                    event -> cached.add(event.get("requestId").getAsString()));
            mason.page().reload();
            mason.awaitState("Live").awaitText("line 59");
            answers.keySet().removeAll(cached);
            List<String> asked = answers.values().stream()
                    .filter(address -> !address.contains("/subscribe/"))
                    .toList();
            Figure.RELOAD.measured("%d", asked.size());
            assertTrue(!asked.isEmpty() && asked.size() <= RELOAD_BUDGET, asked::toString);
            chat.other.http().say("room", "ana", "line 60");
            mason.awaitText("line 60");
            List<String> shown = mason.saidTexts();
            assertEquals(
                    IntStream.rangeClosed(61 - shown.size(), 60)
                            .mapToObj(i -> "line " + i)
                            .toList(),
                    shown);
        }
    }

    @Test
    void thePageAllowsNothingButItsOwnFiles() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Answer page = chat.http().get("/everyone", "Accept", "text/html");
            String policy = page.header("Content-Security-Policy").orElseThrow();
            assertTrue(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'self'"), policy);
            assertTrue(!policy.contains("unsafe"), policy);
            assertEquals("nosniff", page.header("X-Content-Type-Options").orElseThrow());
            Pattern inline = Pattern.compile("<style|<script(?![^>]*src=)| style=| on[a-z]+=|https?://");
            assertTrue(!inline.matcher(page.text()).find(), "something is inline");
            assertEquals(1, modules(page.text()).size(), "all of them are one file");
            for (String module : modules(page.text())) {
                assertEquals(200, chat.http().get(module).status(), module);
            }
        }
    }

    private static List<String> modules(String html) {
        return Pattern.compile("modulepreload\" href=\"([^\"]+)")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void note(Map<String, String> answers, JsonObject event) {
        JsonObject response = event.getAsJsonObject("response");
        if (!response.get("fromDiskCache").getAsBoolean()) {
            answers.put(
                    event.get("requestId").getAsString(), response.get("url").getAsString());
        }
    }

    private static int sizeOf(JsonObject event) {
        return event.get("encodedDataLength").getAsInt();
    }
}
