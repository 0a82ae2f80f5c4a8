package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamException;
import dev.parley.support.BareClient;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The stream is good SSE to those who did not write it: to a client library of others, and to the grammar of the WHATWG
 * HTML standard, section "Server-sent events", byte by byte.
 */
@Timeout(60)
class FramingTest {
    private static final Pattern ID = Pattern.compile("\\d+-\\d+");

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--heartbeat", "200ms");
    }

    @Test
    void aClientLibraryIsWelcomedAndTakesOverTheRetryTime() throws Exception {
        try (Client client = new Client("welcomes")) {
            MessageEvent welcome = client.next("welcome");
            assertEquals("0-0", welcome.getLastEventId());
            assertEquals("{\"channels\":[\"welcomes\"],\"heartbeat\":200}", welcome.getData());
            long retry = client.source.getBaseRetryDelayMillis();
            assertTrue(retry >= 1_000 && retry <= 3_000, "retry " + retry);
        }
    }

    @Test
    void aClientLibraryHearsTextOfSeveralLinesAndAnyScript() throws Exception {
        String text = "one\ntwo\r\nthree\rfour\n\nżółw 龜 \uD83D\uDC22 e\u0301 \u2028\u2029\u0085 data: five\n";
        try (Client client = new Client("texts")) {
            client.next("welcome");
            Http.Answer answer = chat.other.http().say("texts", "Łukasz", text);
            MessageEvent event = client.next("message");
            Heard heard = heard(event);
            assertEquals(text, heard.text());
            assertEquals("Łukasz", heard.json().path("sender").textValue());
            assertEquals(answer.id(), event.getLastEventId());
            assertEquals(answer.id(), client.source.getLastEventId());
        }
    }

    @Test
    void aClientLibraryHearsCustomEventsUnderTheirNames() throws Exception {
        try (Client client = new Client("customs")) {
            client.next("welcome");
            Http.Answer answer = chat.other
                    .http()
                    .postJson("customs", "{\"event\":\"user.joined-2\",\"data\":{\"a\":\"x\\n\\ny\",\"b\":[]}}");
            MessageEvent event = client.next("user.joined-2");
            assertEquals("{\"a\":\"x\\n\\ny\",\"b\":[]}", event.getData());
            assertEquals(answer.id(), event.getLastEventId());
        }
    }

    @Test
    void aClientLibraryHearsHeartbeatsThatDoNotMoveItsCursor() throws Exception {
        try (Client client = new Client("heartbeats")) {
            assertEquals("0-0", client.next("heartbeat").getLastEventId());
            String id = chat.http().say("heartbeats", "mason", "hi").id();
            client.next("message");
            assertEquals(id, client.next("heartbeat").getLastEventId());
            assertTrue(heard(client.next("heartbeat")).json().path("at").isIntegralNumber());
        }
    }

    @Test
    void aClientLibraryThatIsCutOffResumesByItselfAndMissesNothing() throws Exception {
        try (Client client = new Client("cuts")) {
            client.next("welcome");
            List<String> posted = new ArrayList<>();
            List<String> heard = new ArrayList<>();
            posted.add(chat.http().say("cuts", "mason", "before").id());
            heard.add(client.nextMessage().getLastEventId());

            client.cut();
            for (int i = 0; i < 20; i++) {
                posted.add(chat.other
                        .http()
                        .say("cuts", "mason", "while it was away " + i)
                        .id());
            }
            while (heard.size() < posted.size()) {
                heard.add(client.nextMessage().getLastEventId());
            }
            posted.add(chat.http().say("cuts", "mason", "marker").id());
            heard.add(client.nextMessage().getLastEventId());

            assertEquals(posted, heard);
            assertEquals(List.of("none", posted.get(0)), client.cursorsSent);
        }
    }

    @Test
    void theFirstBlockHasDataAndSetsRetryAndCursor() {
        String id = chat.http().say("openings", "mason", "hi").id();
        try (BareClient wire = BareClient.request(chat.one.port(), "/subscribe/openings")) {
            wire.readHead();
            String opening = wire.readBlock();
            assertTrue(
                    opening.matches("retry: [123]\\d{3}\nevent: welcome\ndata: \\{.*}\nid: " + id + "\n\n"), opening);
        }
    }

    @Test
    void theAnswersHeadIsWhatProxiesNeedAndNothingElse() {
        String[] greedy = {"Accept-Encoding", "gzip, br, zstd", "Accept", "text/event-stream"};
        try (BareClient wire = BareClient.request(chat.one.port(), "/heads", greedy)) {
            Map<String, String> head = wire.readHead();
            assertEquals("HTTP/1.1 200 OK", head.remove(""));
            assertFalse(head.remove("date").isEmpty());
            assertEquals(
                    "text/event-stream; charset=utf-8",
                    head.remove("content-type").replaceFirst(";charset", "; charset"));
            Map<String, String> others = Map.of(
                    "cache-control", "no-cache, no-transform",
                    "transfer-encoding", "chunked",
                    "vary", "Accept",
                    "x-accel-buffering", "no",
                    "x-content-type-options", "nosniff",
                    "referrer-policy", "same-origin",
                    "content-security-policy", "default-src 'none'; frame-ancestors 'self'");
            assertEquals(others, head); // so: no Content-Encoding, no Content-Length, no Connection: close
            assertTrue(wire.readBlock().startsWith("retry: ")); // and the bytes are text at once
        }
    }

    @Test
    void whateverIsSaidEveryByteOfTheStreamKeepsToTheGrammar() throws CharacterCodingException {
        try (BareClient wire = BareClient.request(chat.one.port(), "/subscribe/odd", "Accept-Encoding", "gzip")) {
            wire.readHead();
            List<String> ids = sayOddThings();
            ids.add(chat.http().say("odd", "mason", "the end of the odd").id());
            byte[] bytes = wire.readThrough("the end of the odd");

            for (byte each : bytes) {
                assertNotEquals('\r', each, "a carriage return");
                assertNotEquals(0, each, "a NUL");
            }
            assertNotEquals((byte) 0xEF, bytes[0], "a byte order mark");
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString(); // which throws when it is no UTF-8
            List<String> cursors = new ArrayList<>();
            for (String block : text.split("\n\n", 0)) {
                assertIsBlock(block);
                if (block.startsWith("data: ")) {
                    cursors.add(block.substring(block.lastIndexOf(' ') + 1));
                }
            }
            assertTrue(cursors.removeAll(ids) && cursors.size() == 1, "all, and the raw one: " + cursors);
        }
    }

    private static List<String> sayOddThings() {
        List<String> odd = List.of(
                "\n",
                "\r",
                "\r\n",
                "\n\n\n",
                "\r\n\r\nid: 9-9\r\n\r\n",
                "data: x\n\ndata: y",
                ": comment",
                "retry: 1",
                "event: bye\ndata: {}",
                "\uFEFF",
                "\uFEFF\uFEFFid: 1",
                "\u2028\u2029\u0085\u000B\f",
                "\u0001\u001F\u007F",
                "\uD83D\uDC22",
                "\"\\\\\"",
                "</script><!--",
                " ",
                "\uFFFD\uFFFE\uFFFF",
                "x".repeat(4_000),
                "\uD83D\uDC22".repeat(4_000));
        List<String> ids = new ArrayList<>();
        for (String text : odd) {
            Http.Answer answer = chat.http().say("odd", "id: 1</script>\\\"", text);
            assertEquals(201, answer.status(), answer.text());
            ids.add(answer.id());
        }
        assertEquals(400, chat.http().say("odd", "mason", "a NUL: \0").status());
        inject("odd", "raw\r\n\r\nid: 7-7\r\n\r\n\0");
        assertEquals(
                201,
                chat.http()
                        .postJson("odd", "{\"event\":\"x\",\"data\":{\"\\r\\n\":\"\\u0000\\r\\n\"}}")
                        .status());
        return ids;
    }

    /** Waits until it has been adopted. */
    private static void inject(String channel, String payload) {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/" + channel)) {
            chat.inject(channel, payload);
            listener.awaitMessages(1);
        }
    }

    private static void assertIsBlock(String block) {
        String field = "(id: [0-9]+-[0-9]+|event: [A-Za-z][A-Za-z0-9_.-]*|data: \\{[^\n]*\\}|retry: [0-9]+)";
        List<String> names = new ArrayList<>();
        for (String line : block.split("\n", -1)) {
            assertTrue(line.matches("(?s)" + field), "no line of the grammar: " + line);
            names.add(line.substring(0, line.indexOf(':')));
        }
        boolean known = List.of(
                        List.of("retry", "event", "data", "id"), List.of("data", "id"), List.of("event", "data", "id"))
                .contains(names);
        assertTrue(known, "no block of the contract: " + block);
    }

    private static Heard heard(MessageEvent event) {
        return new Heard(event.getLastEventId(), event.getEventName(), event.getData());
    }

    /** A stream through the library, whose connection the test can cut. */
    private static final class Client implements AutoCloseable {
        final List<String> cursorsSent = new CopyOnWriteArrayList<>();
        private final Sockets sockets = new Sockets();
        final EventSource source;

        Client(String channel) {
            URI address = URI.create("http://127.0.0.1:" + chat.one.port() + "/subscribe/" + channel);
            source = new EventSource.Builder(ConnectStrategy.http(address)
                            .readTimeout(15, TimeUnit.SECONDS)
                            .clientBuilderActions(this::observe))
                    .errorStrategy(ErrorStrategy.alwaysContinue())
                    .build();
        }

        private void observe(OkHttpClient.Builder client) {
            client.socketFactory(sockets).addInterceptor(chain -> {
                String cursor = chain.request().header("Last-Event-ID");
                cursorsSent.add(cursor == null ? "none" : cursor);
                return chain.proceed(chain.request());
            });
        }

        MessageEvent next(String type) throws StreamException {
            MessageEvent event = source.readMessage();
            while (!event.getEventName().equals(type)) {
                assertTrue(ID.matcher(event.getLastEventId()).matches(), event::toString);
                event = source.readMessage();
            }
            return event;
        }

        MessageEvent nextMessage() throws StreamException {
            return next("message");
        }

        void cut() throws IOException {
            sockets.last.setSoLinger(true, 0);
            sockets.last.close();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static final class Sockets extends SocketFactory {
        private volatile Socket last;

        @Override
        public Socket createSocket() {
            last = new Socket();
            return last;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
