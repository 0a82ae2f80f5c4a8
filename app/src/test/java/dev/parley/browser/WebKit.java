package dev.parley.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.support.Programs;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * WebKitGTK's little browser on a screen that nobody sees (Xvfb), by <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>: the engine of
 * Safari, as near as Debian has it.
 *
 * <p>Threading: one thread asks.
 */
final class WebKit implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process driver;
    private final String session;

    private WebKit(Process driver, String session) {
        this.driver = driver;
        this.session = session;
    }

    /** Without an installed one, the test is skipped and says so. */
    static WebKit start() {
        int port = TestRedis.freePort();
        try {
            Process driver = new ProcessBuilder(
                            Programs.xvfb().toString(),
                            "--auto-servernum",
                            Programs.webkitDriver().toString(),
                            "--host=127.0.0.1",
                            "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String address = "http://127.0.0.1:" + port;
            await().ignoreExceptions()
                    .until(() ->
                            ask("GET", address + "/status", null).path("ready").asBoolean());
            JsonNode made =
                    ask("POST", address + "/session", Map.of("capabilities", Map.of())); // its own little browser
            return new WebKit(
                    driver, address + "/session/" + made.path("sessionId").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void navigate(String address) {
        ask("POST", session + "/url", Map.of("url", address));
    }

    /** What this expression, or its promise, comes to: a string, a number or a boolean, as text. */
    String evaluate(String expression) {
        String script = "const done = arguments[0]; Promise.resolve().then(() => (" + expression
                + ")).then(done, (e) => done('FAILED ' + e));";
        String value = ask("POST", session + "/execute/async", Map.of("script", script, "args", List.of()))
                .asText();
        if (value.startsWith("FAILED ")) {
            throw new AssertionError(expression + ": " + value);
        }
        return value;
    }

    void awaitTrue(String expression) {
        await(expression).until(() -> evaluate("Boolean(" + expression + ")").equals("true"));
    }

    @Override
    public void close() {
        try {
            ask("DELETE", session, null);
        } finally {
            driver.descendants().forEach(ProcessHandle::destroy);
            driver.destroy();
            driver.onExit().join();
        }
    }

    private static JsonNode ask(String method, String address, Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + address + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
